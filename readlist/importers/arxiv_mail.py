r"""Mails in which arXiv announces papers, one or several in a file, with or without the headers of the mail.

What a mail program saves is unwrapped already (see `readlist.importers.mime`); of quoted-printable text that was copied
without its headers, what can be told for sure is decoded here.

    ------------------------------------------------------------------------------
    \\
    arXiv:2310.16271
    Date: Wed, 25 Oct 2023 01:05:03 GMT   (7895kb,D)

    Title: Its Title, Which May Go On
      Here
    Authors: First Author, Second Author
    Categories: cs.CL cs.AI
    Comments: 13 pages
    \\
      Its abstract, which is left out where a paper is replaced.
    \\ ( https://arxiv.org/abs/2310.16271 ,  7895kb)

Cross-lists and replacements say so beside the identifier or below it. Older mails name it behind "Paper:".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from readlist.importers.arxiv_fields import count_hidden_authors, label_of, one_line, record_of
from readlist.importers.arxiv_mail_frame import Frame
from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.quoted_printable import decode_lines, is_quoted_printable
from readlist.importers.unwrapping import Unwrapping
from readlist.model.identifiers import split_arxiv

_LOOKED_AT = 2000  # lines that tell whether a document is such a mail
_NEAR = 10  # lines behind an identifier, of which one is the title's
_LONGEST_LINE = 1000  # of what stands around papers

_QUOTE = re.compile(r"(?:>\s?){1,8}")
_INDENT = re.compile(r"\s{0,8}")
_MARK = re.compile(r"(?:arXiv\s*:\s*|Paper(?:\s*\([^()]{1,40}\))?\s*:\s*(?:arXiv\s*:\s*)?)", re.IGNORECASE)
_BEFORE_MARK = "> \t"
_MARK_BEGINS = frozenset("aApP")
_SLIP = re.compile(r"[A-Za-z-]{0,12}(?:\.[A-Za-z-]{2,8})?/?[0-9][0-9./v-]{3,40}")
_BEHIND = re.compile(r"(?:\s*\(\*?[^()]{1,60}\*?\)|\s*\[[^\[\]]{1,60}\]){0,3}\s*")
_SEPARATOR = re.compile(r"\\\\\s*(?:\(\s*(?P<url>https?://[^\s,()]{1,300})?.{0,100})?")
_RULES = frozenset("-=_%*")
_RULE = re.compile(r"[-=_%*]{10,}")
_STATE = re.compile(r"(?:replaced|revised|withdrawn|superseded|updated)\b.{0,200}", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """The lines of one paper.

    Attributes:
        line: where it begins.
        identifier: None for a malformed one.
        quote: what a mail that quotes it puts before each of its lines.
        indent: blanks before the identifier; continued lines of a field have more.
        parts: pieces of text by field (see `arxiv_fields.LABELS`).
        abstract: its lines, blank ones too.
        strays: (line number, text) of the header that belong to no field.
        url: address of its page.
        closed: whether what is behind it is not the paper's any more.
    """

    line: int
    identifier: str | None
    quote: str = ""
    indent: int = 0
    parts: dict[str, list[str]] = field(default_factory=dict)
    abstract: list[str] = field(default_factory=list)
    strays: list[tuple[int, str]] = field(default_factory=list)
    url: str | None = None
    closed: bool = False
    _here: str | None = None
    _blank: bool = False

    def may_end_before(self, other: _Entry) -> bool:
        """Whether `other`, which seems to begin on the next line, does, rather than being named in this abstract."""
        return self._here != "abstract" or self._blank or self.quote != other.quote

    def take(self, number: int, line: str) -> None:
        """Take in a line behind the identifier."""
        line = _without(self.quote, line)
        text = line.strip()
        separator = _SEPARATOR.fullmatch(text[:_LONGEST_LINE]) if text.startswith("\\\\") else None
        if separator is not None:
            self.url = self.url or separator["url"]
            self.closed = self._here == "abstract" or "(" in text
            self._here = "abstract"
        elif text[:1] in _RULES and _RULE.fullmatch(text):
            self.closed = True
        elif self._here == "abstract":
            self.abstract.append(line)
        elif text and not _STATE.fullmatch(text):
            self._take_field(number, line)
        self._blank = not text

    def _take_field(self, number: int, line: str) -> None:
        text = line.strip()
        continued = self._here is not None and len(line) - len(line.lstrip()) > self.indent
        label = None if continued else label_of(text)
        if label is None and self._blank and {"title", "authors"} <= self.parts.keys():
            # The mail has lost its separators.
            self._here = "abstract"
            self.abstract.append(line)
            return
        if label is not None:
            self._here, text = label
        if self._here is None:
            self.strays.append((number, text))
            return
        parts = self.parts.setdefault(self._here, [])
        if label and parts and self._here == "comment":
            parts[-1] += ";"
        parts.append(text)


class ArxivMail:
    """Importer of such mails; the module says what they look like."""

    name = "arxiv-mail"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a mail, by its first lines."""
        lines = [line[:_LONGEST_LINE] for line in document.lines[:_LOOKED_AT]]
        best = 0.0
        for i, line in enumerate(lines):
            begin = _begin_of(line, i + 1)
            if begin is None:
                continue
            near = [_without(begin.quote, text) for text in lines[max(0, i - 2) : i + _NEAR]]
            fields = {label[0] for text in near if (label := label_of(text))}
            parted = any(text.strip() == "\\\\" for text in near)
            if "title" in fields and (fields & {"date", "from"} or (parted and "authors" in fields)):
                best = max(best, 0.97 if parted else 0.7)
        return best

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        found: list[Found] = []
        problems: list[Problem] = []
        strays: list[tuple[int, str]] = []
        unwrapping = Unwrapping(document.text)
        for entry in _entries(document.lines, strays):
            line = document.lines[entry.line - 1]
            if entry.identifier is None:
                problems.append(Problem.at(entry.line, "not an arXiv identifier", line))
            fields = {name: unwrapping.join(parts) for name, parts in entry.parts.items()}
            record = record_of(entry.identifier, fields, _paragraphs(entry.abstract, unwrapping), entry.url)
            strays += entry.strays
            if record.title or record.abstract or record.arxiv:
                found.append(Found(record, len(found) + 1, entry.line))
                problems += _doubts(entry, fields, line)
        problems += Problem.of_lines(sorted(strays))
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _entries(lines: Sequence[str], strays: list[tuple[int, str]]) -> Iterator[_Entry]:
    """Yield the papers of a document; lines that belong to none and are not known go to `strays`."""
    numbered: Iterable[tuple[int, str]] = enumerate(lines, 1)
    if is_quoted_printable(lines):
        numbered = decode_lines(lines)
    here: _Entry | None = None
    frame = Frame()
    for number, line in numbered:
        begin = _begin_of(line, number)
        if begin is not None and (here is None or here.may_end_before(begin)):
            if here is not None:
                yield here
            here = begin
        elif here is not None:
            here.take(number, line)
            if here.closed:
                yield here
                here, frame = None, Frame(in_body=True)
        elif not frame.knows(_unquoted(line)):
            strays.append((number, line.strip()))
    if here is not None:
        yield here


