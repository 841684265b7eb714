"""Pages of arXiv as text copied from a browser: lists (new, recent, a month's), search results, a paper's own page.

    [1] arXiv:2310.16271 [pdf, html, other]         1. arXiv:2310.16271 [pdf, other] cs.CL
    Title: Its Title                                Its Title
    First Author, Second Author                     Authors: First Author, Second Author
    Comments: 13 pages                              Abstract: Its abstract. △ Less
    Subjects: Computation and Language (cs.CL)      Submitted 24 October, 2023; …
    Its abstract, on the page of new papers.        Comments: 13 pages

Older lists print "Authors:"; a paper's own page has no such head: it begins with "[Submitted on …]" and the title,
and names its identifier behind "Cite as:". Several pages may follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readlist.importers.arxiv_entry import Entry, read_entry
from readlist.importers.arxiv_fields import label_of
from readlist.importers.arxiv_furniture import Furniture, furniture, is_widget
from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.unwrapping import Unwrapping
from readlist.model.identifiers import parse_arxiv, split_arxiv

_LOOKED_AT = 2000  # lines that tell whether a document is such a page
_NEAR = 12  # lines behind a paper's head, of which one has the label of its title or of its authors
_LONGEST_HEAD = 4000

_NUMBER = re.compile(r"\s*(?:\[[0-9]{1,6}\]|[0-9]{1,6}\.)\s*")
_MARK = re.compile(r"arxiv\s*:\s*", re.IGNORECASE)
_SLIP = re.compile(r"[0-9][0-9./v-]{3,40}(?=\s*[(\[]|\s*$)")
# What stands behind the identifier on its line; a sentence about the paper, or a reference to it, goes on otherwise.
_HEAD = re.compile(
    r"""(?P<remark>\s*\((?:cross-list|replace|withdraw|v[0-9])[^()]{0,80}\))?
        (?P<badges>\s*\[[^\[\]]{0,80}\])?
        (?P<subjects>(?:\s+[a-z-]{2,10}(?:\.[A-Za-z-]{2,12})?(?=\s|$)){0,20})
        (?:\s*\bdoi\b:?\s*(?P<doi>10\.\S+)?)?
        \s*(?P<more>(?:Title\s*:.*)?)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_BADGES = re.compile(r"\s*\[\s*(?:pdf|ps|html|other|src|format|view)\b", re.IGNORECASE)
# "arXiv:2310.16271 (cs)" and "arXiv > cs > arXiv:2310.16271" above the title of a paper's own page.
_OWN_HEAD = re.compile(
    r"\s*(?:arXiv\s*:\s*(\S{1,40})\s+\([a-z-]{2,10}\)|arXiv(?:\.org)?\s*>\s*[\w.-]{2,20}\s*>\s*arXiv\s*:\s*(\S{1,40}))\s*"
)
_SUBMITTED = re.compile(r"[\[(]Submitted (?:on|by) .{1,300}[\])]")
_SUBJECT_NAME = re.compile(r"\s*([^;()]{2,80}?)\s*\([a-z-]{2,10}(?:\.[A-Za-z-]{2,12})?\)\s*(?:;|$)")


class ArxivPage:
    """Importer of such pages; the module says what they look like."""

    name = "arxiv-page"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page, by its first lines."""
        lines = [line[:_LONGEST_HEAD] for line in document.lines[:_LOOKED_AT]]
        if any(line.rstrip() == "\\\\" for line in lines):
            return 0.0  # arXiv's mails part their papers so
        if any(_head_at(lines, i) and _is_confirmed(lines, i) for i in range(len(lines))):
            return 0.95
        fields = {label[0] for line in lines if (label := label_of(line))}
        if "title" not in fields or not {"authors", "abstract"} & fields:
            return 0.0
        submitted = any(_SUBMITTED.fullmatch(line.strip()) for line in lines)
        identified = any(map(_own_identifier, lines)) or any(
            label[0] == "cite" and split_arxiv(label[1]) for line in lines if (label := label_of(line))
        )
        return 0.9 if submitted or identified else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        scan = _Scan(document.lines)
        unwrapping = Unwrapping(document.text)
        found: list[Found] = []
        problems = scan.problems
        strays = scan.strays
        cut: list[Entry] = []
        subjects: set[str] = set()
        for entry in scan.entries:
            record = read_entry(entry, unwrapping)
            subjects.update(map(str.casefold, _SUBJECT_NAME.findall(entry.text("subjects")[:1000])))
            cut += [entry] if entry.is_cut else []
            if record is None:
                problems.append(Problem.at(entry.line, "no paper behind this", document.lines[entry.line - 1]))
                continue
            found.append(Found(record, len(found) + 1, entry.line))
            problems += _doubts(entry, document.lines)
        if cut:
            more = f" (and of {len(cut) - 1} more)" if len(cut) > 1 else ""
            problems.append(
                Problem.at(cut[0].line, f"only a part of this abstract is shown{more}", document.lines[cut[0].line - 1])
            )
        # A list is headed by the name of its subject.
        strays = sorted((number, text) for number, text in strays if text.strip().casefold() not in subjects)
        problems += Problem.of_lines(strays)
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a paper in a list or among search results.

    Attributes:
        identifier: None where it is malformed.
        end: index of the line behind it.
        subjects: printed beside it, as classes ("cs.CL cs.AI").
        doi: printed beside it.
        more: the rest of the line, if the title begins there.
    """

    identifier: str | None
    end: int
    subjects: str = ""
    doi: str | None = None
    more: str = ""


