"""Modules that the first keys need, loaded while nobody presses one: the first screen stands sooner without them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from readlist.query.filters_record import Has
from readlist.query.query import Query

if TYPE_CHECKING:
    from readlist.search.finder import Finder

_NEEDED = (
    # Actions, what takes them back, and the lock under which they are written.
    "readlist.model.actions",
    "filelock",
    "readlist.model.fitting",
    "readlist.model.history",
    # Questions in the line at the bottom: filters, tags, places to go to.
    "readlist.app.widgets.prompt_input",
    "readlist.app.widgets.typing_ahead",
    "readlist.app.marks",
    "readlist.app.tag_words",
    "readlist.app.going",
    "readlist.app.command_search",
    "readlist.app.widgets.choice_list",
)


def preload() -> Iterator[None]:
    """Load them, one in a step: up to some milliseconds."""
    for name in _NEEDED:
        import_module(name)
        yield


def preload_notes(finder: Finder) -> Iterator[None]:
    """Load what shows notes, which takes 30 ms and 2 MB, where a paper has one."""
    if not finder.count(Query(Has("note"))):
        return
    yield
    from readlist.app.widgets import markdown_lines  # noqa: PLC0415 -- not needed for the first screen

    markdown_lines.prepare()
