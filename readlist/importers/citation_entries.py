"""The text of a bibliography, cut into its entries: out of lines, columns and pages as PDF readers copy them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from readlist.importers.citation import read_citation
from readlist.importers.citation_authors import scan_authors
from readlist.text import REPLACEMENT

_HEADING = re.compile(
    r"\s*(?:[0-9]+\.?\s*|[IVX]+\.\s*)?(?:references?(?: and (?:notes|further reading))?|reference list|bibliography"
    r"|literature(?: cited)?|works cited|cited (?:works|literature)|further reading|sources)\s*:?\s*",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:page\s*)?[0-9]{1,4}(?:\s*(?:/|of)\s*[0-9]{1,4})?(?:\s*[-–—])?", re.IGNORECASE
)
_RUNNING_HEADER = re.compile(
    r"(?:published as a (?:conference|workshop) paper at|under review as a|preprint\.?\s*(?:under|work in|$)"
    r"|accepted (?:at|to) |ar[xX]iv:\S+\s+\[[\w.-]+\]\s+[0-9]{1,2}\s|manuscript submitted to)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*\[\s?([0-9]{1,6})\s?\]\s*")
_DOTTED = re.compile(r"\s*\(?([0-9]{1,6})[.)](?:\s+|(?=[^\W\d_])|$)")
_BARE_NUMBER = re.compile(r"\s*([0-9]{1,6})\s+(?=[^\W\d_])")
_ALPHABETIC = re.compile(r"\s*\[(?:[A-Za-z+*]{1,8}[0-9]{2}[a-z]?|[^\[\]]{3,60}[12][0-9]{3}[a-z]?)\]\s*(?=\S)")
_INLINE = re.compile(r"\s\[([0-9]{1,6})\]\s+(?=\S)")
_BEHIND = re.compile(
    r"(?:appendi(?:x|ces)\b|acknowledge?ments?\b|supplementa|checklist\b|(?:figure|table)\s[0-9]+[.:]"
    r"|[A-Z](?:\.[0-9]+)*\.?\s+[A-Z][a-z]+(?:\s\w+){0,5}$)",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:[,;:&(\-–/]|\b(?:and|in|of|the|for|on|with|to|a|an|pages|pp\.|vol\.|no\.))\s*\Z", re.IGNORECASE
)
_CLOSED_END = re.compile(r"(?:[.)\]?]|[0-9]|https?://\S+|\b10\.[0-9]{4,}/\S+)\s*\Z")
_DATED_GROUP = re.compile(r"[A-Z][^.,()]{3,80}\.?\s\((?:19|20)[0-9]{2}[a-z]?\)")
_DATED = re.compile(r"\(?\b(?:19|20)[0-9]{2}[a-z]?\b\)?|[0-9]{4}\.[0-9]{4,5}|\b10\.[0-9]{4,}/\S+")
_HOMONYM = re.compile(r"(?<=[^\W\d_]) 0[0-9]{3}(?=[,:.])")
"""Numbers by which DBLP tells persons of one name apart."""
_LONGEST_ENTRY = 8_000
_LONG_LINE = 110  # characters: no column is as wide, so a line that long is a whole paragraph
_TAIL = 200
_INDENTED = 2
_FEWEST_WORDS = 5
_MOST_GAP = 3


@dataclass(slots=True)
class _Line:
    """A line that belongs to the bibliography's text: where, without blanks around it, and what stood before it."""

    number: int
    text: str
    indent: int
    after_blank: bool


@dataclass(slots=True)
class Entry:
    """One entry: where it begins, and its lines (number and text) without the label before the first."""

    line: int
    lines: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Entries:
    """A bibliography cut up.

    Attributes:
        entries: in their order.
        strays: lines (number and text) that belong to none.
        headed: whether a heading says that this is a bibliography.
        numbered: whether labels tell where entries begin.
    """

    entries: list[Entry]
    strays: list[tuple[int, str]]
    headed: bool
    numbered: bool

    def texts(self) -> list[list[str]]:
        """Return the lines of each entry, without their numbers."""
        return [[text for _, text in entry.lines] for entry in self.entries]


def cut_entries(lines: Sequence[str]) -> Entries:
    """Return the entries of a bibliography; takes time in proportion to `lines`."""
    headings = {i for i, line in enumerate(lines) if len(line) < _LONG_LINE and _HEADING.fullmatch(line)}
    first = min(headings, default=-1) + 1
    strays = [(i, line) for i, line in enumerate(lines[: first - 1 if first else 0], 1) if line.strip()]
    printed = _printed(lines, first, headings)
    for label, steps in ((_BRACKETED, _MOST_GAP), (_DOTTED, 1), (_BARE_NUMBER, 1), (_ALPHABETIC, 0)):
        starts = _labelled(printed, label, steps)
        if len(starts) > 1 or 0 in starts:
            strays += [(line.number, line.text) for line in printed[: min(starts)]]
            return Entries(_cut_at(printed, starts, strays), sorted(strays), bool(headings), numbered=True)
    return Entries(_cut_unnumbered(printed, strays), sorted(strays), bool(headings), numbered=False)


