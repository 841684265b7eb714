"""Kills programs that write to a library with `kill -9`, at random moments, and looks for what that has lost.

    python tests/store/kill.py --rounds 300 [--seed N]

One library lives through all rounds. In each, one or two processes make random changes and acknowledge every one that
the store has told them is done; they are killed after a few of these and a random part of a millisecond, or within a
few milliseconds of the beginning of a compaction. Then the library is opened, and must hold every acknowledged change,
and all or nothing of the one that was under way; undo and redo must lead to the states that there were.

A process that dies leaves what it wrote to the system: this finds writes in the wrong order, torn records and files
that were half replaced. That a record is forced to the disk before it is acknowledged takes other tests.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kill_model import Facts, Model, Operation, State, invent, text_of

from readlist.model.actions import Action, Remove, SetNote, SetStarred, SetTags
from readlist.model.change import Change, Edit
from readlist.model.library import Library, UnknownPaperError
from readlist.model.paper import Paper
from readlist.store import disk, storage
from readlist.store.errors import StoreError
from readlist.store.repository import Repository

PAPERS = 60
JOURNAL_BYTES = 40_000
"""The journal is compacted when it has so many bytes: after a few dozen changes."""
MOST_ACKNOWLEDGED = 20
COMPACTING = 0.2
"""In this part of the rounds, the writers are killed when one of them has just begun to compact the library."""
PATIENCE = 60
"""Seconds without a word from a writer after which something is wrong with it."""
LISTED = 50
"""So many of the newest actions are compared with the library's history after each round."""

_write = os.write


class Adding:
    """Puts papers in."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys

    def change(self, library: Library, now: str) -> Change:
        """Return the change; see `Action`."""
        papers = [
            Paper(key=key, number=number, title=key, abstract=text_of(key), added=now)
            for number, key in enumerate(self.keys, start=library.next_number)
        ]
        return Change("import", "Imported", now, tuple(Edit.adding(paper) for paper in papers))


# The writers


@dataclass(slots=True)
class Writer:
    """A process that writes, and what was heard of it.

    Attributes:
        process: its id.
        pipe: what it says can be read there.
        done: its acknowledged changes, by their numbers in the library's history.
        under_way: the operation that it has begun and not acknowledged.
        fault: the traceback that it ended with by itself.
    """

    process: int
    pipe: int
    done: dict[int, Operation] = field(default_factory=dict)
    under_way: Operation | None = None
    fault: str = ""
    _heard: bytes = b""

    @classmethod
    def start(cls, directory: Path, seed: int) -> Writer:
        """Start one."""
        ours, its = os.pipe()
        process = os.fork()
        if not process:
            os.close(ours)
            try:
                _work(directory, seed, its)
            except BaseException:  # noqa: BLE001 -- whatever it is, the parent is told, and nothing of ours runs here
                _say(its, "fault", traceback.format_exc())
            os._exit(1)
        os.close(its)
        return cls(process, ours)

    def listen(self) -> bool:
        """Take in what it has said; return whether it may say more."""
        data = os.read(self.pipe, 1 << 16)
        *lines, self._heard = (self._heard + data).split(b"\n")
        for line in lines:
            match json.loads(line):
                case ["try", operation]:
                    self.under_way = operation
                case ["done", number]:
                    if self.under_way is not None:
                        self.done[number] = self.under_way
                    self.under_way = None
                case ["nothing", _]:
                    self.under_way = None
                case ["fault", text]:
                    self.fault = text
        return bool(data)

    def kill(self) -> None:
        """End it at once, and take in what it had said before."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        while self.listen():
            pass
        os.close(self.pipe)


def _say(pipe: int, word: str, what: object) -> None:
    data = json.dumps([word, what]).encode() + b"\n"
    while data:
        data = data[_write(pipe, data) :]


def _work(directory: Path, seed: int, pipe: int) -> None:
    """Write to the library until somebody ends it."""
    dice = _dice(seed)
    if dice.random() < 0.5:
        _slow_down(dice)
    repository = Repository(directory)
    for count in itertools.count():
        operation = invent(dice, list(repository.library.keys), f"{seed}.{count}")
        _say(pipe, "try", operation)
        try:
            number = _perform(repository, operation)
        except UnknownPaperError:
            number = 0  # The other writer has removed it meanwhile.
        _say(pipe, "done" if number else "nothing", number)
        _say(pipe, "try", ["maintain"])
        if repository._storage.compaction_due:
            repository.compact()
        _say(pipe, "nothing", 0)


