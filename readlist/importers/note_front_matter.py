"""The front matter of notes, as we write it and as other programs write it anew."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from readlist.importers.base import Problem

Values: TypeAlias = Mapping[str, str | Sequence[str]]
"""Texts and lists of texts by key: numbers and dates as they are written, what is nested left out."""

OUR_KEYS = frozenset({"title", "aliases", "authors", "year", "venue", "arxiv", "doi", "url", "citekey"}) | frozenset(
    {"status", "starred", "added", "read", "tags"}
)
"""Keys that our exports write."""

_LARGEST = 1 << 16  # characters; YAML nested deeper and deeper takes more than time
_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LINE = re.compile(r'(?P<key>[a-z]+): (?P<value>"(?:[^"\\]|\\.)*"|\[.*\]|[A-Za-z0-9][\w.-]*)')


def body_start(text: str) -> int:
    """Return where the text behind a front matter begins; 0 where there is none."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end()) if opening else None
    return min(closing.end() + 1, len(text)) if closing else 0


def parse(text: str, problems: list[Problem]) -> Values:
    """Return the values of the front matter at the beginning of `text`; none where it is not understood."""
    end = body_start(text)
    lines = text[:end].split("\n")[1:-2] if end else []
    return _ours(lines) or _yaml(lines, problems)


def _ours(lines: Sequence[str]) -> Values | None:
    """Return the values of lines that are all as we write them, a hundred times faster than YAML is read."""
    values: dict[str, str | Sequence[str]] = {}
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or found["key"] in values:
            return None
        text = found["value"]
        try:
            value = json.loads(text) if text[0] in '["' else text
        except (ValueError, RecursionError):
            return None
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            return None
        values[found["key"]] = value
    return values


def _yaml(lines: Sequence[str], problems: list[Problem]) -> Values:
    import yaml  # noqa: PLC0415 -- only for what other programs have written

    source = "\n".join(lines)
    if len(source) > _LARGEST:
        problems.append(Problem.at(1, "a front matter that is too long to be one", source))
        return {}
    try:
        # It makes texts, lists and mappings, and nothing else: "2101.00010" stays what it is.
        values = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506 -- the most restricted loader that there is
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = min(mark.line, len(lines) - 1) if mark else 0
        problems.append(Problem.at(line + 2, "not YAML, so the front matter says nothing", lines[line]))
        return {}
    except RecursionError:
        problems.append(Problem.at(2, "nested too deeply, so the front matter says nothing", source))
        return {}
    if not isinstance(values, dict):
        return {}
    return {
        key: value if isinstance(value, str) else [item for item in value if isinstance(item, str)]
        for key, value in values.items()
        if isinstance(key, str) and isinstance(value, str | list)
    }
