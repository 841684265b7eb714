"""The blocks of a Markdown reading list with the papers that they name, and how they hang together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readlist.importers.citation import read_citation
from readlist.importers.markdown_blocks import Block, Blocks, Kind
from readlist.importers.markdown_draft import Draft
from readlist.importers.markdown_entry import read_entry
from readlist.importers.markdown_inline import segments
from readlist.importers.markdown_labels import Label, field_of, label_of
from readlist.importers.markdown_segments import Segment, plain
from readlist.importers.markdown_table import read_row
from readlist.importers.mentions import may_mention

_SHOWN = re.compile(r"\w")
_NAMES = frozenset({Label.PAPER, Label.EXTRA, Label.NONE})
_EMPTY = re.compile(r"[(\[]\s*[)\]]")
_DIGITS = re.compile(r"[0-9]{2}")


@dataclass(slots=True)
class Node:
    """A block and what is below it.

    Attributes:
        block: itself.
        parts: its text in segments.
        below: indexes of the blocks directly below.
        holds: whether it or anything below is a paper.
        taken: whether it is accounted for.
        is_below_paper: whether an item above it is a paper, so that it may be a note on that one.
    """

    block: Block
    parts: list[Segment] = field(default_factory=list)
    below: list[int] = field(default_factory=list)
    holds: bool = False
    taken: bool = False
    is_below_paper: bool = False
    _drafts: list[Draft] | None = None

    @property
    def drafts(self) -> list[Draft]:
        """What it says of papers, read when it is first asked for: most notes never are."""
        if self._drafts is None:
            self._drafts = read_entry(self.parts, bare=self.block.kind is Kind.ITEM) if self.parts else []
        return self._drafts

    @drafts.setter
    def drafts(self, drafts: list[Draft]) -> None:
        self._drafts = drafts

    @property
    def papers(self) -> list[Draft]:
        """Those of its drafts that are papers."""
        return [draft for draft in self.drafts if draft.offered] if self._may_name else []

    @property
    def is_supplement(self) -> bool:
        """Whether it can only be about the paper above: a labelled line, or links without a title."""
        return field_of(self.words) is not None or all(draft.title is None for draft in self.papers)

    @property
    def words(self) -> str:
        """Its text without labels such as "code", which only name links."""
        shown = "".join(part.text for part in self.parts if not part.link or label_of(part.text) not in _NAMES)
        return _EMPTY.sub(" ", shown).strip()

    @property
    def is_furniture(self) -> bool:
        """Whether it, being no paper, says nothing that is missed: headings, contents, badges, groups of papers."""
        if self.block.kind is Kind.HEADING or (self.holds and self.block.kind is Kind.ITEM and self.below):
            return True
        if self.block.kind is Kind.CODE:
            return not any(line.strip() for line in self.block.lines)
        if self.says_something:
            return False
        return all((part.link or "").startswith("#") for part in self.parts if _SHOWN.search(part.text))

    @property
    def says_something(self) -> bool:
        """Whether there is text beside its links."""
        return any(part.link is None and _SHOWN.search(part.text) for part in self.parts)

    @property
    def has_link(self) -> bool:
        """Whether it links to anything."""
        return any(part.link for part in self.parts)

    @property
    def _may_name(self) -> bool:
        """Whether it can name a paper by address or identifier."""
        return self._drafts is not None or any(part.link or may_mention(part.text) for part in self.parts)


def nodes_of(blocks: Blocks) -> list[Node]:
    """Return a node for each of `blocks`, in their order; takes time in proportion to the text."""
    nodes = [Node(block) for block in blocks.blocks]
    for i, node in enumerate(nodes):
        above = nodes[node.block.parent] if node.block.parent is not None else None
        if above is not None:
            above.below.append(i)
            if above.block.kind is Kind.ITEM:
                node.is_below_paper = above.is_below_paper or bool(above.papers)
        _read(node, blocks.references)
    for node in reversed(nodes):
        node.holds = node.holds or bool(node.papers)
        if node.holds and node.block.parent is not None:
            nodes[node.block.parent].holds = True
    return nodes


def heads_paper(nodes: Sequence[Node], node: Node) -> bool:
    """Whether a block without links is the title of a paper whose links stand below it, without another title."""
    if node.has_link or not node.drafts or node.drafts[0].title is None:
        return False
    offering = [nodes[i] for i in node.below if nodes[i].papers]
    few = len(offering) <= len(("paper", "pdf", "doi"))
    return bool(offering) and few and all(map(_only_offers, offering))


def _only_offers(node: Node) -> bool:
    """Whether a block says where a paper is, and nothing else."""
    if field_of(node.words) is not None:
        return True
    return not node.says_something and all(draft.title is None for draft in node.papers)


def _read(node: Node, references: Mapping[str, str]) -> None:
    block = node.block
    if block.kind is Kind.ROW:
        node.drafts, node.parts = read_row(block.columns, block.cells, references)
    elif block.kind is not Kind.CODE:
        node.parts = segments(block.text, references)
        if block.kind is Kind.ITEM and not node.is_below_paper and _DIGITS.search(block.lines[0] + block.lines[-1]):
            _accept_citation(node)


def _accept_citation(node: Node) -> None:
    """Let an item be a paper that links to none but reads as an entry of a bibliography."""
    if node.papers or len(node.drafts) != 1:
        return
    draft = node.drafts[0]
    told = draft.title and " " in draft.title and draft.authors and (draft.venue or draft.year)
    if told or (not node.has_link and read_citation(plain(node.parts)).whole):
        draft.offered = bool(draft.title)
