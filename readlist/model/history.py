"""What was done to a library, action by action, and the way back and forth in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.fitting import fit
from readlist.model.library import Library
from readlist.model.record import Timestamp


@dataclass(frozen=True, slots=True)
class PastAction:
    """One action of the user, as a history tells of it.

    Attributes:
        changes: what it did, oldest first: one change, or those of one session (a note that was saved while it was
            typed).
        undone: whether it is taken back now.
    """

    changes: tuple[Change, ...]
    undone: bool

    @property
    def newest(self) -> Change:
        """The last of its changes, whose time and summary are those of the action."""
        return self.changes[-1]

    @property
    def keys(self) -> tuple[str, ...]:
        """Citation keys of the papers that it touched, each once."""
        return tuple(dict.fromkeys(key for change in self.changes for key in change.keys))


@dataclass(slots=True)
class _Group:
    """Changes that are one action to the user.

    Attributes:
        changes: the action's own changes, oldest first.
        last: what was done with them last: the same changes; or the undo or redo after them, with the changes that
            have joined the action since.
    """

    changes: list[Change]
    last: list[Change]

    @property
    def id(self) -> int:
        """Id of its first change, by which undo and redo name it."""
        return self.changes[0].id

    @property
    def newest(self) -> Change:
        return self.changes[-1]

    def join(self, change: Change) -> None:
        """Take in the next change of the same session."""
        self.changes.append(change)
        self.last.append(change)

    def edits_to(self, kind: ChangeKind) -> tuple[Edit, ...]:
        """Return what an undo or a redo of the action wants to do."""
        edits = _net(self.last)
        if (self.last[0].kind is ChangeKind.UNDO) is (kind is ChangeKind.UNDO):
            # The last step led this way already: the record of the one back was lost.
            return edits
        return tuple(edit.inverse for edit in edits)


@dataclass(slots=True)
class History:
    """The changes of a library in order, and which of them can be undone or done again.

    The actions stand in a line, those that are done before those that are undone, and undo and redo move the border.
    A new action takes the place of all that are undone, as in every editor. A history may lack its beginning, or
    changes in its midst: each undo or redo says by the number of its action where the border was.
    """

    changes: list[Change] = field(default_factory=list)
    _actions: list[_Group] = field(default_factory=list)
    _line: list[_Group] = field(default_factory=list)
    _done: int = 0

    @classmethod
    def of(cls, changes: Iterable[Change]) -> History:
        """Return the history of `changes`, oldest first."""
        history = cls()
        for change in changes:
            history.append(change)
        return history

    @property
    def last_id(self) -> int:
        """Id of the newest change, 0 if there is none."""
        return self.changes[-1].id if self.changes else 0

    def append(self, change: Change) -> None:
        """Take in the next change."""
        self.changes.append(change)
        if change.kind is ChangeKind.DO:
            self._do(change)
        elif change.of is not None:
            self._move(change, change.of)

    def actions(self) -> list[PastAction]:
        """Return the actions as the user sees them, oldest first.

        `undo` takes back the newest that is not undone. Those that are undone and gave way to a new action are in
        the list too.
        """
        done = {id(group) for group in self._line[: self._done]}
        return [PastAction(tuple(group.changes), undone=id(group) not in done) for group in self._actions]

    def undo(self, at: Timestamp, library: Library) -> Change | None:
        """Return the change that takes back the last action, or None where there is none.

        Args:
            at: the time of the change.
            library: as it is now. What somebody changed since, other than through this history, stays as it is, and
                the summary says so; nothing may be left to change then. Such a change without edits has to be
                appended as well: the next undo is about the action before.
        """
        return self._step(ChangeKind.UNDO, self._line[self._done - 1], at, library) if self._done else None

    def redo(self, at: Timestamp, library: Library) -> Change | None:
        """Return the change that does the last undone action again, or None where there is none.

        It brings back what the undo took, no more; all else is as for `undo`.
        """
        if self._done == len(self._line):
            return None
        return self._step(ChangeKind.REDO, self._line[self._done], at, library)

    def _do(self, change: Change) -> None:
        del self._line[self._done :]
        if self._line and change.session and self._line[-1].newest.session == change.session:
            self._line[-1].join(change)
            return
        group = _Group([change], [change])
        self._actions.append(group)
        self._line.append(group)
        self._done += 1

    def _move(self, change: Change, action: int) -> None:
        """Follow an undo or a redo of the action with this id.

        All actions before it were done then, and all after it undone, even if the records that say so were lost.
        """
        at = bisect_left(self._line, action, key=lambda group: group.id)
        self._done = at
        if change.kind is ChangeKind.REDO:
            self._done = bisect_right(self._line, action, key=lambda group: group.id)
        if at < len(self._line) and self._line[at].id == action:
            self._line[at].last = [change]

    @staticmethod
    def _step(kind: ChangeKind, group: _Group, at: Timestamp, library: Library) -> Change:
        wanted = group.edits_to(kind)
        fitting = fit(wanted, library)
        return Change(
            action=group.newest.action,
            summary=fitting.describe(group.newest.summary, len(wanted)),
            at=at,
            edits=fitting.edits,
            kind=kind,
            of=group.id,
        )


def _net(changes: Sequence[Change]) -> tuple[Edit, ...]:
    """Return one edit a paper: from before the first of `changes` to after the last."""
    if len(changes) == 1 and len(set(changes[0].keys)) == len(changes[0].edits):
        return changes[0].edits
    before: dict[str, dict[str, Any] | None] = {}
    after: dict[str, dict[str, Any] | None] = {}
    for edit in (edit for change in changes for edit in change.edits):
        if edit.key not in before:
            before[edit.key] = None if edit.before is None else dict(edit.before)
            after[edit.key] = None if edit.after is None else dict(edit.after)
            continue
        old, new = before[edit.key], after[edit.key]
        if old is not None and edit.before is not None and new is not None:
            # Only what has not been changed already was there before all of them.
            before[edit.key] = {**edit.before, **old}
        after[edit.key] = None if edit.after is None else {**(new or {}), **edit.after}
    return tuple(Edit(key, before[key], after[key]) for key in before)
