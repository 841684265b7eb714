"""readlist's own JSON: a list of papers, each as `readlist list --json` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from readlist.exporters import one_file
from readlist.exporters.base import Report
from readlist.exporters.shown import line
from readlist.model.paper import FIELD_NAMES, SPARSE_FIELDS, Paper
from readlist.text import clean

_OWN = frozenset({"number", "status_before", "apart"})  # of one library: they say nothing elsewhere
_NAMES = tuple(name for name in FIELD_NAMES if name not in _OWN)
_LOOKED_AT = 1 << 16  # characters that tell what a file is


class Json:
    """Writes papers as JSON; the module says how."""

    name = "json"
    suffixes = (".json",)

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`; see `readlist.exporters.base.Exporter`."""
        return one_file.export(self, papers, to, dry_run=dry_run, force=force)

    def text_of(self, papers: Sequence[Paper]) -> str:
        """Return the whole file."""
        import orjson  # noqa: PLC0415 -- what lists the formats need not load what writes them

        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        return orjson.dumps([*map(paper_json, papers)], option=options).decode()

    def is_ours(self, text: str) -> bool:
        """Whether a file is a list of papers of ours, or has nothing in it."""
        head = text[:_LOOKED_AT].lstrip("\ufeff \t\r\n")
        return head[:1] == "[" and ('"display_title"' in head or text.strip() == "[]")

    def is_edited(self, _text: str) -> bool:
        """JSON has no place for a mark of that: never."""
        return False


def paper_json(paper: Paper) -> dict[str, Any]:
    """Return `paper` as readlist's JSON has it: text cleaned, LaTeX as printed.

    Every key is always there, but for `files` and `primary_class`, which stand behind the others where there are any.
    `display_title` alone is made for eyes: it is never empty, and shows LaTeX as Unicode.
    """
    fields = paper.to_fields()
    result: dict[str, Any] = {}
    for name in _NAMES:
        if name in SPARSE_FIELDS and not fields[name]:
            continue
        result[name] = _cleaned(fields[name])
        if name == "title":
            result["display_title"] = line(paper.display_title)
    return result


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {name: _cleaned(item) for name, item in value.items()}
    return value
