"""Days to put papers off to, as they are asked for on the screen; loaded when the first one is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from readlist.app.widgets.prompt_line import Prompt
from readlist.app.widgets.remark_line import Remark
from readlist.model.actions import Defer
from readlist.model.days import day_in_words
from readlist.model.defer_dates import NAMES, PRESETS, WHAT_TO_WRITE, InvalidDateError, defer_date
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from readlist.app.acting import Deed

DATE_KEY = "d"
"""Asks for a date; no preset has it."""
TAKEN: frozenset[str] = frozenset({DATE_KEY, *(preset.key for preset in PRESETS)})
"""The keys that mean a day."""


def choices(today: date) -> list[tuple[str, str, str]]:
    """Return the days that are offered: the key of each, what it is called, what `deferring` reads."""
    days = [(preset, preset.day(today)) for preset in PRESETS]
    return [(preset.key, f"{preset.name}, {day_in_words(day, today)}", preset.name) for preset, day in days]


def back_in_words(papers: Iterable[Paper], today: date) -> str:
    """Return what taking back does for papers that were put off; "" where none was."""
    days = {paper.defer_until for paper in papers if paper.defer_until is not None}
    if not days:
        return ""
    return "back now" if max(days) > today.isoformat() else "take off the mark of return"


def deferring(text: str, today: Callable[[], date]) -> Deed:
    """Return what puts papers off to the day that `text` means when it is done: tomorrow is another day tomorrow."""
    return lambda keys: Defer(keys, defer_date(text, today()).isoformat())


def date_prompt(
    many: str, today: Callable[[], date], answered: Callable[[str], None], remark: Callable[[Remark], None]
) -> Prompt:
    """Return the question for a day, which shows what day a text means while it is typed.

    Args:
        many: the papers in words, "3 papers".
        today: tells the day of the user.
        answered: gets a text that means a day.
        remark: says something on what is typed.
    """
    return Prompt(
        label=f"Defer {many} to:",
        answered=answered,
        problem=lambda text: _problem(text, today()),
        complete=_named,
        typed=lambda text: remark(_remark(text, today())),
        explained=True,
    )


def _remark(text: str, today: date) -> Remark:
    """Return what day a text means, or that it is none yet."""
    if not text.strip():
        return Remark(WHAT_TO_WRITE)
    try:
        day = defer_date(text, today)
    except InvalidDateError as error:
        return Remark(str(error))
    days = (day - today).days
    return Remark(f"{day_in_words(day, today)}, in {days:,} day{'' if days == 1 else 's'}")


def _problem(text: str, today: date) -> Remark | None:
    try:
        defer_date(text, today)
    except InvalidDateError as error:
        return Remark(str(error), error=True)
    return None


def _named(word: str) -> Sequence[str]:
    """Return the names of days that begin so."""
    return [name for name in NAMES if word and name.startswith(word.casefold())]
