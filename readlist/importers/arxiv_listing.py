"""Pages that print arXiv papers as abstract, comments, identifier, as text copied from a browser.

    Abstract of the first paper.
    13 pages
    arXiv:2310.16271Abstract of the second paper, glued to the identifier of the first.
    arXiv:2310.14747

An identifier belongs to the abstract before it, and the document ends with one. (Where a document begins with an
identifier and does not end with one, each is taken for the abstract behind it.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.links import find_links
from readlist.model.identifiers import arxiv_year, split_arxiv
from readlist.model.record import Record

_MARK = re.compile(r"\s*arxiv\s*:\s*", re.IGNORECASE)
_SLIP = re.compile(r"[0-9][0-9./v-]*")
# "arXiv:2310.16271v2 [cs.CL]": the archive and subject class, as arXiv prints them behind an identifier.
_SUBJECT = re.compile(r"\s*\[[a-z-]{2,10}(?:\.[A-Za-z-]{2,10})?\]")
# A sentence about another paper rather than this one's identifier: "arXiv:2301.00001, with proofs".
_MENTION = re.compile(r"\s*[,;.:)](?!\.)|\s+[a-z]")
_OTHER_SHAPES = re.compile(r"\s*(?:Title|Authors?|Subjects?|Categories|Date)\s*:")
_LABEL = re.compile(r"\s*comments?\s*:\s*", re.IGNORECASE)
# What authors write in arXiv's field for comments.
_REMARK = re.compile(
    r"""\b[0-9]+\s*(?:\+\s*[0-9]+\s*)?(?:pages?|pp|figures?|figs?|tables?|appendices|columns?)\b
      | \b(?:accept(?:ed|ance)?|appears?|appeared|publish(?:ed)?|submitted|submission|presented|review
        | preprint|draft|manuscript|in\s+(?:progress|process|press|preparation)|work\s+in|camera[-\s]ready
        | proceedings|proc\.|conference|workshop|symposium|journal|oral|poster|spotlight|extended\s+(?:abstract|version)
        | supplement\w*|appendix|withdrawn|superseded|revised|revision|corrected|typos?|version|v[0-9]+|comments?
        | dissertation|thesis|technical\s+report|admin\s+note|project\s+page|homepage|website|code|github|https?
        | 19[0-9]{2}|20[0-9]{2})\b""",
    re.IGNORECASE | re.VERBOSE,
)
_REMARK_ALONE = re.compile(
    r"\s*(?:[0-9]+\s*(?:pages?|pp|figures?)\b|(?:accept(?:ed)?|to\s+appear|submitted|published|under\s+review)\b)",
    re.IGNORECASE,
)
_QUOTES = " \t\"”’')]}"
_LONGEST_REMARK = 200
"""Characters; arXiv's comments are a line or two, a further paragraph of an abstract is longer."""
_REMARK_SHOWS_WITHIN = 80
_FEWEST_WORDS = 5


@dataclass(slots=True)
class _Chunk:
    """The lines from one identifier to the next.

    Attributes:
        line: where it begins.
        identifier: what it begins with; None for text before the first identifier, or a malformed one.
        lines: (line number, text), from what is glued to the identifier on, without blank lines at the ends.
    """

    line: int
    identifier: str | None
    lines: list[tuple[int, str]] = field(default_factory=list)