def _slow_down(dice: random.Random) -> None:
    """Make this process one on a slow disk, which takes what is written in parts, and its time for each."""
    sync = disk.sync

    def write(descriptor: int, data: bytes) -> int:
        _spin(dice.random() * 1e-3)
        return _write(descriptor, data[: dice.randint(1, len(data))])

    def sync_slowly(descriptor: int) -> None:
        _spin(dice.random() * 1e-3)
        sync(descriptor)

    os.write = write  # type: ignore[assignment]
    disk.sync = sync_slowly


def _perform(repository: Repository, operation: Operation) -> int:
    """Do an operation; return the number of the change, 0 where it was none."""
    change: Change | None = None
    match operation:
        case ["undo"]:
            change = repository.undo()
        case ["redo"]:
            change = repository.redo()
        case ["compact"]:
            repository.compact()
        case _:
            change = repository.do(_action(operation))
    return change.id if change and change.edits else 0


def _action(operation: Operation) -> Action:
    match operation:
        case ["star", keys, on]:
            return SetStarred(keys, starred=on)
        case ["note", [key], text]:
            return SetNote(key, text)
        case ["tag", keys, tag]:
            return SetTags(keys, add=[tag])
        case ["remove", keys]:
            return Remove(keys)
        case ["add", key]:
            return Adding(key)
    raise ValueError(operation)


# The rounds


@dataclass(slots=True)
class Tally:
    """What happened in all rounds."""

    rounds: int = 0
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    halved: int = 0
    torn: int = 0
    unacknowledged: int = 0
    left_behind: int = 0
    faults: list[str] = field(default_factory=list)

    def table(self) -> str:
        """Return it as lines of a name and a figure."""
        rows = {
            "rounds": self.rounds,
            "kills": self.kills,
            "acknowledged writes": self.acknowledged,
            "acknowledged writes lost": self.lost,
            "changes halved": self.halved,
            "changes kept that were not acknowledged": self.unacknowledged,
            "torn tails seen": self.torn,
            "temporary files left behind": self.left_behind,
            "other faults": len(self.faults),
        }
        return "".join(f"{name:40}{figure:>8,}\n" for name, figure in rows.items())


