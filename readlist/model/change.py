"""What one action of the user did to papers, with what was there before, so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from readlist.model.paper import Fields, FieldsOf, Paper
from readlist.model.record import Timestamp


class ChangeKind(StrEnum):
    """Whether a change is an action itself, or takes one back, or does it again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"


_PLAIN = frozenset({str, int, bool, type(None)})


def fields_of(paper: Paper, names: Iterable[str]) -> dict[str, Any]:
    """Return some fields of `paper` as JSON has them.

    For a few plain ones this is much quicker than `Paper.to_fields`, and reads no others of a paper that is deferred.
    """
    values = {name: getattr(paper, name) for name in names}
    if all(type(value) in _PLAIN for value in values.values()):
        return values
    fields = paper.to_fields()
    return {name: fields[name] for name in values}


@dataclass(frozen=True, slots=True)
class Edit:
    """What a change did to one paper.

    Attributes:
        key: the paper's citation key.
        before: the changed fields as they were, all fields of a paper that was taken out, None for a new one.
        after: the changed fields as they are now, all fields of a new paper, None for one that was taken out.
        paper: the new paper itself, where whoever made the edit had it: `after` says the same of it.
    """

    key: str
    before: Fields | None
    after: Fields | None
    paper: Paper | None = field(default=None, compare=False, repr=False)

    @property
    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.key, self.after, self.before)

    @classmethod
    def of_fields(cls, paper: Paper, **fields: object) -> Edit | None:
        """Return the edit that gives `paper` these fields (JSON values), or None where it has them already."""
        old = fields_of(paper, fields)
        after = {name: value for name, value in fields.items() if old[name] != value}
        if not after:
            return None
        return cls(paper.key, {name: old[name] for name in after}, after)

    @classmethod
    def adding(cls, paper: Paper) -> Edit:
        """Return the edit that puts `paper` into a library."""
        return cls(paper.key, None, FieldsOf(paper), paper)

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
            "edits": [{"key": e.key, "before": e.before, "after": e.after and dict(e.after)} for e in self.edits],
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
            of=None if data["of"] is None else int(data["of"]),
            session=data["session"],
        )
