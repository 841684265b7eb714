"""Making the best of a damaged library: what is proven good is kept, what is lost is named, nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from readlist.store import backups, disk
from readlist.store.errors import StoreError
from readlist.store.replacing import keep_files, put_in_place, removed_unless_done
from readlist.store.saving import State
from readlist.store.snapshot import TableColumns
from readlist.store.storage import journal_path
from readlist.text import clean_line

Mend: TypeAlias = Callable[[State], tuple[State, list[str]]]
"""Returns a state with what is wrong in it mended, and what was done, a line each."""


@dataclass(slots=True)
class Rescue:
    """What was done about a damaged library, and what was lost.

    Attributes:
        kept: the damaged files, under the names that they have now.
        damage: where the files are damaged, a line each.
        restored: what came back from elsewhere than where it should have stood, a line each.
        lost: what is lost, a line each.
        mended: what was wrong in what is good, and is mended, a line each.
        report: the file that holds all of this.
    """

    kept: list[Path] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    report: Path | None = None

    @property
    def lines(self) -> list[str]:
        """Everything, a line each."""
        kept = [f"kept as it was: {path}" for path in self.kept]
        return [*self.damage, *self.restored, *(self.lost or ["nothing is lost"]), *self.mended, *kept]

    @property
    def summary(self) -> list[str]:
        """What a user must be told when the library is opened: one line."""
        lost = f"{len(self.lost)} lost: {self.lost[0]}" if self.lost else "nothing is lost"
        parts = [*self.damage[:1], "the newest good state is open", lost]
        if self.kept:
            parts.append(f"the damaged file is kept as {', '.join(path.name for path in self.kept)}")
        return ["; ".join(parts) + (f", see {self.report}" if self.report else "")]


def rescue(
    path: Path,
    *,
    columns: Mapping[str, TableColumns],
    now: Callable[[], str],
    suspect: Iterable[Path] = (),
    mend: Mend | None = None,
) -> Rescue:
    """Bring a damaged library into the newest good state that its files and backups hold.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.
        columns: by table: the fields that a snapshot holds a second time.
        now: tells the time.
        suspect: files that are to be kept as they are, also where they are good enough to read everything.
        mend: mends what is wrong in what is good.

    Raises:
        StoreError: there is nothing good to be had, or it could not be written; nothing was changed.
    """
    from readlist.store.finds import Finds  # noqa: PLC0415 -- 8 ms that only a damaged library pays

    finds = Finds(path)
    finds.read()
    result = Rescue(damage=finds.damage, restored=finds.restored, lost=finds.lost)
    # Programs that are open take a new generation with the number that they know for the same library, compacted.
    state = State(finds.tables, finds.records, finds.number + 1, finds.size, columns)
    if mend is not None:
        state, result.mended = mend(state)
    files = [*finds.damaged_files, *suspect]
    if result.lost or result.mended:
        # It may hold what has no place in the new files: the changes of a paper that is lost, or a wrong value.
        files += [file for file in (journal_path(path),) if file.exists()]
    at = now()
    with removed_unless_done(path) as made:
        try:
            result.kept = keep_files(files, backups.stamp(at), made)
            if result.kept:
                result.report = _report(path, result, backups.stamp(at))
                made.append(result.report)
        except OSError as error:
            raise StoreError(
                f"{path}: damaged, and cannot be mended here: {error.strerror}; nothing was changed"
            ) from error
        put_in_place(path, state, generation=finds.generation + 1, at=at)
    return result


def _report(path: Path, result: Rescue, stamp: str) -> Path:
    """Write down what was done and what is lost; return the file."""
    text = "".join(f"{clean_line(line)}\n" for line in result.lines)
    report = disk.free_name(path.with_name(f"{path.name}.damaged-{stamp}.txt"))
    disk.replace(report, [text.encode("utf-8", "replace")])
    return report
