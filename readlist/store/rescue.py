"""Making the best of a damaged library: what is proven good is kept, what is lost is named, nothing is deleted."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from readlist.store import backups, disk, saving
from readlist.store.errors import StoreError
from readlist.store.finds import Finds
from readlist.store.journal import FileJournal
from readlist.store.saving import State
from readlist.store.storage import journal_path


@dataclass(slots=True)
class Rescue:
    """What was done about a damaged library, and what was lost.

    Attributes:
        kept: the damaged files, under the names that they have now.
        damage: where the files are damaged, a line each.
        restored: what came back from elsewhere than where it should have stood, a line each.
        lost: what is lost, a line each.
        report: the file that holds all of this.
    """

    kept: list[Path] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    report: Path | None = None

    @property
    def lines(self) -> list[str]:
        """Everything, a line each."""
        kept = [f"kept as it was: {path}" for path in self.kept]
        return [*self.damage, *self.restored, *(self.lost or ["nothing is lost"]), *kept]

    @property
    def summary(self) -> list[str]:
        """What a user must be told when the library is opened: one line."""
        lost = f"{len(self.lost)} lost: {self.lost[0]}" if self.lost else "nothing is lost"
        parts = [*self.damage[:1], "the newest good state is open", lost]
        if self.kept:
            parts.append(f"the damaged file is kept as {', '.join(path.name for path in self.kept)}")
        return ["; ".join(parts) + (f", see {self.report}" if self.report else "")]


def rescue(
    path: Path, *, columns: Mapping[str, tuple[str, ...]], now: Callable[[], str], suspect: Iterable[Path] = ()
) -> Rescue:
    """Bring a damaged library into the newest good state that its files and backups hold.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.
        columns: by table: the fields that the index holds of each document.
        now: tells the time.
        suspect: files that are to be kept as they are, also where they are good enough to read everything.

    Raises:
        StoreError: there is nothing good to be had, or it could not be written; nothing was changed.
    """
    finds = Finds(path)
    finds.read()
    result = Rescue(damage=finds.damage, restored=finds.restored, lost=finds.lost)
    # Programs that are open take a new generation with the number that they know for the same library, compacted.
    state = State(finds.tables, finds.records, finds.number + 1, finds.size, columns)
    generation = finds.generation + 1
    made: list[Path] = []
    with _removed_after_errors(made):
        try:
            _keep(path, dict.fromkeys([*finds.damaged_files, *suspect]), result, made, backups.stamp(now()))
        except OSError as error:
            raise StoreError(
                f"{path}: damaged, and cannot be mended here: {error.strerror}; nothing was changed"
            ) from error
        saving.write(path, state, generation=generation, written=now())
    FileJournal(journal_path(path)).compact(generation, state.number)
    return result


def _keep(path: Path, damaged: Iterable[Path], result: Rescue, made: list[Path], stamp: str) -> None:
    """Keep damaged files beside, with a report; note in `made` what has come to be."""
    for file in damaged:
        made += keep_damaged([file], stamp)
    result.kept += made
    if made:
        text = "".join(f"{line}\n" for line in result.lines)
        report = disk.free_name(path.with_name(f"{path.name}.damaged-{stamp}.txt"))
        disk.replace(report, [text.encode("utf-8", "replace")])
        result.report = report
        made.append(report)


@contextlib.contextmanager
def _removed_after_errors(files: Collection[Path]) -> Iterator[None]:
    """Remove files that were made for nothing, so that each try does not leave another copy of what is there still."""
    try:
        yield
    except BaseException:
        for file in files:
            with contextlib.suppress(OSError):
                file.unlink()
        raise


def keep_damaged(files: Iterable[Path], stamp: str) -> list[Path]:
    """Give damaged files a second name beside, which stays when they are replaced; return those names.

    Raises:
        OSError: it could not be done.
    """
    return [disk.keep_beside(path, f"{path.name}.damaged-{stamp}") for path in files]


def put_in_place(path: Path, state: State, *, generation: int, at: str) -> None:
    """Replace snapshot and journal by ones that hold `state`.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.
        state: what the library is to hold.
        generation: of both; a higher one than those that there were.
        at: the present moment.

    Raises:
        StoreError: it could not be done; the library is as it was, or holds `state` already.
    """
    saving.write(path, state, generation=generation, written=at)
    # Who dies here leaves a journal of an older generation, which counts for nothing any more.
    FileJournal(journal_path(path)).compact(generation, state.number)
