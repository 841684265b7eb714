"""BibTeX files taken apart: entries with their fields as they are written, macros, comments, and what is broken.

A file is cut where a line begins with an entry; so does bibtexparser when it meets one in the middle of another, and a
brace that is not closed costs one entry. An entry that is written as nearly all are is read by one expression; others
are bibtexparser's, which knows every way of writing them and takes eight times as long.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from readlist.importers.base import Problem

_BEGINNING = re.compile(r"@(?=\w+[ \t]*[{(])")
_HEAD = re.compile(
    r"@(?!comment|preamble|string)(?P<type>[A-Za-z]+)[ \t]*\{\s*+(?P<key>[^\s{}\"=,]*+)\s*+,", re.IGNORECASE
)
# Braces within braces within braces: nothing that people write goes deeper, and nothing here is ever tried twice.
_FIELD = re.compile(
    r"""\s*+(?P<name>[A-Za-z][\w:+-]*+)\s*+=\s*+
        (?P<value> \{[^{}]*+ (?:\{[^{}]*+ (?:\{[^{}]*+\}[^{}]*+)*+ \}[^{}]*+)*+ \}
                 | "[^"{}\\]*+" | [A-Za-z0-9][\w.:+-]*+ )
        \s*+(?P<end>[,}])""",
    re.VERBOSE,
)
_TAIL = re.compile(r"\s*+\}\s*+")

_DELIMITER = re.compile(r'(?<!\\)[{}"]')
_NEXT_FIELD = re.compile(r"\s*(?P<name>[A-Za-z][\w:+-]*)\s*=\s*")
_GOES_ON = re.compile(r"\s*#\s*")
_BARE = re.compile(r"[^\s{}\"#=,]+")
_NOT_CLOSED = ("Unexpected block start", "Unexpectedly reached end")
_LISTS = frozenset({"keywords", "keyword"})
"""Fields of which all count, where they are repeated."""


@dataclass(slots=True, eq=False)
class Entry:
    """One entry as it is written.

    Attributes:
        type: in lower case ("inproceedings").
        key: its citation key; "" for none.
        line: where it begins, from 1.
        values: what stands behind the "=" of its fields, delimiters and macros and all, by name in lower case.
        parents: the entries that it has fields of, nearest first.
    """

    type: str
    key: str
    line: int
    values: dict[str, str]
    parents: list[Entry] = field(default_factory=list)


Define = Callable[[str, str, int], None]
"""Takes the name of a macro, its value as it is written, and its line."""


def entries(text: str, define: Define, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries of a file.

    Args:
        text: the file.
        define: is called for each `@string`, in their places between the entries.
        problems: gets what is broken or not understood.
    """
    line, counted = 1, 0
    starts = list(_starts(text))
    for start, end in zip([0, *starts], [*starts, len(text)], strict=True):
        line += text.count("\n", counted, start)
        counted = start
        entry = _well_written(text, start, end, line)
        if entry is not None:
            yield entry
        elif start < end:
            yield from _parsed(text[start:end], line, define, problems)


def _starts(text: str) -> Iterator[int]:
    """Yield where entries begin: at an "@" before which nothing but blanks stands on its line."""
    # The "@" is looked for, not the line: there are few of them, and many lines.
    passed = 0
    for found in _BEGINNING.finditer(text):
        before = text[passed : found.start()].rstrip(" \t")
        passed = found.end()
        if not before or before[-1] == "\n":
            yield found.start()


def _well_written(text: str, start: int, end: int, line: int) -> Entry | None:
    head = _HEAD.match(text, start, end)
    if head is None or text.find("\\{", start, end) >= 0 or text.find("\\}", start, end) >= 0:
        return None
    values: dict[str, str] = {}
    at = head.end()
    while part := _FIELD.match(text, at, end):
        name = part["name"].lower()
        if name in values:
            return None
        values[name] = part["value"]
        at = part.end()
        if part["end"] == "}":
            at -= 1
            break
    if not _TAIL.fullmatch(text, at, end):
        return None
    return Entry(head["type"].lower(), head["key"], line, values)