def _begin_of(line: str, number: int) -> _Entry | None:
    """Return the paper that begins with `line`, its identifier; None where it does not."""
    if line.lstrip(_BEFORE_MARK)[:1] not in _MARK_BEGINS:
        return None
    quote = _QUOTE.match(line)
    begin = quote.end() if quote else 0
    indent = _INDENT.match(line, begin)
    mark = _MARK.match(line, indent.end() if indent else begin)
    if mark is None:
        return None
    rest: str | None = line[mark.end() : mark.end() + _LONGEST_LINE]
    split = split_arxiv(rest or "")
    identifier, rest = split or (None, None)
    if split is None:
        slip = _SLIP.match(line, mark.end())
        rest = line[slip.end() : slip.end() + _LONGEST_LINE] if slip else None
    if rest is None or not _BEHIND.fullmatch(rest):
        return None
    return _Entry(number, identifier, quote[0].rstrip() if quote else "", mark.start() - begin)


def _unquoted(line: str) -> str:
    quote = _QUOTE.match(line)
    return line[quote.end() :] if quote else line


def _without(quote: str, line: str) -> str:
    """Return `line` without the marks `quote` of a mail that quotes it."""
    if not quote or not line.startswith(quote):
        return line
    return line[len(quote) :].removeprefix(" ")


def _paragraphs(lines: Sequence[str], unwrapping: Unwrapping) -> str:
    """Return an abstract that was wrapped to the width of a mail: a line for each paragraph.

    A paragraph begins behind a blank line, or indented where most lines are not.
    """
    indented = [line[:1].isspace() for line in lines if line.strip()][1:]
    indent_begins = 2 * sum(indented) < len(indented)
    paragraphs: list[list[str]] = []
    begins = True
    for line in lines:
        text = one_line(line)
        if not text:
            begins = True
            continue
        if begins or (indent_begins and line[0].isspace()):
            paragraphs.append([])
            begins = False
        paragraphs[-1].append(text)
    return "\n".join(map(unwrapping.join, paragraphs))


def _doubts(entry: _Entry, fields: Mapping[str, str], line: str) -> Iterator[Problem]:
    """Yield what a paper lacks that such a mail prints."""
    if not fields.get("title"):
        yield Problem.at(entry.line, "no title for this paper", line)
    if not fields.get("authors"):
        yield Problem.at(entry.line, "no authors for this paper", line)
    hidden = count_hidden_authors(fields.get("authors", ""))
    if hidden:
        yield Problem.at(entry.line, f"{hidden} more authors are not shown", line)
