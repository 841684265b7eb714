"""readlist's own Markdown exports: a note a paper, or one document with all papers; see `readlist.exporters`.

What is exported comes back: the record, the citation key, and the reading state. LaTeX was written as Unicode, and
stays that. Text outside the marked block is the user's own; it stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readlist.importers.base import Document, NoPapersInItError, Problem, Reading
from readlist.importers.exported_papers import papers_of_document
from readlist.importers.markdown_text import Fences
from readlist.importers.note_file import paper_of_note
from readlist.importers.note_front_matter import OUR_KEYS, body_start, parse

_BEGIN = re.compile(r"^ {0,3}<!--[ \t]*readlist:begin\b[^>\n]*-->[ \t]*$", re.MULTILINE)
_END = re.compile(r"^ {0,3}<!--[ \t]*readlist:end[ \t]*-->[ \t]*$", re.MULTILINE)
_LOOKED_AT = 1 << 18  # characters; people write above the block
_CITEKEY = re.compile(r"""^["']?citekey["']?[ \t]*:[ \t]*\S""", re.MULTILINE)
_STATUS = re.compile(r"""^["']?status["']?[ \t]*:[ \t]*["']?(?:inbox|queued|reading|read|archived)\b""", re.MULTILINE)
_INDEX_SECTION = re.compile(r"## (?:Reading|Queued|Inbox|Read|Archived) \([0-9,]+\)\s*")
_NOTE_SECTION = re.compile(r"## (?:Abstract|Links|Note)\s*\Z|(?:Comment|File): ")
_HEADING = re.compile(r"#{1,2} ")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The lines of a file: those of its marked block, and those around it; each with its number.

    Attributes:
        before: between the front matter and the block.
        block: between its markers.
        after: behind it.
        begun: whether there is a block.
        ended: whether it has an end.
    """

    before: list[tuple[int, str]]
    block: list[tuple[int, str]]
    after: list[tuple[int, str]]
    begun: bool
    ended: bool


class ReadlistMarkdown:
    """Importer of our exports; the module says which."""

    name = "readlist-markdown"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is an export of ours."""
        text = document.text
        if _begin(text[:_LOOKED_AT], 0):
            return 1.0
        head = text[: min(body_start(text[:_LOOKED_AT]), _LOOKED_AT)]
        return 0.95 if _CITEKEY.search(head) and _STATUS.search(head) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`.

        Raises:
            NoPapersInItError: it is the index of a folder of notes, which are what holds the papers.
        """
        parts = _parts(document)
        problems: list[Problem] = []
        values = parse(document.text, problems)
        first = _first(parts.block)
        if _INDEX_SECTION.fullmatch(first):
            problem = "the index of a folder of notes; import the notes instead"
            raise NoPapersInItError(document.name, problem, self.name)
        if not OUR_KEYS.isdisjoint(values) or _NOTE_SECTION.match(first):
            found = [paper_of_note(values, parts.before, parts.block, problems)]
        else:
            found = papers_of_document(parts.block, problems)
        if not parts.begun:
            problems.append(Problem.at(1, "no marked block in this note", document.lines[0]))
        elif not parts.ended:
            problems.append(Problem.at(parts.block[0][0] - 1, "the marked block has no end", "readlist:begin"))
        problems += Problem.of_lines(_own_text(parts), "outside the marked block, so not imported")
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _parts(document: Document) -> _Parts:
    text = document.text
    start = body_start(text)
    numbered = list(enumerate(document.lines, 1))
    first = text.count("\n", 0, start)
    begin = _begin(text, start)
    if begin is None:
        return _Parts(numbered[first:], [], [], begun=False, ended=False)
    begins = first + text.count("\n", start, begin.start())
    end = _END.search(text, begin.end())
    if end is None:
        return _Parts(numbered[first:begins], numbered[begins + 1 :], [], begun=True, ended=False)
    ends = begins + text.count("\n", begin.start(), end.start())
    return _Parts(numbered[first:begins], numbered[begins + 1 : ends], numbered[ends + 1 :], begun=True, ended=True)


def _begin(text: str, start: int) -> re.Match[str] | None:
    """Return the marker that begins the block; one in fenced code is an example."""
    fences, at = Fences(), start
    for found in _BEGIN.finditer(text, start):
        lines = text[at : found.end()].split("\n")
        at = found.end() + 1
        if not [fences.inside(line) for line in lines][-1]:
            return found
    return None


def _first(lines: Sequence[tuple[int, str]]) -> str:
    return next((text for _, text in lines if text.strip()), "")


def _own_text(parts: _Parts) -> Iterable[tuple[int, str]]:
    lines: Sequence[tuple[int, str]] = [*parts.before, *parts.after]
    heading = next((number for number, text in parts.before if _HEADING.match(text)), 0)
    return ((number, text) for number, text in lines if text.strip() and number != heading)
