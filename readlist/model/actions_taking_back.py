"""Taking back several changes as one change, after which there may have been others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from readlist.model.change import Change, ChangeKind
from readlist.model.history import History
from readlist.model.library import Library
from readlist.model.record import Timestamp

_AS_ONE = "taken back"
"""The session that makes one action of all the changes."""


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Bring papers back to what they were before some changes, as one change, which can be undone itself.

    What somebody changed since stays as it is, as it does where an action is undone; the summary says so then.

    Attributes:
        changes: what is taken back, oldest first.
        what: what they were, in words: "triage".
    """

    changes: Sequence[Change]
    what: str

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        papers = len({key for change in self.changes for key in change.keys})
        summary = f"Taken back: {self.what} of {papers:,} paper{'' if papers == 1 else 's'}"
        # A history in which all of them are one action knows how that is undone.
        one = History.of(
            replace(change, summary=summary, kind=ChangeKind.DO, of=None, session=_AS_ONE) for change in self.changes
        )
        undone = one.undo(now, library)
        edits = undone.edits if undone is not None else ()
        return Change("take-back", undone.summary if undone is not None else summary, now, edits)