def _parsed(text: str, line: int, define: Define, problems: list[Problem]) -> Iterator[Entry]:
    """Yield the entries in a part of a file that begins at `line`, as bibtexparser reads it."""
    from bibtexparser import model  # noqa: PLC0415 -- takes 50 ms to load, and many files need it for nothing
    from bibtexparser.splitter import Splitter  # noqa: PLC0415 -- as above

    _silence()
    at, broken = 0, False
    for block in Splitter(text).split().blocks:
        raw = block.raw or ""
        start = max(at, text.find(raw, at))
        # Counted here, because the parser overlooks a line end behind a backslash.
        line += text.count("\n", at, start)
        inner = block.ignore_error_block if isinstance(block, model.ParsingFailedBlock) else block
        if isinstance(block, model.DuplicateFieldKeyBlock):
            twice = ", ".join(sorted({name.casefold() for name in block.duplicate_keys} - _LISTS))
            if twice:
                message = f"twice in one entry, of which the first counts ({twice})"
                problems.append(Problem.at(line, message, _first_line(raw)))
        if isinstance(inner, model.DuplicateFieldKeyBlock):  # within a block that has another's key
            inner = inner.ignore_error_block
        if isinstance(inner, model.Entry):
            parts = [(str(part.key), str(part.value)) for part in inner.fields]
            yield Entry(inner.entry_type.casefold(), inner.key, line, _values(parts, line, raw, problems))
        elif isinstance(inner, model.String):
            define(inner.key, str(inner.value), line)
        elif inner is None:
            problems.append(_broken(line, raw, str(getattr(getattr(block, "error", None), "abort_reason", ""))))
        elif isinstance(inner, model.ImplicitComment) and not broken:
            problems += _outside(inner.comment, line)
        broken = inner is None
        # What a broken block took with it may be where the next one begins.
        at = start + (min(1, len(raw)) if broken else len(raw))
        line += text.count("\n", start, at)


@functools.cache
def _silence() -> None:
    import logging  # noqa: PLC0415 -- only where bibtexparser is loaded

    # What it warns of becomes a problem of ours; on standard error it would be drawn over the app's screen.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)


def _first_line(raw: str) -> str:
    return raw.partition("\n")[0]


def _broken(line: int, raw: str, reason: str) -> Problem:
    why = "a brace or a quote is not closed" if reason.startswith(_NOT_CLOSED) else "not as BibTeX is written"
    return Problem.at(line, f"broken entry, skipped ({why})", _first_line(raw))


def _outside(comment: str, line: int) -> list[Problem]:
    """Return the problems that the lines of a text between entries are.

    To BibTeX all of it is comment, but whoever forgot an "@" wants to know.
    """
    lines = enumerate(comment.split("\n"), line)
    said = ((number, text) for number, text in lines if text.strip() and not text.lstrip().startswith("%"))
    return Problem.of_lines(said, "outside of any entry")


def _values(parts: Iterable[tuple[str, str]], line: int, raw: str, problems: list[Problem]) -> dict[str, str]:
    values: dict[str, str] = {}
    for written, whole in parts:
        for i, (name, value) in enumerate(_fields(written, whole)):
            if i:
                problems.append(Problem.at(line, f"no comma before the field {name}", _first_line(raw)))
            folded = name.casefold()
            if folded not in values:
                values[folded] = value
            elif folded in _LISTS:
                values[folded] += f' # "," # {value}'
    return values


def _fields(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield a field, and those behind it that no comma parts from it."""
    if not name.isalnum():
        # What somebody meant as a comment may stand before it.
        name = next(iter(reversed(name.split())), name)
    start = 0
    while value.find("=", start) >= 0:
        end = _value_end(value, start)
        following = _NEXT_FIELD.match(value, end) if end else None
        if following is None:
            break
        yield name, value[start:end]
        name, start = following["name"], following.end()
    yield name, value[start:]


def _value_end(value: str, end: int) -> int:
    """Return where the value that begins at `end` ends; 0 where it does not."""
    while True:
        if value[end : end + 1] in {"{", '"'}:
            end = _closing(value, end)
        else:
            bare = _BARE.match(value, end)
            end = bare.end() if bare else 0
        goes_on = _GOES_ON.match(value, end) if end else None
        if goes_on is None:
            return end
        end = goes_on.end()


def _closing(value: str, start: int) -> int:
    """Return the place behind the delimiter that closes the one at `start`; 0 for none."""
    depth = 0
    quoted = value[start] == '"'
    for mark in _DELIMITER.finditer(value, start + 1 if quoted else start):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        if depth == 0 and mark[0] == ('"' if quoted else "}"):
            return mark.end()
    return 0