def _printed(lines: Sequence[str], first: int, headings: set[int]) -> list[_Line]:
    """Return the lines from index `first` on that are no furniture of pages."""
    printed: list[_Line] = []
    after_blank = True
    for i in range(first, len(lines)):
        bare = lines[i].strip(f" \t{REPLACEMENT}")
        if not bare or i in headings:
            after_blank = True
        elif len(bare) < _LONG_LINE and (_PAGE_NUMBER.fullmatch(bare) or _RUNNING_HEADER.match(bare)):
            continue
        else:
            indent = len(lines[i]) - len(lines[i].lstrip())
            for text in _by_labels(bare):
                printed.append(_Line(i + 1, text, indent, after_blank))
                after_blank = False
    return printed


def _by_labels(text: str) -> list[str]:
    """Return `text` cut before each label that counts on from the one that it begins with."""
    label = _BRACKETED.match(text)
    if label is None:
        return [text]
    pieces, start, number = [], 0, int(label[1])
    for found in _INLINE.finditer(text, label.end()):
        if int(found[1]) == number + 1:
            pieces.append(text[start : found.start()])
            start, number = found.start() + 1, number + 1
    return [*pieces, text[start:]]


def _labelled(printed: Sequence[_Line], label: re.Pattern[str], steps: int) -> dict[int, int]:
    """Return where entries begin that are labelled so, and where their text begins behind the label.

    Numbers must count upwards, by at most `steps`: a year or a page at the beginning of a line is no label.
    """
    starts: dict[int, int] = {}
    last: int | None = None
    for i, line in enumerate(printed):
        found = label.match(line.text)
        if found is None:
            continue
        if steps:
            number = int(found[1])
            if last is None and number > 1 and i and not line.after_blank:
                continue
            if last is not None and not last < number <= last + steps:
                continue
            last = number
        starts[i] = found.end()
    return starts


def _cut_at(printed: Sequence[_Line], starts: dict[int, int], strays: list[tuple[int, str]]) -> list[Entry]:
    entries: list[Entry] = []
    done = True
    for i, line in enumerate(printed):
        if i in starts:
            text = line.text[starts[i] :]
            entries.append(Entry(line.number, [(line.number, text)] if text else []))
            done = False
        elif done:
            if entries:
                strays.append((line.number, line.text))
        elif line.after_blank and entries[-1].lines and _is_behind(line.text, entries[-1]):
            done = True
            strays.append((line.number, line.text))
        else:
            entries[-1].lines.append((line.number, line.text))
    return entries


def _is_behind(text: str, entry: Entry) -> bool:
    """Whether a paragraph behind an entry is not part of it, as it would be where a page ends in mid-entry."""
    if _BEHIND.match(text):
        return True
    return text[:1].isupper() and _is_complete(entry)


def _cut_unnumbered(printed: Sequence[_Line], strays: list[tuple[int, str]]) -> list[Entry]:
    begins = _begins_entry(printed)
    entries: list[Entry] = []
    length = 0
    for i, line in enumerate(printed):
        begun = not entries or length > _LONGEST_ENTRY or begins(line, entries[-1])
        if entries and line.after_blank and _BEHIND.match(line.text) and not begun:
            strays += [(other.number, other.text) for other in printed[i:]]
            break
        if begun:
            entries.append(Entry(line.number))
            length = 0
        entries[-1].lines.append((line.number, line.text))
        length += len(line.text)
    return entries


def _begins_entry(printed: Sequence[_Line]) -> Callable[[_Line, Entry], bool]:
    """Return what tells whether a line begins an entry, given the entry before it."""
    lengths = sorted(len(line.text) for line in printed)
    if lengths and lengths[len(lengths) // 2] > _LONG_LINE:
        return _always
    least = min((line.indent for line in printed), default=0)
    indented = sum(line.indent >= least + _INDENTED for line in printed)
    if 4 * indented > len(printed) and printed[0].indent < least + _INDENTED:
        return lambda line, _: line.indent < least + _INDENTED
    return _seems_to_begin


def _always(_: _Line, __: Entry) -> bool:
    return True


def _seems_to_begin(line: _Line, before: Entry) -> bool:
    tail = " ".join(text for _, text in before.lines[-3:])[-_TAIL:]
    if _OPEN_END.search(tail[-20:]) or not _CLOSED_END.search(tail):
        return False
    if not _begins_with_authors(line.text):
        # Without an author in front it takes a blank line, and an entry that lacks nothing.
        return line.after_blank and not line.text[:1].islower() and _is_complete(before)
    return (line.after_blank and line.text[:1].isupper()) or _is_complete(before)


def _begins_with_authors(text: str) -> bool:
    if _DATED_GROUP.match(text):
        return True
    text = _HOMONYM.sub("", text)
    found = scan_authors(text) if text[:1].isalpha() else None
    if found is None:
        return False
    behind = text[found.end :]
    if len(found.names) == 1 and " " not in found.names[0]:
        return behind.startswith(". ")
    return not behind or behind[0] in ".,;:(" or text[found.end - 1] == "." or behind.startswith(" (")


def _is_complete(entry: Entry) -> bool:
    """Whether an entry lacks nothing: authors, a year or an identifier, and words enough for a title beside these."""
    text = " ".join(line for _, line in entry.lines)
    if not _CLOSED_END.search(text[-_TAIL:]):
        return False
    found = scan_authors(text)
    if found is None or not _DATED.search(text):
        return read_citation(text).whole
    return len(_DATED.sub(" ", text[found.end :]).split(None, _FEWEST_WORDS)) >= _FEWEST_WORDS
