"""Reading lists in Markdown: "awesome" lists, tables of papers, bullets with links, checkboxes for what is read.

    - [x] [Title](https://arxiv.org/abs/…), Authors, *Venue 2023* [[code](https://github.com/…)]
    - **Title**, Authors, *Venue 2023*. [[paper](…)] [[code](…)]
      - what somebody noted on it
    | Title | Venue | Date | Code |

A place is a paper where it links to one or names an identifier, or reads as an entry of a bibliography. Bullets below
a paper that are none themselves say more about it, or are notes on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.markdown_blocks import Kind, blocks_of
from readlist.importers.markdown_draft import Draft
from readlist.importers.markdown_labels import field_of
from readlist.importers.markdown_nodes import Node, heads_paper, nodes_of
from readlist.importers.markdown_segments import plain
from readlist.importers.markdown_table import is_ticked
from readlist.importers.mentions import find_mentions, may_mention, mentions_paper
from readlist.model.paper import Status
from readlist.model.record import Record

_LOOKED_AT = 800  # lines
_LOOKED_AT_CHARACTERS = 120_000
_MARKED = re.compile(r"^[ \t]*+(?:[-*+•]|[0-9]{1,4}[.)]|#{1,6}|\|)\s*\S|\]\(https?://|\*\*", re.MULTILINE)
_OTHER_FORMATS = re.compile(r"\s*(?:<(?:!doctype|html|\?xml)|@\w+\s*\{|TY\s\s-|[\[{]\s*[\[{\"])", re.IGNORECASE)
_FEW = 0.15
_HARDLY = 0.25
_MOST_NOTES = 20_000  # characters
_NOTES = frozenset({"note", "summary", "tldr", "comment", "remark", "keyword", "tag", "topic"})
"""Labelled lines below a paper that are what somebody noted, rather than part of its record."""


class MarkdownList:
    """Importer of such lists; the module says what they look like."""

    name = "markdown-list"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a list: by the share of its entries that are papers."""
        head = document.text[:_LOOKED_AT_CHARACTERS]
        if not _MARKED.search(head) or not may_mention(head) or _OTHER_FORMATS.match(head):
            return 0.0
        nodes = nodes_of(blocks_of(list(islice(head.split("\n"), _LOOKED_AT))))
        linked = sum(bool(node.papers) and node.has_link for node in nodes)
        if not linked or not (any(map(_is_marked, nodes)) or _is_bulleted(nodes)):
            return 0.0
        others = sum(not (node.holds or node.is_below_paper) and _is_entry(node) for node in nodes)
        share = linked / (linked + others)
        return _HARDLY if share < _FEW else 0.5 + 0.43 * share

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the places that are none."""
        nodes = nodes_of(blocks_of(document.lines))
        found: list[Found] = []
        strays: list[tuple[int, str]] = []
        for node in nodes:
            if node.taken:
                continue
            papers = list(_papers(nodes, node))
            for record, state in papers:
                found.append(Found(record, len(found) + 1, node.block.line, state=state))
            if not papers and node.is_furniture:
                continue
            first = node.block.line - 1
            lines = document.lines[first : first + max(1, len(node.block.lines))]
            if papers and len(lines) == 1:
                continue
            records = [record for record, _ in papers]
            strays += [
                (i, line)
                for i, line in enumerate(lines, first + 1)
                if line.strip() and not (papers and _is_kept(line, records))
            ]
        return Reading(self.name, tuple(found), tuple(Problem.of_lines(strays, "links to no paper")))


def _is_kept(line: str, records: Sequence[Record]) -> bool:
    """Whether one of several lines that name papers is part of their records."""
    numbers = [mention for mention in find_mentions(line, bare=True) if mention.bare]
    known = {record.arxiv for record in records} | {record.doi for record in records}
    if any((number.address.arxiv or number.address.doi) in known for number in numbers):
        return True
    if not any(record.title for record in records):
        # Nothing is kept but what links and identifiers lead to.
        return mentions_paper(line)
    return not any(number.end - number.start == len(line.strip()) for number in numbers)


def _is_marked(node: Node) -> bool:
    """Whether a paper is linked to as only Markdown does it."""
    return bool(node.papers) and any(part.link and not part.bare for part in node.parts)


def _is_bulleted(nodes: Sequence[Node]) -> bool:
    """Whether most of a document are bullets: addresses as they are may be in any text."""
    below = [node.block for node in nodes if node.block.kind is not Kind.HEADING]
    return 2 * sum(block.kind is Kind.ITEM and not block.is_numbered for block in below) > len(below)


def _is_entry(node: Node) -> bool:
    return node.block.kind in {Kind.ITEM, Kind.ROW} and not node.is_furniture


def _papers(nodes: Sequence[Node], node: Node) -> Iterator[tuple[Record, dict[str, Any]]]:
    """Yield the papers of a block with what is below it, each with its reading state."""
    node.taken = True
    papers = node.papers
    if not papers and heads_paper(nodes, node):
        papers = node.drafts[:1]
    state: dict[str, Any] = {}
    if node.block.checked or (node.block.kind is Kind.ROW and is_ticked(node.block.columns, node.block.cells)):
        state["status"] = Status.READ.value
    if len(papers) == 1:
        notes = _take_below(nodes, node, papers[0])
        if notes:
            state["note"] = notes
    for draft in papers:
        yield draft.record(), state


def _take_below(nodes: Sequence[Node], node: Node, draft: Draft) -> str:
    """Let a paper have what stands below it, and return the notes on it."""
    notes: list[str] = []
    room = _MOST_NOTES
    waiting = [(i, 0) for i in reversed(node.below)]
    while waiting:
        i, depth = waiting.pop()
        below = nodes[i]
        if below.block.kind is Kind.HEADING or (below.papers and not below.is_supplement):
            continue
        below.taken = True
        waiting += [(j, depth + 1) for j in reversed(below.below)]
        text = _take_node(draft, below, depth)
        if text and len(text) <= room:
            room -= len(text)
            notes.append(f"{'  ' * depth}- {text}" if below.block.kind is Kind.ITEM else text)
    return "\n".join(notes)


def _take_node(draft: Draft, below: Node, depth: int) -> str:
    """Let a paper have one block below it, and return what of that is a note."""
    if below.block.kind is Kind.CODE:
        return ""
    labelled = field_of(below.words)
    if labelled and labelled[0] not in _NOTES:
        draft.take_field(*labelled)
    elif below.says_something:
        if not draft.authors and not depth and below.drafts and _is_bibliographic(below.drafts[0]):
            draft.fill(below.drafts[0])
            return ""
        # A note may speak of other papers: their identifiers are not this one's.
        draft.links += [part.link for part in below.parts if part.link and part.link.startswith("http")]
        return plain(below.parts).strip()
    for other in below.drafts if below.has_link or below.papers else ():
        other.forget_text()
        draft.fill(other)
    return ""


def _is_bibliographic(draft: Draft) -> bool:
    """Whether a line says who wrote a paper and where it appeared, and nothing else."""
    return bool(draft.authors or draft.venue) and not draft.title and not draft.remarks
