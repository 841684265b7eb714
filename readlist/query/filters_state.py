"""Filters that look at the reading state: all that the built-in views ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from readlist.model.paper import Paper, Status
from readlist.query.filters import FieldFilter


def _has_status(status: Status) -> Callable[[Paper], bool]:
    return lambda paper: paper.status is status


STATES: Mapping[str, Callable[[Paper], bool]] = {
    **{status.value: _has_status(status) for status in Status},
    "unread": lambda paper: paper.unread,
    "starred": lambda paper: paper.starred,
    "untitled": lambda paper: paper.provisional,
}
"""What `is:` asks, but for is:deferred and is:returned, which need to know the day."""

_STATES_IN_WORDS = {
    "inbox": "in the inbox",
    "queued": "queued",
    "reading": "being read",
    "read": "read",
    "archived": "in the archive",
    "unread": "unread",
    "starred": "starred",
    "untitled": "without a printed title",
}


@dataclass(frozen=True, slots=True)
class InState(FieldFilter):
    """Papers in a state: one of `STATES`."""

    state: str

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` is in the state."""
        return STATES[self.state](paper)

    def describe(self) -> str:
        """Return the filter in words."""
        return _STATES_IN_WORDS[self.state]

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        return "is", self.state


@dataclass(frozen=True, slots=True)
class Deferred(FieldFilter):
    """Papers that are out of sight until a day behind `today` ("2026-11-21")."""

    today: str

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` is deferred."""
        return paper.deferred(self.today)

    def describe(self) -> str:
        """Return the filter in words."""
        return "deferred"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        return "is", "deferred"


@dataclass(frozen=True, slots=True)
class Returned(FieldFilter):
    """Papers that were deferred, are back on the day `today` ("2026-11-21"), and wait for a decision since."""

    today: str

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` is back."""
        return paper.returned(self.today)

    def describe(self) -> str:
        """Return the filter in words."""
        return "back after they were deferred"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        return "is", "returned"
