"""Papers that are decided about one after the other: where the way through them has come to. Knows no screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from readlist.app.desk import Desk
from readlist.model.actions import Action
from readlist.model.actions_taking_back import TakeBack
from readlist.model.change import Change
from readlist.model.labels import NOTE, PUT_OFF, SIGNS, STAR
from readlist.model.library import Library
from readlist.model.paper import Paper, Status


class Outcome(Enum):
    """What was decided about a paper, or done to it besides: in words, with a sign of one cell."""

    QUEUED = ("queued", SIGNS[Status.QUEUED])
    READING = ("reading", SIGNS[Status.READING])
    READ = ("read", SIGNS[Status.READ])
    ARCHIVED = ("archived", SIGNS[Status.ARCHIVED])
    DEFERRED = ("deferred", PUT_OFF)
    STARRED = ("starred", STAR)
    TAGGED = ("tagged", "#")
    NOTED = ("noted", NOTE)

    @property
    def words(self) -> str:
        """What it is called."""
        return self.value[0]

    @property
    def sign(self) -> str:
        """What stands for it where there is little room."""
        return self.value[1]

    @property
    def settles(self) -> bool:
        """Whether a paper is decided about by it, so that the next one comes."""
        return self not in {Outcome.STARRED, Outcome.TAGGED, Outcome.NOTED}


_State: TypeAlias = tuple[Status, str | None]
"""Status of a paper, and the day to which it was put off."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing that was done, to be undone.

    Attributes:
        outcome: what it was; None for taking back all that was done before.
        change: what it did to the library; one without edits where all was so already.
        key: the paper, "" for all of them.
        taken: what was taken back.
        further: changes that followed the first, of a note that was saved more than once while it was written.
    """

    outcome: Outcome | None
    change: Change
    key: str = ""
    taken: tuple[_Step, ...] = ()
    further: tuple[Change, ...] = ()


class TriageSession:
    """A way through papers, back and forth; each decision is a change that lasts at once.

    Papers that others have removed or decided about since it began are passed over.

    Attributes:
        decided: what was decided about papers, by their keys.
    """

    def __init__(self, desk: Desk, keys: Sequence[str], *, start: int = 0) -> None:
        """Begin.

        Args:
            desk: where the papers are.
            keys: the papers, in their order.
            start: index of the one to begin with; those before it come behind the others.
        """
        self._desk = desk
        self._order = list(keys)
        self._keys = [*keys[start:], *keys[:start]]
        self._begun = _states(desk.library, self._keys)
        self._papers = len(desk.library)
        self._at = 0
        self._steps: list[_Step] = []
        self._undone: list[_Step] = []
        self._left: tuple[object, list[str]] | None = None
        self.decided: dict[str, Outcome] = {}
        self._started = self._last = desk.now()
        self.follow()

    # Where it has come to

    @property
    def key(self) -> str | None:
        """Key of the paper that is to be decided about, None at the end."""
        return self._keys[self._at] if self._at < len(self._keys) else None

    @property
    def paper(self) -> Paper | None:
        """The paper that is to be decided about, None at the end."""
        key = self.key
        return None if key is None else self._desk.library.get(key)

    @property
    def place(self) -> tuple[int, int]:
        """How many papers are before this one, and how many there are in all."""
        return self._at, len(self._keys)

    @property
    def tally(self) -> Mapping[Outcome, int]:
        """How many papers have come to each outcome, in the order of `Outcome`."""
        counts = Counter(self.decided.values())
        touched = {
            (step.outcome, step.key) for step in self._steps if step.outcome is not None and not step.outcome.settles
        }
        for outcome, key in touched:
            paper = self._desk.library.get(key)
            counts[outcome] += outcome is not Outcome.STARRED or (paper is not None and paper.starred)
        return {outcome: counts[outcome] for outcome in Outcome}

    @property
    def left(self) -> Sequence[str]:
        """Keys of the papers about which nobody has decided, in their order."""
        as_of = (self._desk.library, frozenset(self.decided))
        if self._left is None or self._left[0] != as_of:
            now = _states(self._desk.library, self._order)
            left = [key for key in self._order if key not in self.decided and now.get(key) == self._begun[key]]
            self._left = (as_of, left)
        return self._left[1]

    @property
    def seconds(self) -> float:
        """Time from the beginning to the last decision."""
        return max(0.0, (self._last - self._started).total_seconds())

    @property
    def done(self) -> int:
        """How many things were done here that are not undone; to take all of them back is one thing too."""
        return len(self._steps)

    @property
    def was_taken_back(self) -> bool:
        """Whether the last thing that was done was to take all back."""
        return bool(self._steps) and self._steps[-1].outcome is None

    @property
    def changes(self) -> Sequence[Change]:
        """The changes that were made here and not taken back, oldest first."""
        changes = [change for step in self._steps if step.outcome for change in (step.change, *step.further)]
        return [change for change in changes if change.edits]

    # The way

    def skip(self) -> None:
        """Go on to the next paper, decided about or not."""
        if self.key is not None:
            self._at += 1
            self.follow()

    def back(self) -> bool:
        """Go back to the paper before; return whether there is one."""
        before = range(min(self._at, len(self._keys)) - 1, -1, -1)
        at = next((at for at in before if self._is_shown(self._keys[at])), None)
        if at is not None:
            self._at = at
        return at is not None

    def follow(self) -> None:
        """Take in what others did: leave out papers that are gone, and pass over those that they have settled."""
        library = self._desk.library
        if len(library) != self._papers:
            self._papers = len(library)
            self._at = sum(key in library for key in self._keys[: self._at])
            self._keys = [key for key in self._keys if key in library]
        while (key := self.key) is not None and not self._is_shown(key):
            self._at += 1

    def _is_open(self, key: str) -> bool:
        """Whether a paper is there, and waits for a decision as it did at the beginning."""
        paper = self._desk.library.get(key)
        return paper is not None and (paper.status, paper.defer_until) == self._begun.get(key)

    def _is_shown(self, key: str) -> bool:
        return self._is_open(key) or (key in self.decided and key in self._desk.library)

    def _go_to(self, key: str) -> None:
        if key in self._keys:
            self._at = self._keys.index(key)

    # What is done

    def do(self, outcome: Outcome, action: Action) -> Change:
        """Do something to the paper; where that settles it, go on to the next about which nothing is decided.

        Raises:
            StoreError: it could not be saved; nothing has changed.
            UnknownPaperError: the paper is no longer there.
        """
        key = self.key or ""
        change = self._desk.do(action)
        self._undone.clear()
        self._took_place(_Step(outcome, change, key))
        return change

    def write(self, key: str, action: Action) -> Change:
        """Give a paper another note; saves of one sitting that follow each other are one thing that was done.

        Raises:
            StoreError: it could not be saved; nothing has changed.
            UnknownPaperError: the paper is no longer there.
        """
        change = self._desk.do(action)
        if change.edits:
            self._undone.clear()
            last = self._steps[-1] if self._steps else None
            if last is not None and change.session is not None and last.change.session == change.session:
                self._steps[-1] = replace(last, further=(*last.further, change))
            else:
                self._steps.append(_Step(Outcome.NOTED, change, key))
        return change

    def undo(self) -> Change | None:
        """Undo the last thing that was done and go to its paper; None where nothing was done here.

        Where another program has changed the library since, that is undone first, as everywhere.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        if not self._steps:
            return None
        step = self._steps[-1]
        change = self._desk.undo() if step.change.edits else step.change
        if change is step.change or (change is not None and change.of == step.change.id):
            self._steps.pop()
            self._steps += step.taken
            self._undone.append(step)
            self.decided = {
                step.key: step.outcome for step in self._steps if step.outcome is not None and step.outcome.settles
            }
            self._go_to(step.key)
        self.follow()
        return change

    def redo(self) -> Change | None:
        """Do the last undone thing again; None where there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        if not self._undone:
            return None
        step = self._undone[-1]
        change = self._desk.redo() if step.change.edits else step.change
        if change is step.change or (change is not None and change.of == step.change.id):
            self._undone.pop()
            self._go_to(step.key)
            self._took_place(step)
        self.follow()
        return change

    def take_back(self) -> Change:
        """Take back all that was done here, as one change.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        change = self._desk.do(TakeBack(self.changes, "triage"))
        self._undone.clear()
        self._took_place(_Step(None, change, taken=tuple(self._steps)))
        return change

    def _took_place(self, step: _Step) -> None:
        """Take in something that was done just now."""
        if step.outcome is None:
            self._steps.clear()
            self.decided.clear()
        self._steps.append(step)
        if step.outcome is not None and step.outcome.settles:
            self._last = self._desk.now()
            self.decided[step.key] = step.outcome
            self._at += 1
            while self.key in self.decided:
                self._at += 1
        self.follow()


def _states(library: Library, keys: Sequence[str]) -> Mapping[str, _State]:
    """Return the states of papers, without making any paper for it."""
    wanted = set(keys)
    columns = (library.values(name) for name in ("key", "status", "defer_until"))
    return {key: (status, until) for key, status, until in zip(*columns, strict=True) if key in wanted}
