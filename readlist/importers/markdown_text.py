"""Markdown that our exports write, read back as the plain text that it was made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

_MARKUP = re.compile(r"<(?P<address>https?://[^<>\s]*)>|\\(?P<character>[!-/:-@\[-`{-~])|&lt;", re.IGNORECASE)
_LINK = re.compile(r"\[(?P<label>(?:[^\[\]\\]|\\.)*+)\]\((?P<target>[^()\s]*+)\)")
_LINKS = re.compile(rf"(?:{_LINK.pattern.replace('P<label>', ':').replace('P<target>', ':')}(?: · (?=\[)|\Z))+")
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s<>\"\\^`{|}()\[\]]")  # what an export writes as bytes in the target of a link
_MARKER = re.compile(r"&lt;!--(?=\s*readlist:)", re.IGNORECASE)
_LOWERED = re.compile(r" {0,3}(?P<marks>#{5,6})(?=[ \t]|$)")
_NOTE_LEVEL = 4

_CONTAINER = re.compile(r"[ \t]*(?:(?:>|[-+*]|[0-9]{1,9}[.)])(?:[ \t]+|$))*")
_FENCE = re.compile(r"(?P<run>`{3,}(?=[^`]*$)|~{3,})")
_DEEPEST_INDENT = 3


class Link(NamedTuple):
    """A link: what is said and where it leads, both as plain text."""

    label: str
    address: str


@dataclass(slots=True)
class Fences:
    """Tells of the lines of a text, given in their order, which are fenced code (CommonMark 0.31, section 4.5)."""

    _run: str = ""
    _contained: bool = False

    def inside(self, line: str) -> bool:
        """Whether a line is code, or a fence itself."""
        if self._run:
            bare = line.strip(" \t>")
            if self._contained and bare and line[:1] not in {" ", "\t", ">"}:
                self._run = ""  # the item or the quote that the fence stands in has ended
            elif bare.startswith(self._run) and not bare.strip(self._run[0]):
                self._run = ""
                return True
            else:
                return True
        before = _CONTAINER.match(line)
        start = before.end() if before else 0
        opening = _FENCE.match(line, start)
        if opening is None or (not line[:start].strip() and start > _DEEPEST_INDENT):
            return False
        self._run, self._contained = opening["run"], bool(line[:start].strip())
        return True


def plain(text: str) -> str:
    """Return the text that was written as Markdown: without escapes, addresses without their brackets."""
    return _MARKUP.sub(_read, text) if "\\" in text or "<" in text or "&" in text else text


def links(line: str) -> list[Link]:
    """Return the links on a line that holds nothing else; none, where it does."""
    return find_links(line) if line.startswith("[") and _LINKS.fullmatch(line) else []


def find_links(line: str) -> list[Link]:
    """Return the links on a line."""
    return [_link(plain(found["label"]), found["target"]) for found in _LINK.finditer(line)]


def note(lines: Sequence[str], *, lowered: bool = False) -> str:
    """Return a note from the lines that it was exported as.

    Args:
        lines: the lines.
        lowered: whether its headings were moved down, as those of notes in a longer document are.
    """
    fences = Fences()
    raised = [_raised(line) if lowered and not fences.inside(line) else line for line in lines]
    return _MARKER.sub("<!--", "\n".join(raised).strip("\n").rstrip())


def _read(found: re.Match[str]) -> str:
    return found["address"] or found["character"] or "<"


def _link(label: str, target: str) -> Link:
    # The label is the address without its beginning; only there are brackets told from what was "%28" before.
    scheme = _SCHEME.match(target)
    if scheme and "%" in target:
        slashes = target[len(target.rstrip("/")) :]
        address = f"{scheme[0]}{label}{slashes}"
        if _UNSAFE.sub(_bytes, address) == target:
            return Link(label, address)
    return Link(label, target)


def _bytes(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _raised(line: str) -> str:
    found = _LOWERED.match(line)
    return "#" * (len(found["marks"]) - _NOTE_LEVEL) + line[found.end() :] if found else line
