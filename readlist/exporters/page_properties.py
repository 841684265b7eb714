"""The page properties of a Logseq note: ours line by line, everybody else's untouched byte for byte.

They are lines `key:: value` at the very top of the file, or behind a front matter, up to the first other line; a blank
line follows them. See https://docs.logseq.com/#/page/properties. Only those with a `citekey` are ours: elsewhere such
lines are the user's own text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from readlist.exporters.key_digests import LIST_KEYS, OUR_KEYS, Texts, texts_of
from readlist.exporters.scalars import Value
from readlist.text import clean_line

# `title` would rename the page, which the index links to by its file's name; Logseq calls other names `alias`.
_NAMES = {**{key: key for key in OUR_KEYS}, "title": "full-title", "aliases": "alias"}
_KEYS = {name: key for key, name in _NAMES.items()}
_PROPERTY = re.compile(r"(?P<name>[^\W_][^\s:]*)::(?:[ \t]+(?P<value>[^\r\n]*))?(?:\r?\n|\Z)")
_CITEKEY = re.compile(r"citekey::[ \t]+(\S[^\r\n]*)")
_BLANK = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_REFERENCE = re.compile(r"#?\[\[(.*?)\]\](?=[ \t]*(?:,|$))")
_ITEM = re.compile(r"[^,]+")
_HASHTAG = re.compile(r"[^\W_][\w-]*")
# What Logseq would take for a reference, a macro or more than one value; it leaves what stands in quotes alone.
_MEANS_MORE = re.compile(r'[#\[\]{}(),"]')
_NO_REFERENCE = str.maketrans({"[": "(", "]": ")"})
_NO_COMMENT = ("<!--", "‹!--")


@dataclass(frozen=True, slots=True)
class PageProperties:
    """The property lines of a note.

    Attributes:
        lines: as they are in the file, each with its name and its line ending.
        blank: the blank line behind them, with its line ending; "" for none.
    """

    lines: tuple[tuple[str, str], ...]
    blank: str

    @property
    def text(self) -> str:
        """The lines as they are in the file."""
        return "".join(line for _, line in self.lines) + self.blank

    def value_of(self, key: str) -> Texts:
        """Return the value of a key of ours as it is compared."""
        values = [line.split("::", 1)[1].strip() for name, line in self.lines if name == _NAMES[key]]
        if len(values) > 1:
            return tuple(values)
        return _parsed(key, values[0]) if values else None

    def merged(self, values: Mapping[str, Value], newline: str, kept: Container[str] = ()) -> str:
        """Return the lines with our keys as `values` has them; those that it has not are taken out."""
        last = max((i for i, (name, _) in enumerate(self.lines) if name in _KEYS), default=-1)
        there = {_KEYS[name] for name, _ in self.lines if name in _KEYS}
        missing = "".join(
            _line(key, values[key], newline)
            for key in OUR_KEYS
            if key in values and key not in there and key not in kept
        )
        text, done = missing if last < 0 else "", set[str]()
        for i, (name, line) in enumerate(self.lines):
            text += self._merged_line(name, line, values, newline, kept, done)
            text = text if text.endswith("\n") or not text else text + newline
            if i == last:
                text += missing
        return text + (self.blank or newline)

    def without_ours(self, kept: Container[str] = ()) -> str:
        """Return the lines that are not ours, and those of the keys in `kept`.

        Of several citation keys only the first is ours. Where nothing is left, there is no blank line either.
        """
        others, named = "", False
        for name, line in self.lines:
            key = _KEYS.get(name)
            if key is None or key in kept or (key == "citekey" and named):
                others += line
            named = named or key == "citekey"
        return others + self.blank if others else ""

    @staticmethod
    def _merged_line(  # noqa: PLR0913, PLR0917 -- what decides about one line
        name: str, line: str, values: Mapping[str, Value], newline: str, kept: Container[str], done: set[str]
    ) -> str:
        key = _KEYS.get(name)
        if key is None or key in kept:
            return line
        if key == "citekey" and key in done:
            return line  # no digest tells whether that one was edited: it is the user's
        if key not in values or key in done:
            return ""
        done.add(key)
        new = _line(key, values[key], newline)
        same = _parsed(key, line.split("::", 1)[1].strip()) == _parsed(key, new.split("::", 1)[1].strip())
        return line if same else new


def find(text: str, at: int = 0) -> PageProperties | None:
    """Return the properties that start at a place in `text`; None if there are none of a note of ours."""
    lines: list[tuple[str, str]] = []
    while at < len(text) and (found := _PROPERTY.match(text, at)):
        lines.append((found["name"].lower(), found[0]))
        at = found.end()
    if not any(name == "citekey" for name, _ in lines):
        return None
    blank = _BLANK.match(text, at) if at < len(text) else None
    return PageProperties(tuple(lines), blank[0] if blank else "")


def new(values: Mapping[str, Value]) -> str:
    """Return the properties of a new note, with the blank line behind them."""
    return PageProperties((), "").merged(values, "\n")


def citekey_of(head: str) -> str:
    """Return the citation key that properties name, on one line; "" for none."""
    for line in head.split("\n"):
        found = _CITEKEY.match(line.rstrip())
        if found:
            return clean_line(str(_parsed("citekey", found[1]) or ""))
    return ""


def as_written(values: Mapping[str, Value]) -> dict[str, Texts]:
    """Return values as they are compared after they were written: what cannot stand in a property is replaced."""
    return {key: _parsed(key, _rendered(key, value)) for key, value in values.items()}


def _line(key: str, value: Value, newline: str) -> str:
    return f"{_NAMES[key]}:: {_rendered(key, value)}{newline}"


def _rendered(key: str, value: Value) -> str:
    texts = texts_of(value)
    if isinstance(texts, tuple):
        return ", ".join(_reference(text, tag=key == "tags") for text in texts).replace(*_NO_COMMENT)
    text = (texts or "").replace(*_NO_COMMENT)
    return f'"{text}"' if _MEANS_MORE.search(text) else text


def _reference(text: str, *, tag: bool) -> str:
    if tag and _HASHTAG.fullmatch(text):
        return f"#{text}"
    return f"[[{text.translate(_NO_REFERENCE)}]]"


def _parsed(key: str, value: str) -> Texts:
    if key in LIST_KEYS:
        return tuple(_items(value)) or None
    bare = len(value) > 1 and value[0] == value[-1] == '"'
    return (value[1:-1] if bare else value) or None


def _items(value: str) -> Iterator[str]:
    at = 0
    while at < len(value):
        at += len(value[at:]) - len(value[at:].lstrip(" \t,"))
        found = _REFERENCE.match(value, at) or _ITEM.match(value, at)
        if found is None:
            return
        text = found[1] if found.re is _REFERENCE else found[0].strip().removeprefix("#")
        if text:
            yield text
        at = found.end()
