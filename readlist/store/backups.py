"""Copies of a library in a folder beside it: taken by hand, before something is done to it, and once a day.

A copy is an ordinary snapshot that no journal goes on from. Of the daily ones, `library-2026-11-21.json`, the newest
seven stay, and of the weeks before those the newest of each of the last four. No other file is ever removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from readlist.store import disk, saving, scan, snapshot
from readlist.store.errors import DamagedError, StoreError
from readlist.store.saving import UNTIED, State
from readlist.store.snapshot import IndexedTable, Snapshot

FOLDER = "backups"
DAILY_KEPT = 7
"""So many of the newest daily backups are kept."""
WEEKLY_KEPT = 4
"""So many weeks before those keep one."""

_DAILY = re.compile(r"library-(\d{4}-\d{2}-\d{2})\.json", re.ASCII)
_DAY = len("2026-11-21")


def folder_of(path: Path) -> Path:
    """Return the folder with the backups of the library whose snapshot is at `path`."""
    return path.parent / FOLDER


def stamp(at: str) -> str:
    """Return a moment as it stands in names of files: "20261121T080000Z"."""
    return at.replace("-", "").replace(":", "")


def keep_before(path: Path, what: str, at: str) -> Path:
    """Copy the snapshot at `path`, byte for byte, into the backups before something is done to it.

    Args:
        path: of the snapshot.
        what: is about to be done, for the copy's name.
        at: the present moment.

    Raises:
        StoreError: it could not be done.
    """
    folder = folder_of(path)
    try:
        folder.mkdir(exist_ok=True)
        copy = disk.free_name(folder / f"before-{what}-{stamp(at)}.json")
        with path.open("rb") as file:
            disk.replace(copy, iter(lambda: file.read(1 << 20), b""))
    except OSError as error:
        raise StoreError(f"{folder}: no backup could be written: {error.strerror}; nothing was changed") from error
    return copy


def save_before(path: Path, state: State, what: str, at: str) -> Path:
    """Write all of a library into the backups, with what the journal holds, before something is done to it.

    Args:
        path: of the library's snapshot.
        state: all of it.
        what: is about to be done, for the name.
        at: the present moment.

    Raises:
        StoreError: it could not be done.
    """
    copy = disk.free_name(_made(folder_of(path)) / f"before-{what}-{stamp(at)}.json")
    saving.write(copy, state, generation=UNTIED, written=at)
    return copy


def save(path: Path, state: State, to: Path | None, at: str) -> Path:
    """Write all of a library into a file of its own, and return its path.

    Args:
        path: of the library's snapshot.
        state: all of it.
        to: the file, or the folder that it is to come into; None for the folder of the backups.
        at: the present moment, for its name where `to` gives none.

    Raises:
        StoreError: there is such a file already, the library is damaged, or it could not be written.
    """
    if to is None or to.is_dir():
        folder = _made(folder_of(path)) if to is None else to
        target = disk.free_name(folder / f"manual-{at[:_DAY]}.json")
    else:
        target = to
        if os.path.lexists(target):
            raise StoreError(f"{target}: there is such a file already; nothing was written")
    _refuse_damaged(state)
    saving.write(target, state, generation=UNTIED, written=at)
    return target


def check_whole(state: State) -> None:
    """Check every line of the snapshot that a state comes from.

    Raises:
        DamagedError: one is not what was written.
    """
    for documents in state.tables.values():
        table = documents.base
        if isinstance(table, IndexedTable):
            touched = documents.touched
            for place in table.damaged():
                if table.ids[place] not in touched:
                    line = table.line_number(place)
                    raise DamagedError(f"{table.path}, line {line}: damaged")


def _refuse_damaged(state: State) -> None:
    try:
        check_whole(state)
    except DamagedError as error:
        raise DamagedError(f"{error} ('readlist doctor --repair' mends what can be mended)") from error


# Daily ones


def daily_path(path: Path, day: str) -> Path:
    """Return the path of the daily backup of a day ("2026-11-21")."""
    return folder_of(path) / f"library-{day[:_DAY]}.json"


def daily_due(path: Path, number: int, at: str) -> bool:
    """Whether there is none of today, and something has changed since the last daily backup.

    Args:
        path: of the library's snapshot.
        number: of the library's last change.
        at: the present moment.

    Raises:
        OSError: the folder of the backups cannot be looked into.
    """
    if not number or daily_path(path, at).exists():
        return False
    days = _daily(folder_of(path))
    if not days:
        return True
    try:
        return scan.head_of(days[max(days)])[1] != number
    except OSError:
        return True


def save_daily(path: Path, state: State, at: str) -> list[str]:
    """Write the daily backup, and remove those that are too old; return what went wrong with that, a line each.

    Raises:
        StoreError: it could not be written; nothing was removed.
    """
    # Before anything: copies of a damaged library must not take the place of good ones.
    _refuse_damaged(state)
    folder = _made(folder_of(path))
    saving.write(daily_path(path, at), state, generation=UNTIED, written=at)
    today = date.fromisoformat(at[:_DAY])
    found = {day: file for day, file in _daily(folder).items() if day <= today}
    failed = []
    for day in superfluous(found):
        try:
            found[day].unlink(missing_ok=True)
        except OSError as error:
            failed.append(f"{found[day]}: an old backup, not removed: {error.strerror}")
    return failed


def superfluous(days: Collection[date]) -> list[date]:
    """Return the days, oldest first, whose daily backups are no longer kept.

    Kept are the `DAILY_KEPT` newest; and of the ISO weeks that lie wholly before those, as far as they have any, the
    newest day of each of the `WEEKLY_KEPT` last ones.
    """
    newest_first = sorted(set(days), reverse=True)
    daily, older = newest_first[:DAILY_KEPT], newest_first[DAILY_KEPT:]
    weeks = {_week(day) for day in daily}
    weekly: dict[tuple[int, int], date] = {}
    for day in older:
        if _week(day) not in weeks:
            weekly.setdefault(_week(day), day)
    kept = set(list(weekly.values())[:WEEKLY_KEPT])
    return [day for day in reversed(older) if day not in kept]


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _daily(folder: Path) -> dict[date, Path]:
    """Return the daily backups of a folder, by day: files of exactly that name and kind."""
    found: dict[date, Path] = {}
    for path in files(folder):
        match = _DAILY.fullmatch(path.name)
        if match and path.is_file() and not path.is_symlink():
            try:
                found[date.fromisoformat(match[1])] = path
            except ValueError:
                continue  # There is no such day: not one of ours.
    return found


# All of them


def files(folder: Path) -> list[Path]:
    """Return everything in a folder of backups that is named as one, in alphabetical order."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith("."))
    except OSError:
        return []


def good(path: Path, table: str) -> Iterator[Snapshot]:
    """Yield the backups that are good throughout and have a table, newest first.

    Args:
        path: of the library's snapshot.
        table: that must be in them.
    """
    for file in sorted(files(folder_of(path)), key=_age, reverse=True):
        try:
            found = snapshot.read(file)
        except (OSError, StoreError):
            continue
        if table in found.tables and scan.good_throughout(found):
            yield found


def _age(path: Path) -> tuple[str, int]:
    """Return what sorts backups from old to new: what they say themselves, else the time of their file."""
    try:
        return scan.head_of(path)[0], path.stat().st_mtime_ns
    except OSError:
        return "", 0


def _made(folder: Path) -> Path:
    """Make a folder of backups where there is none.

    Raises:
        StoreError: it could not be done.
    """
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: no backup could be written: {error.strerror}") from error
    return folder
