"""What one action of the user did to papers, with what was there before, so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from readlist.model.paper import Fields, Paper
from readlist.model.record import Timestamp


class ChangeKind(StrEnum):
    """Whether a change is an action itself, or takes one back, or does it again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a change did to one paper.

    Attributes:
        key: the paper's citation key.
        before: the changed fields as they were, all fields of a paper that was taken out, None for a new one.
        after: the changed fields as they are now, all fields of a new paper, None for one that was taken out.
    """

    key: str
    before: Fields | None
    after: Fields | None

    @property
    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.key, self.after, self.before)

    @classmethod
    def of_fields(cls, paper: Paper, **fields: object) -> Edit | None:
        """Return the edit that gives `paper` these fields (JSON values), or None where it has them already."""
        old = paper.to_fields()
        after = {name: value for name, value in fields.items() if old[name] != value}
        if not after:
            return None
        return cls(paper.key, {name: old[name] for name in after}, after)

    @classmethod
    def adding(cls, paper: Paper) -> Edit:
        """Return the edit that puts `paper` into a library."""
        return cls(paper.key, None, paper.to_fields())

    @classmethod
    def removing(cls, paper: Paper) -> Edit:
        """Return the edit that takes `paper` out of its library."""
        return cls(paper.key, paper.to_fields(), None)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a library: all of its edits, or none of them.

    Attributes:
        action: name of the action ("mark", "tag", "note", "import", …).
        summary: what it did, for people: "Read: Mitigating the Alignment Tax of RLHF".
        at: when.
        edits: one a paper; empty where there was nothing to do.
        id: number in the library's history, from 1; 0 until it is stored.
        kind: done, undone or done again.
        of: id of the first change of the group that an undo or a redo is about; None otherwise.
        session: changes with the same session that follow each other are one action to the user (a note that is
            saved while it is typed); None for a change that stands alone.
    """

    action: str
    summary: str
    at: Timestamp
    edits: tuple[Edit, ...]
    id: int = 0
    kind: ChangeKind = ChangeKind.DO
    of: int | None = None
    session: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Citation keys of the papers that it touched."""
        return tuple(edit.key for edit in self.edits)

    def to_json(self) -> dict[str, Any]:
        """Return the change as JSON has it; `from_json` gives it back."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "action": self.action,
            "summary": self.summary,
            "at": self.at,
            "of": self.of,
            "session": self.session,
            "edits": [{"key": e.key, "before": e.before, "after": e.after} for e in self.edits],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Change:
        """Return the change that `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError: `data` is not such a value.
        """
        return cls(
            action=data["action"],
            summary=data["summary"],
            at=data["at"],
            edits=tuple(Edit(e["key"], e["before"], e["after"]) for e in data["edits"]),
            id=int(data["id"]),
            kind=ChangeKind(data["kind"]),
            of=data["of"],
            session=data["session"],
        )


@dataclass(slots=True)
class _Group:
    """Changes that are one action to the user."""

    changes: list[Change]

    @property
    def first_id(self) -> int:
        return self.changes[0].id

    @property
    def last(self) -> Change:
        return self.changes[-1]

    def net_edits(self) -> tuple[Edit, ...]:
        """Return one edit a paper: from before the first change of the group to after its last."""
        before: dict[str, dict[str, Any] | None] = {}
        after: dict[str, dict[str, Any] | None] = {}
        for change in self.changes:
            for edit in change.edits:
                if edit.key not in before:
                    before[edit.key] = None if edit.before is None else dict(edit.before)
                    after[edit.key] = None if edit.after is None else dict(edit.after)
                    continue
                old, new = before[edit.key], after[edit.key]
                if old is not None and edit.before is not None and new is not None:
                    # Only what the group has not already changed was there before the group.
                    before[edit.key] = {**edit.before, **old}
                if edit.after is None:
                    after[edit.key] = None
                else:
                    after[edit.key] = {**(new or {}), **edit.after}
        return tuple(Edit(key, before[key], after[key]) for key in before)


@dataclass(slots=True)
class History:
    """The changes of a library in order, and which of them can be undone or done again.

    A new action makes an end of what could be done again, as in every editor.
    """

    changes: list[Change] = field(default_factory=list)
    _done: list[_Group] = field(default_factory=list)
    _undone: list[_Group] = field(default_factory=list)

    @classmethod
    def of(cls, changes: Iterable[Change]) -> History:
        """Return the history of `changes`, oldest first."""
        history = cls()
        for change in changes:
            history.append(change)
        return history

    def append(self, change: Change) -> None:
        """Take in the next change."""
        self.changes.append(change)
        if change.kind is ChangeKind.DO:
            self._undone.clear()
            if self._done and change.session and self._done[-1].last.session == change.session:
                self._done[-1].changes.append(change)
            else:
                self._done.append(_Group([change]))
            return
        here, there = (self._done, self._undone) if change.kind is ChangeKind.UNDO else (self._undone, self._done)
        # A history that was cut at its beginning may hold an undo whose action is gone: there is nothing to move.
        if here and here[-1].first_id == change.of:
            there.append(here.pop())

    @property
    def last_id(self) -> int:
        """Id of the newest change, 0 if there is none."""
        return self.changes[-1].id if self.changes else 0

    def undo(self, at: Timestamp) -> Change | None:
        """Return the change that takes back the last action, or None where there is none."""
        if not self._done:
            return None
        group = self._done[-1]
        return Change(
            action=group.last.action,
            summary=group.last.summary,
            at=at,
            edits=tuple(edit.inverse for edit in reversed(group.net_edits())),
            kind=ChangeKind.UNDO,
            of=group.first_id,
        )

    def redo(self, at: Timestamp) -> Change | None:
        """Return the change that does the last undone action again, or None where there is none."""
        if not self._undone:
            return None
        group = self._undone[-1]
        return Change(
            action=group.last.action,
            summary=group.last.summary,
            at=at,
            edits=group.net_edits(),
            kind=ChangeKind.REDO,
            of=group.first_id,
        )