@dataclass(slots=True)
class _Scan:
    """A document cut into papers.

    Attributes:
        lines: of the document.
        entries: the papers.
        strays: lines that belong to none, with their numbers.
        problems: heads that are malformed.
    """

    lines: Sequence[str]
    entries: list[Entry] = field(default_factory=list)
    strays: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _here: Entry | None = None
    _below: bool = False

    def __post_init__(self) -> None:
        i = 0
        while i < len(self.lines):
            i = self._take(i)

    def _take(self, i: int) -> int:
        """Take in line `i` and return the index of the next one."""
        text = self.lines[i].strip()
        if not text:
            return i + 1
        head = _head_at(self.lines, i)
        if head is not None:
            self._begin(i, head)
            return head.end
        if not self._is_taken_as_begin(i + 1, text):
            self._put(i + 1, text)
        return i + 1

    def _begin(self, i: int, head: _Head) -> None:
        here = self._open(Entry(i + 1, head.identifier))
        here.put("classes", head.subjects)
        if head.doi:
            here.put("doi", head.doi)
        if head.more:
            here.add(head.end, head.more)
        if head.identifier is None:
            self.problems.append(Problem.at(i + 1, "not an arXiv identifier", self.lines[head.end - 1]))

    def _open(self, entry: Entry) -> Entry:
        self.entries.append(entry)
        self._here, self._below = entry, False
        return entry

    def _is_taken_as_begin(self, number: int, text: str) -> bool:
        """Whether a paper's own page begins with line `number`, or goes on beginning; it is taken in then."""
        here = self._here
        fresh = here is not None and not here.labels & {"title", "authors"}
        if text[:1] in "Tt" and (label := label_of(text)) and label[0] == "title":
            if fresh:
                return False
            self._open(Entry(number, None, own_page=True)).add(number, text)
            return True
        identifier = _own_identifier(text)
        if identifier is None and not _SUBMITTED.fullmatch(text[:_LONGEST_HEAD]):
            return False
        if here is None or not (fresh and here.own_page):
            here = self._open(Entry(number, None, own_page=True))
        here.identifier = here.identifier or identifier
        return True

    def _put(self, number: int, text: str) -> None:
        here = self._here
        # A title may be called as a button is.
        kind = furniture(text) if here is None or here.begun or here.own_page else None
        if kind is Furniture.END:
            self._here, self._below = None, False
        elif kind is Furniture.HISTORY:
            self._here, self._below = None, self._below or here is not None
        elif kind is None and here is not None and (here.begun or not here.own_page or label_of(text)):
            here.add(number, text)
        elif kind is None and not (self._below and is_widget(text)):
            self.strays.append((number, text))


def _own_identifier(text: str) -> str | None:
    """Return the arXiv identifier that a paper's own page prints above the title, if the line `text` is that one."""
    found = _OWN_HEAD.fullmatch(text[:_LONGEST_HEAD])
    return parse_arxiv(found[1] or found[2]) if found else None


def _head_at(lines: Sequence[str], i: int) -> _Head | None:
    """Return the head of a paper in a list that line `i` is, with the next line if its number stands alone."""
    line = lines[i]
    if len(line) > _LONGEST_HEAD:
        return None
    number = _NUMBER.match(line)
    begin, end = (number.end() if number else len(line) - len(line.lstrip())), i + 1
    if number and begin == len(line):
        end = next((j for j in range(i + 1, min(i + 4, len(lines))) if lines[j].strip()), i) + 1
        line = lines[end - 1][:_LONGEST_HEAD]
        begin = len(line) - len(line.lstrip())
    mark = _MARK.match(line, begin) if end > i else None
    if mark is None:
        return None
    split = split_arxiv(line[mark.end() :])
    if split is None:
        slip = _SLIP.match(line, mark.end())
        if slip is None:
            return None
        identifier, rest = None, line[slip.end() :]
    else:
        identifier, rest = split
    found = _HEAD.fullmatch(rest.rstrip())
    if found is None or not (number or _BADGES.match(found["badges"] or "")):
        return None
    return _Head(identifier, end, found["subjects"].strip(), found["doi"], found["more"])


def _is_confirmed(lines: Sequence[str], i: int) -> bool:
    """Whether a title or authors with their label follow the head at line `i`."""
    near = (label_of(line) for line in lines[i : i + _NEAR])
    titled = _head_at(lines, i)
    return bool(titled and titled.more) or any(label and label[0] in {"title", "authors"} for label in near)


def _doubts(entry: Entry, lines: Sequence[str]) -> Iterator[Problem]:
    """Yield what a paper lacks that such a page prints."""
    line = lines[entry.line - 1]
    if "title" not in entry.parts:
        yield Problem.at(entry.line, "no title for this paper", line)
    if "authors" not in entry.parts:
        yield Problem.at(entry.line, "no authors for this paper", line)
    if entry.own_page and entry.identifier is None:
        yield Problem.at(entry.line, "no arXiv identifier for this paper", line)
    if entry.hidden_authors:
        yield Problem.at(entry.line, f"{entry.hidden_authors} more authors are not shown", line)
