"""The values of our front matter: written as YAML that every reader takes alike, read as other programs rewrite them.

Only what front matter holds is known here: texts, numbers, true and false, dates, and lists of texts, in block, flow or
one-line form (YAML 1.2, chapters 7 and 8). Other values are not understood, and said to be so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

Value: TypeAlias = str | int | bool | date | Sequence[str]
"""A value of ours. Texts are cleaned and on one line."""

# What JSON leaves bare in a string and YAML 1.1 or 1.2 does not, or breaks lines at.
_NOT_YAML = re.compile("[\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
# A title may not write the start of a comment into the file: our own markers are comments.
_COMMENT = "<!--"
_COMMENT_ESCAPED = "\\u003c!--"

_DOUBLE = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SINGLE = re.compile(r"'(?:[^']|'')*'", re.DOTALL)
# In a flow collection a quote counts at the start of an item only: [O'Neil, D'Arcy].
_FLOW_PART = re.compile(
    r"""(?<=[\[{,:\s])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|[\[{]|[\]}]|(?<=\s)\#[^\n]*""", re.DOTALL
)
_FLOW_ITEM = re.compile(
    r"""\s*(?:(?P<double>"(?:[^"\\]|\\.)*")|(?P<single>'(?:[^']|'')*')|(?P<plain>[^\s,\[\]{}"'][^,\[\]{}]*?))\s*(?:,|$)""",
    re.DOTALL,
)
_PLAIN_COMMENT = re.compile(r"(?:^|\s)#")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+|$)")
_INDICATORS = "|>&*!%@`?#{}[],"
# Plain words that some version of YAML does not read as text.
_RESERVED = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as a file has it: its text, and whether quotes say that it is text."""

    text: str
    quoted: bool

    def means(self, value: Value) -> bool:
        """Whether every YAML reader takes it for `value`."""
        if isinstance(value, str):
            return self.text == value and (self.quoted or _surely_text(self.text))
        return not self.quoted and self.text == rendered(value)


def rendered(value: Value) -> str:
    """Return `value` on one line: texts quoted as in JSON, so that an identifier such as 2101.00010 stays a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    return f"[{', '.join(map(_quoted, value))}]"


def parse(source: str) -> Scalar | list[Scalar] | None:
    """Return what stands behind a key and its colon, continuation lines included; None if it is not understood."""
    end = value_end(source)
    if end is not None:
        inline, rest = source[:end].strip(), source[end:]
        if not _only_comment(rest):
            return None
        return _flow(inline) if inline[0] == "[" else _scalar(inline)
    first, *more = source.split("\n")
    first = without_comment(first)
    if first:
        return None if any(line.strip() for line in more) else _scalar(first)
    return _block(more)


def means(source: str, value: Value) -> bool:
    """Whether what stands behind a key and its colon is `value` already, however it is written."""
    if source.strip() == rendered(value):
        return True
    found = parse(source)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return (
            isinstance(found, list)
            and len(found) == len(value)
            and all(item.means(text) for item, text in zip(found, value, strict=True))
        )
    return isinstance(found, Scalar) and found.means(value)


def without_comment(line: str) -> str:
    """Return a plain value on one line without blanks around it and without the comment behind it."""
    found = _PLAIN_COMMENT.search(line)
    return (line[: found.start()] if found else line).strip()


def value_end(source: str) -> int | None:
    """Return where a quoted value or a flow collection at the start of `source` ends; None if neither does."""
    start = len(source) - len(source.lstrip(" \t"))
    first = source[start : start + 1]
    if first in {'"', "'"}:
        found = (_DOUBLE if first == '"' else _SINGLE).match(source, start)
        return found.end() if found else None
    if first in {"[", "{"}:
        depth = 0
        for part in _FLOW_PART.finditer(source, start):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(part[0], 0)
            if depth == 0:
                return part.end()
    return None


def flow_comments(source: str) -> list[str]:
    """Return the comments in the flow collection of several lines at the start of `source`, and those behind it.

    [] where there is no such collection.
    """
    end = value_end(source)
    if end is None or source.lstrip(" \t")[0] not in "[{" or "\n" not in source[:end]:
        return []
    inside = [part[0] for part in _FLOW_PART.finditer(source, 0, end) if part[0].startswith("#")]
    behind = (line.strip() for line in source[end:].split("\n"))
    return [comment.rstrip("\r") for comment in (*inside, *behind) if comment.startswith("#")]


def _quoted(text: str) -> str:
    literal = json.dumps(text, ensure_ascii=False).replace(_COMMENT, _COMMENT_ESCAPED)
    return _NOT_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", literal)


def _only_comment(rest: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in rest.split("\n"))


def _scalar(text: str) -> Scalar | None:
    if text[0] == '"':
        try:
            return Scalar(str(json.loads(text)), quoted=True)
        except ValueError:
            return None
    if text[0] == "'":
        return Scalar(text[1:-1].replace("''", "'"), quoted=True) if _SINGLE.fullmatch(text) else None
    return None if text[0] in _INDICATORS or ": " in text else Scalar(text, quoted=False)


def _flow(text: str) -> list[Scalar] | None:
    items: list[Scalar] = []
    inner, at = text[1:-1].strip(), 0
    while at < len(inner):
        found = _FLOW_ITEM.match(inner, at)
        item = _scalar(found["double"] or found["single"] or found["plain"]) if found else None
        if found is None or item is None:
            return None
        items.append(item)
        at = found.end()
    return items


def _block(lines: Sequence[str]) -> list[Scalar] | None:
    items: list[Scalar] = []
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        marker = _ITEM.match(line)
        inline = line[marker.end() :].rstrip() if marker else ""
        end = value_end(inline)
        text = inline[:end] if end is not None and _only_comment(inline[end:]) else without_comment(inline)
        item = _scalar(text) if text else None
        if item is None:
            return None
        items.append(item)
    return items or None


def _surely_text(plain: str) -> bool:
    return plain[:1].isalpha() and plain.casefold() not in _RESERVED and ": " not in plain and plain[-1] != ":"
