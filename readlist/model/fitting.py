"""What of some edits can still be made, where others may have changed the papers since the edits were thought of.

Undo and redo write down what they want as edits: from the values that the last step left to those that were there
before it. What has another value now was changed by somebody else, and is theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from readlist.model.change import Edit, fields_of
from readlist.model.library import Library
from readlist.model.paper import FIELD_NAMES, Fields, Paper


class Obstacle(Enum):
    """What keeps an edit from being made."""

    CHANGED = auto()
    """Somebody changed the paper, or fields of it, since."""
    TAKEN = auto()
    """The paper cannot come back: another one has its key or its number."""
    GONE = auto()
    """There is no such paper any more."""


@dataclass(frozen=True, slots=True)
class Left:
    """What an edit wanted of a paper and did not get.

    Attributes:
        key: the paper's citation key.
        obstacle: why.
        fields: names of the fields that stay as they are; empty where it is about the paper as a whole.
    """

    key: str
    obstacle: Obstacle
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """What came of fitting edits to a library.

    Attributes:
        edits: those that can be made, with the values that there are now; papers that go out come first.
        left: what cannot be made, one a paper.
    """

    edits: tuple[Edit, ...]
    left: tuple[Left, ...]

    def describe(self, what: str, papers: int) -> str:
        """Return `what` (the summary of an action that touched so many `papers`) with what was left, if anything was.

        What was left comes first: a long title behind it may be cut off.
        """
        if self.edits and not self.left:
            return what
        reasons = "; ".join(_reasons(self.left, papers)) or "there was nothing to change"
        return f"{'in part' if self.edits else 'nothing'} ({reasons}): {what}"


def fit(edits: Iterable[Edit], library: Library) -> Fit:
    """Return what of `edits`, at most one a paper, can be made in `library`.

    A field is set only where it still has the value that the edit found there; a paper is taken out only where all
    of it is as the edit found it, and put in only where its key and its number are free. What is already as the edit
    wants it needs nothing. The fields that tell how a paper came to its status go with the status or not at all.
    """
    room = _Room(library)
    made: list[Edit] = []
    left: list[Left] = []
    # Papers that go make room for those that come.
    for wanted in sorted(edits, key=lambda edit: edit.after is not None):
        if wanted.after is None:
            edit, rest = _taking_out(wanted, library, room)
        elif wanted.before is None:
            edit, rest = _putting_in(wanted, library, room)
        else:
            edit, rest = _setting(wanted, library)
        if edit is not None:
            made.append(edit)
        if rest is not None:
            left.append(rest)
    return Fit(tuple(made), tuple(left))


_Outcome: TypeAlias = tuple[Edit | None, Left | None]
"""What can be made of an edit, and what is left of it."""


class _Room:
    """The keys and numbers that are taken in a library while papers go and then come; read when first asked for."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._freed: list[Fields] = []
        self._keys: set[str] | None = None
        self._numbers: set[object] = set()

    def free(self, fields: Fields) -> None:
        """Give key and number of a paper free that is taken out."""
        self._freed.append(fields)

    def take(self, key: str, number: object) -> bool:
        """Take key and number for a paper that comes back; return whether they were free."""
        folded = key.casefold()
        if self._keys is None:
            self._keys = {paper.key.casefold() for paper in self._library}
            self._keys -= {fields["key"].casefold() for fields in self._freed}
            self._numbers = {paper.number for paper in self._library}
            self._numbers -= {fields["number"] for fields in self._freed}
        if folded in self._keys or number in self._numbers:
            return False
        self._keys.add(folded)
        self._numbers.add(number)
        return True


def _taking_out(wanted: Edit, library: Library, room: _Room) -> _Outcome:
    paper = library.get(wanted.key)
    if paper is None or wanted.before is None:
        return None, None
    fields = paper.to_fields()
    if not _same(fields, wanted.before):
        return None, Left(wanted.key, Obstacle.CHANGED)
    room.free(fields)
    return Edit(wanted.key, fields, None), None


def _putting_in(wanted: Edit, library: Library, room: _Room) -> _Outcome:
    fields: Fields = wanted.after or {}
    paper = library.get(wanted.key)
    if paper is None and room.take(wanted.key, fields.get("number")):
        return wanted, None
    if paper is not None and _same(paper.to_fields(), fields):
        return None, None
    return None, Left(wanted.key, Obstacle.TAKEN)


_DEFAULTS = Paper(key="", number=0).to_fields()


def _same(fields: Mapping[str, Any], stored: Fields) -> bool:
    """Whether a paper with `fields`, all of them, is the one that was stored, maybe by a version with fewer fields."""
    return fields == stored or all(fields[name] == stored.get(name, default) for name, default in _DEFAULTS.items())


_WITH_STATUS = frozenset({"status_before", "triaged", "read_on"})
"""Fields that tell how and when a paper came to its status: without it they would tell of another one."""


def _setting(wanted: Edit, library: Library) -> _Outcome:
    new, old = wanted.after or {}, wanted.before or {}
    names = [name for name in new if name in old and name in _DEFAULTS and new[name] != old[name]]
    if not names:
        return None, None
    paper = library.get(wanted.key)
    if paper is None:
        return None, Left(wanted.key, Obstacle.GONE)
    now = fields_of(paper, names)
    if "status" in names and now["status"] != old["status"]:
        names = [name for name in names if name not in _WITH_STATUS]
    ours = [name for name in names if now[name] == old[name]]
    theirs = tuple(name for name in names if now[name] not in (old[name], new[name]))
    return (
        Edit(wanted.key, {name: now[name] for name in ours}, {name: new[name] for name in ours}) if ours else None,
        Left(wanted.key, Obstacle.CHANGED, theirs) if theirs else None,
    )


_SHOWN = {
    "arxiv": "arXiv identifier",
    "doi": "DOI",
    "url": "address",
    "primary_class": "primary class",
    "starred": "star",
    "defer_until": "date of return",
    "status_before": "status before",
    "triaged": "date of triage",
    "read_on": "date of reading",
    "added": "date of arrival",
}
"""What people call a field, where that is not its name."""

_MANY = frozenset(name for name, value in _DEFAULTS.items() if isinstance(value, list))


def _reasons(left: Sequence[Left], papers: int) -> list[str]:
    """Return what kept edits from being made, in words: of the paper where it is a single one, else in numbers."""
    if papers == 1:
        return [_reason(one) for one in left]
    reasons: list[str] = []
    for obstacle in Obstacle:
        count = sum(one.obstacle is obstacle for one in left)
        if not count:
            continue
        one = count == 1
        if obstacle is Obstacle.CHANGED:
            reasons.append(f"{count} {'paper' if one else 'papers'} changed since, left as {_pronoun(one=one)}")
        elif obstacle is Obstacle.TAKEN:
            reasons.append(f"{count} cannot come back, key or number taken")
        else:
            reasons.append(f"{count} {'is' if one else 'are'} gone")
    return reasons


def _reason(left: Left) -> str:
    if left.obstacle is Obstacle.GONE:
        return "the paper is gone"
    if left.obstacle is Obstacle.TAKEN:
        return "another paper has its key or number"
    if not left.fields:
        return "the paper changed since, left as it is"
    shown = [_SHOWN.get(name, name) for name in sorted(left.fields, key=FIELD_NAMES.index)]
    names = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    one = len(shown) == 1 and left.fields[0] not in _MANY
    return f"its {names} changed since, left as {_pronoun(one=one)}"


def _pronoun(*, one: bool) -> str:
    return "it is" if one else "they are"
