"""How the app was left, kept in the library's folder: it comes back as it was.

The file is a help and nothing more: one that is not there, broken, or of a newer version is as good as none.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, TypeGuard

import orjson

from readlist.app.screens.room import ALL, FOLDING, Border, PaneState
from readlist.store import disk

FILE = "app-state.json"
"""Name of the file in the library's folder."""
VERSION = 1
_LARGEST = 1 << 18
"""Bytes of a file that is no longer read: one that this program has not written."""


class AppState(NamedTuple):
    """What was on the screen.

    Attributes:
        view: name of the view that was open.
        filter: text of the filter.
        paper: key of the paper under the cursor, None for none.
        row: number of its row, from 0.
        top: number of the first row that was in view.
        abstract_top: number of the first line of the abstract that was in view.
        panes: which panes there were, and how large.
        note: what is needed to go on with the note that was being written, None for none.
        export: what is needed to do the last export again, None for none.
    """

    view: str = ""
    filter: str = ""
    paper: str | None = None
    row: int = 0
    top: int = 0
    abstract_top: int = 0
    panes: PaneState = PaneState()
    note: Mapping[str, object] | None = None
    export: Mapping[str, object] | None = None


def encoded(state: AppState) -> bytes:
    """Return `state` as the bytes of its file."""
    panes = state.panes
    return orjson.dumps(
        {
            "version": VERSION,
            "view": state.view,
            "filter": state.filter,
            "paper": state.paper,
            "row": state.row,
            "top": state.top,
            "abstract_top": state.abstract_top,
            "pane": panes.here,
            "zoomed": panes.zoomed,
            "folded": sorted(panes.folded),
            "shares": {border.value: share for border, share in panes.shares.items()},
            "note": state.note,
            "export": state.export,
        },
        option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE,
    )


def decoded(data: bytes) -> AppState | None:
    """Return the state in the bytes of a file, as far as it can be one; None where it is no such file."""
    try:
        values = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(values, dict) or values.get("version") != VERSION:
        return None
    paper, note, export = values.get("paper"), values.get("note"), values.get("export")
    return AppState(
        view=_text(values.get("view")),
        filter=_text(values.get("filter")),
        paper=paper if isinstance(paper, str) else None,
        row=_number(values.get("row")),
        top=_number(values.get("top")),
        abstract_top=_number(values.get("abstract_top")),
        panes=_panes(values),
        note=note if isinstance(note, dict) else None,
        export=export if isinstance(export, dict) else None,
    )


def read(path: Path) -> AppState | None:
    """Return the state in the file at `path`, None where there is none that can be used."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        return decoded(path.read_bytes())
    except OSError:
        return None


def write(path: Path, data: bytes) -> None:
    """Put `data` into the file at `path`, as far as that is possible: of two programs, the last one has the say."""
    with contextlib.suppress(OSError):
        disk.replace(path, [data])


def _panes(values: Mapping[str, object]) -> PaneState:
    here, zoomed, folded, shares = (values.get(name) for name in ("pane", "zoomed", "folded", "shares"))
    return PaneState(
        here=here if isinstance(here, str) and here in ALL else "papers",
        zoomed=zoomed if isinstance(zoomed, str) and zoomed in ALL else None,
        folded=frozenset(folded).intersection(FOLDING) if _are_texts(folded) else frozenset(),
        shares=_shares(shares) if isinstance(shares, dict) else {},
    )


def _shares(values: Mapping[str, object]) -> dict[Border, float]:
    known = {border.value: border for border in Border}
    return {
        known[name]: float(share)
        for name, share in values.items()
        if name in known and isinstance(share, float) and 0 < share < 1
    }


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