class Rounds:
    """Rounds over one library.

    Args:
        directory: where it is to be.
        seed: of all that is random.
    """

    def __init__(self, directory: Path, seed: int) -> None:
        self.tally = Tally()
        self._folder = directory
        self._seed = seed
        self._dice = _dice(seed)
        self._libraries = 0
        self._left: set[Path] = set()
        self._begin()

    def _begin(self) -> None:
        """Make a library: the first one, or another after one that has lost something."""
        self._libraries += 1
        self._directory = self._folder / f"library {self._libraries}"
        repository = Repository.create(self._directory, contents=Adding(*(f"p{n}" for n in range(PAPERS))))
        self._model = Model(_state(repository), 0)
        repository.close()

    def round(self) -> None:
        """Let some processes write, kill them, and look at what is there."""
        tally = self.tally
        tally.rounds += 1
        writers = [
            Writer.start(self._directory, self._seed * 1_000_000 + tally.rounds * 10 + number)
            for number in range(self._dice.choice([1, 1, 2]))
        ]
        acknowledged, compacting = self._dice.randrange(MOST_ACKNOWLEDGED), self._dice.random() < COMPACTING
        _listen(
            writers,
            lambda: (
                any(writer.under_way == ["compact"] for writer in writers)
                if compacting
                else sum(len(writer.done) for writer in writers) >= acknowledged
            ),
        )
        for writer in self._dice.sample(writers, len(writers)):
            _spin(self._dice.random() * (8e-3 if compacting else 1e-3))
            writer.kill()
            tally.kills += 1
            tally.acknowledged += len(writer.done)
            if writer.fault:
                tally.faults.append(f"round {tally.rounds}: a writer failed:\n{writer.fault}")
        try:
            repository = Repository(self._directory)
        except StoreError as error:
            tally.faults.append(f"round {tally.rounds}: not opened: {error}")
            self._begin()
            return
        tally.torn += sum("cut off" in notice for notice in repository.notices)
        tally.faults += [f"round {tally.rounds}: {notice}" for notice in repository.notices if "cut off" not in notice]
        tally.left_behind += sum(1 for path in self._directory.glob(".*.new") if path not in self._left)
        self._left = set(self._directory.glob(".*.new"))
        if self._judge(repository, writers):
            self._walk(repository)
        else:
            self._begin()
        repository.close()

    def _judge(self, repository: Repository, writers: list[Writer]) -> bool:
        """Compare what is there with what must be; return whether that is the same, and go on from it."""
        found, number = _state(repository), repository.history.last_id
        done = {number: operation for writer in writers for number, operation in writer.done.items()}
        under_way = [writer.under_way for writer in writers if writer.under_way is not None]
        for model in self._possible(done, under_way, number):
            if model.state == found and model.number == number:
                self.tally.unacknowledged += number - self._model.number - len(done)
                self._model = model
                return True
        after = self._replayed([done[each] for each in sorted(done)])
        expected = after.state
        wrong = {key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key)}
        halved = bool(wrong) and any(wrong <= _touched(operation, after) for operation in under_way)
        missing = [each for each in done if each > number]
        if halved and not missing:
            self.tally.halved += 1
        else:
            self.tally.lost += max(1, len(missing))
        self.tally.faults.append(
            f"round {self.tally.rounds}: change {number} is the last, {max(done, default=0)} was acknowledged; "
            f"under way: {[operation[0] for operation in under_way]}; other than they must be: {sorted(wrong)}"
        )
        return False

    def _possible(self, done: dict[int, Operation], under_way: list[Operation], last: int) -> Iterator[Model]:
        """Yield what there may be: the acknowledged changes in their order, and in the gaps what was under way."""
        first = self._model.number + 1
        gaps = [number for number in range(first, last + 1) if number not in done]
        for filling in itertools.permutations(under_way, len(gaps)):
            there = done | dict(zip(gaps, filling, strict=True))
            yield self._replayed([there[number] for number in sorted(there)])

    def _replayed(self, operations: list[Operation]) -> Model:
        model = self._model.copy()
        for operation in operations:
            model.do(operation)
        return model

    def _walk(self, repository: Repository) -> None:
        """Go back in the history and forth again, and compare it with what there was."""
        where = f"round {self.tally.rounds}"
        actions = [(action.changes[0].id, action.undone) for action in repository.history.actions()]
        if actions[-LISTED:] != self._model.actions(LISTED)[-len(actions) :]:
            self.tally.faults.append(f"{where}: the history is another one")
        steps = self._dice.choice([0, 0, 0, 1, 4])
        for name in ["undo"] * steps + ["redo"] * self._dice.randint(0, steps):
            try:
                done = bool(_perform(repository, [name]))
            except StoreError as error:
                self.tally.faults.append(f"{where}: {name} is refused: {error}")
                self._begin()
                return
            if done != self._model.do([name]) or _state(repository) != self._model.state:
                self.tally.faults.append(f"{where}: {name} leads elsewhere")
                self._begin()
                return


def _listen(writers: list[Writer], enough: Callable[[], bool]) -> None:
    """Take in what writers say until that is enough, or one has ended by itself."""
    while not enough():
        ready, _, _ = select.select([writer.pipe for writer in writers], [], [], PATIENCE)
        heard = [writer.listen() for writer in writers if writer.pipe in ready]
        if not all(heard) or not heard:
            return


def _touched(operation: Operation, model: Model) -> set[str]:
    """Return the keys of all papers that an operation is about."""
    after = model.copy()
    after.do(operation)
    keys = model.state.keys() | after.state.keys()
    return {key for key in keys if model.state.get(key) != after.state.get(key)}


def _state(repository: Repository) -> State:
    return {
        paper.key: Facts(paper.number, paper.abstract, paper.starred, frozenset(paper.tags), paper.note)
        for paper in repository.library
    }


def _spin(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def _dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 -- tests need chance that can be had again, not secrets


def main(arguments: list[str] | None = None) -> int:
    """Run the rounds and print the table; return 1 if anything was lost, halved or otherwise wrong."""
    parser = argparse.ArgumentParser(description="Kill writers at random moments and look for what that has lost.")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    storage.JOURNAL_BYTES = JOURNAL_BYTES
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        rounds = Rounds(Path(folder), options.seed)
        for _ in range(options.rounds):
            rounds.round()
    tally = rounds.tally
    sys.stdout.write(tally.table())
    sys.stderr.writelines(f"{fault}\n" for fault in tally.faults)
    return 1 if tally.lost or tally.halved or tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