class ArxivListing:
    """Importer of such pages; the module says what they look like."""

    name = "arxiv-listing"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page."""
        begins = [(line, split) for line in document.lines if (split := _split(line))]
        if not begins or any(_OTHER_SHAPES.match(line) for line in document.lines):
            return 0.0
        chunks = _chunks(document.lines, [])
        if not any(len(text.split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS for c in chunks for _, text in c.lines):
            return 0.0
        glued = sum(bool(rest.strip()) and not rest[0].isspace() for _, (_, rest) in begins)
        last = _split(next(line for line in reversed(document.lines) if line.strip()))
        if glued or (last and not last[1].strip()):
            return 0.9
        return 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, each an abstract with its identifier and comments."""
        problems: list[Problem] = []
        chunks = _chunks(document.lines, problems)
        # Whose identifier a chunk begins with: its own, or that of the chunk before it.
        leading = bool(chunks[0].identifier and chunks[0].lines and chunks[-1].lines)
        identifiers = [chunk.identifier for chunk in (chunks if leading else [*chunks[1:], _Chunk(0, None)])]
        found: list[Found] = []
        if not leading and chunks[0].identifier:
            found.append(Found(_record([], chunks[0].identifier), 1, chunks[0].line))
            problems.append(
                Problem.at(chunks[0].line, "no abstract before this identifier", document.lines[chunks[0].line - 1])
            )
        for chunk, identifier in zip(chunks, identifiers, strict=True):
            if chunk.lines:
                line, text = chunk.lines[0]
                found.append(Found(_record(chunk.lines, identifier), len(found) + 1, line))
                if identifier is None:
                    problems.append(Problem.at(line, "no arXiv identifier for this abstract", text))
            elif identifier is not None:
                found.append(Found(_record([], identifier), len(found) + 1, chunk.line))
                problems.append(Problem(chunk.line, f"no abstract for arXiv:{identifier}"))
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _split(line: str) -> tuple[str, str] | None:
    """Return the identifier that `line` begins with and the rest of the line, or None."""
    mark = _MARK.match(line)
    split = split_arxiv(line[mark.end() :]) if mark else None
    if split is None:
        return None
    identifier, rest = split
    subject = _SUBJECT.match(rest)
    rest = rest[subject.end() :] if subject else rest
    return None if _MENTION.match(rest) else (identifier, rest)


def _chunks(lines: Sequence[str], problems: list[Problem]) -> list[_Chunk]:
    """Return the document cut at its identifiers; at least one chunk."""
    chunks = [_Chunk(1, None)]
    for number, line in enumerate(lines, 1):
        mark = _MARK.match(line)
        split = _split(line) if mark else None
        if split is not None:
            chunks.append(_Chunk(number, split[0]))
            text = split[1]
        elif mark and split_arxiv(line[mark.end() :]) is None and (slip := _SLIP.match(line, mark.end())):
            # A slip in the identifier must not hang a whole paper on the one before it.
            problems.append(Problem.at(number, "not an arXiv identifier", line))
            chunks.append(_Chunk(number, None))
            text = line[slip.end() :]
        else:
            text = line
        if text.strip():
            chunks[-1].lines.append((number, text))
    first = chunks[0]
    return chunks if first.lines or len(chunks) == 1 else chunks[1:]


def _record(lines: Sequence[tuple[int, str]], identifier: str | None) -> Record:
    texts = [text for _, text in lines]
    count = _abstract_lines(texts)
    abstract = "\n".join(texts[:count]).strip()
    remarks = [_LABEL.sub("", text, count=1).strip() for text in texts[count:]]
    comment = "; ".join(filter(None, remarks)) or None
    return Record(
        abstract=abstract,
        arxiv=identifier,
        year=arxiv_year(identifier) if identifier else None,
        comment=comment,
        links=find_links(abstract, comment),
    )


def _abstract_lines(texts: Sequence[str]) -> int:
    """Return how many of a paper's lines are its abstract; those behind are comments."""
    if not texts or _is_remark_alone(texts[0]):
        return 0
    count = 1
    while count < len(texts) and _goes_on(texts[count - 1], texts[count]):
        count += 1
    return count


def _is_remark_alone(text: str) -> bool:
    return len(text) < _LONGEST_REMARK and bool(_REMARK_ALONE.match(text) or _LABEL.match(text))


def _goes_on(before: str, text: str) -> bool:
    """Whether `text` is one more line of the abstract that `before` belongs to, rather than a comment."""
    if _LABEL.match(text) or _REMARK_ALONE.match(text):
        return False
    if len(text) > _LONGEST_REMARK:
        return not _REMARK.search(text[:_REMARK_SHOWS_WITHIN])
    if before.rstrip(_QUOTES).endswith((".", "?", "!")):
        return False
    # In the middle of a sentence: its next words, or the address that it announces.
    begin = text.lstrip()
    if begin.startswith(("http://", "https://")):
        return " " not in begin.rstrip()
    return begin[:1].islower() and not _REMARK.search(text)
