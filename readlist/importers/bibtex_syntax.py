"""What stands in the fields of BibTeX entries once macros and cross-references are resolved.

The format: O. Patashnik, BibTeXing (https://ctan.org/pkg/bibtex), and the BibLaTeX manual (https://ctan.org/pkg/biblatex),
of which appendix B says what is inherited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from readlist.importers.base import Problem
from readlist.importers.bibtex_blocks import Entry, entries

_LONGEST_MACRO = 2000
"""Characters: names of journals are far shorter, and macros that double each other would fill the memory."""
_MOST_PARENTS = 8

_MONTHS = {name[:3]: name for name in (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)}  # fmt: skip
_FIRST_ENTRY = re.compile(r"@(?!comment|preamble|string)\w+[ \t]*[{(]", re.IGNORECASE)
_REFERS = re.compile(r"(?:crossref|xdata)\s*=")
_LOOKED_AT = 1 << 20
_OVERLAP = 100
"""Characters that "crossref", blanks and "=" take at most together."""
_MARK = re.compile(r'(?<!\\)[{}"]|#')

_INHERITED = frozenset(
    {"year", "date", "eventdate", "school", "institution", "eprinttype", "archiveprefix"}
) | frozenset(
    {
        "journal",
        "journaltitle",
        "journalsubtitle",
        "shortjournal",
        "booktitle",
        "booksubtitle",
        "maintitle",
        "eventtitle",
    }
)
"""Fields that an entry has of the one that it refers to, where it has none: those of a volume, not of a paper in it."""
_VOLUMES = frozenset({"book", "mvbook", "proceedings", "mvproceedings", "collection", "mvcollection", "reference"})
_NO_PAPERS = frozenset({"xdata", "set", "control", "bibnote"})
"""Types of entries that only lend their fields to others, or steer a program."""


@dataclass(slots=True)
class Bibliography:
    """The entries of a file in their order, its macros, and what was not understood.

    Attributes:
        entries: all but those that only lend their fields to others (`@xdata`) or say nothing of a paper; to be gone
            through once, and done with one after the other: in a large file each is taken apart when its turn comes.
        macros: the texts that `@string` defines, by name in lower case; those of the months are always there.
        problems: in no order.
    """

    entries: Iterable[Entry] = ()
    macros: dict[str, str] = field(default_factory=lambda: {name.casefold(): month for name, month in _MONTHS.items()})
    problems: list[Problem] = field(default_factory=list)

    def text(self, entry: Entry, name: str) -> str:
        """Return the text of a field, inherited where the entry lacks it; "" for none. LaTeX stays as it is."""
        value = entry.values.get(name)
        if value is None:
            return self._inherited(entry, name) if entry.parents else ""
        if "#" not in value and value[:1] == "{" and value[-1:] == "}":
            return value[1:-1]
        return self._joined(value, entry.line, name)

    def define(self, name: str, value: str, line: int) -> None:
        """Take in a macro; what it is made of must have been defined before."""
        text = self._joined(value, line, name)
        if len(text) > _LONGEST_MACRO:
            self.problems.append(Problem.at(line, f"a macro of more than {_LONGEST_MACRO} characters, cut", name))
        self.macros[name.casefold()] = text[:_LONGEST_MACRO]

    def _inherited(self, entry: Entry, name: str) -> str:
        for parent in entry.parents:
            for theirs in _lent(parent, name):
                if theirs in parent.values:
                    return self.text(parent, theirs)
        return ""

    def _joined(self, value: str, line: int, name: str) -> str:
        """Return a value that "#" joins from texts, numbers and macros."""
        texts: list[str] = []
        for piece in _pieces(value):
            macro = self.macros.get(piece.casefold()) if len(piece) <= _LONGEST_MACRO else None
            if piece[:1] in {"{", '"'}:
                texts.append(piece[1:-1] if len(piece) > 1 else "")
            elif macro is not None:
                texts.append(macro)
            elif piece:
                if not piece.isdecimal():
                    problem = Problem.at(line, f"no @string says what this is in the field {name}", piece)
                    self.problems.append(problem)
                texts.append(piece)
        return "".join(texts)


def parse(text: str) -> Bibliography:
    """Return what a BibTeX file holds; broken entries are among its problems."""
    found = Bibliography()
    written: Iterable[Entry] = entries(text, found.define, found.problems)
    if not _stand_alone(text):
        written = list(written)
        lenders: dict[str, Entry] = {}
        for entry in written:
            lenders.setdefault(entry.key.casefold(), entry)
        for entry in written:
            if "crossref" in entry.values or "xdata" in entry.values:
                _refer(entry, lenders, found.problems)
    found.entries = (entry for entry in written if entry.type not in _NO_PAPERS)
    return found


def _stand_alone(text: str) -> bool:
    """Whether each entry can be read without those behind it: none refers to another one, and macros come first."""
    first = _FIRST_ENTRY.search(text)
    behind = first.start() if first else len(text)
    for start in range(0, len(text), _LOOKED_AT):
        # With the first characters of the next piece, for a word may begin in the one and end in the other.
        piece = text[start : start + _LOOKED_AT + _OVERLAP].lower()
        if ("crossref" in piece or "xdata" in piece) and _REFERS.search(piece):
            return False
        if piece.find("@string", max(0, behind - start)) >= 0:
            return False
    return True


def _pieces(value: str) -> Iterator[str]:
    """Yield what "#" joins in a value."""
    depth = start = 0
    quoted = False
    for mark in _MARK.finditer(value):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        elif depth:
            continue
        elif mark[0] == '"':
            quoted = not quoted
        elif not quoted:
            yield value[start : mark.start()].strip()
            start = mark.end()
    yield value[start:].strip()


def _refer(entry: Entry, lenders: Mapping[str, Entry], problems: list[Problem]) -> None:
    """Find the entries that `entry` has fields of, and those that they have fields of."""
    waiting = [entry]
    while waiting:
        heir = waiting.pop(0)
        for key in _references(heir):
            parent = lenders.get(key.casefold())
            if parent is None:
                if heir is entry:
                    problems.append(Problem.at(entry.line, "refers to an entry that is not there", key))
            elif parent is not entry and parent not in entry.parents and len(entry.parents) < _MOST_PARENTS:
                entry.parents.append(parent)
                waiting.append(parent)


def _references(entry: Entry) -> Iterable[str]:
    for name in ("crossref", "xdata"):
        if name in entry.values:
            yield from filter(None, (key.strip() for key in entry.values[name].strip('{}" \t\n').split(",")))


def _lent(parent: Entry, name: str) -> tuple[str, ...]:
    """Return the fields of `parent` that an entry which refers to it has as its own field `name`, the best first."""
    if parent.type in _VOLUMES and name in {"booktitle", "booksubtitle"}:
        return (name, name.removeprefix("book"))
    if parent.type == "periodical" and name == "journaltitle":
        return (name, "title")
    if parent.type in {"book", "mvbook"} and name == "author":
        return (name,)
    return (name,) if parent.type == "xdata" or name in _INHERITED else ()
