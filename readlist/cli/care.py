"""Commands that look after the library itself: doctor, compact, backup, restore."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readlist.cli.errors import CommandError, complain
from readlist.cli.examples import examples
from readlist.cli.output import say
from readlist.cli.session import Session
from readlist.paths import expanded

if TYPE_CHECKING:
    from readlist.store.doctor.findings import Checkup

_KILO = 1000
_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))


@click.command(epilog=examples("readlist doctor", "readlist doctor --repair"))
@click.option("--repair", is_flag=True, help="Mend what can be mended, and say what was lost. Nothing is deleted.")
@click.pass_obj
def doctor(session: Session, *, repair: bool) -> None:
    """Check the library, file by file and paper by paper.

    Checksums, changes, citation keys, tags, dates and backups are checked, and nothing is changed. What is wrong is
    printed with file and line, one finding a line; exit status 1 then. With --repair damaged files are kept beside,
    the newest good state is put together from snapshot, journal and backups, and values that a paper cannot have are
    replaced.
    """
    found = _checkup(session)
    if repair and found.findings:
        from readlist.store.doctor.repair import repair as mend  # noqa: PLC0415 -- only needed here
        from readlist.store.repository import system_clock  # noqa: PLC0415 -- loads TinyDB

        for line in mend(session.directory, clock=session.clock or system_clock):
            say(line)
        found = _checkup(session)
    for finding in found.findings:
        say(str(finding))
    if found.findings:
        count = len(found.findings)
        way_out = (
            "'readlist restore' takes a backup" if repair else "'readlist doctor --repair' mends what can be mended"
        )
        raise CommandError(f"{count} {'finding' if count == 1 else 'findings'}; {way_out}")
    say(found.summary)


@click.command(epilog=examples("readlist compact"))
@click.pass_obj
def compact(session: Session) -> None:
    """Write all changes from the journal into the library's file.

    It happens by itself when the journal has grown. What can be undone stays so.
    """
    repository = session.repository()
    before = _sizes(session.directory)
    repository.compact()
    after = _sizes(session.directory)
    say(f"Compacted: {_bytes(sum(after))}, before {_bytes(sum(before))} ({_bytes(before[1])} of it journal)")


@click.command(epilog=examples("readlist backup", "readlist backup /media/stick", "readlist backup ~/papers.json"))
@click.argument("path", metavar="[PATH]", required=False, type=click.Path(readable=False))
@click.pass_obj
def backup(session: Session, path: str | None) -> None:
    """Write all papers and changes into one file.

    PATH is a file that is not there yet, or a folder for one named by the date; without it, the folder `backups` of
    the library. The file is an ordinary TinyDB file. Once a day that brings changes, a backup is taken by itself, and
    the last 7 of these and 4 weekly ones are kept.
    """
    to = None if path is None else expanded(path)
    if path is not None and to is not None and path.endswith(_SEPARATORS) and not to.is_dir():
        raise CommandError(f"{path}: there is no such folder")
    repository = session.repository()
    target = repository.backup(to)
    say(f"Wrote {target}: {_papers(len(repository.library))}")


@click.command(epilog=examples("readlist restore ~/papers.json"))
@click.argument("path", metavar="PATH", type=click.Path(readable=False))
@click.pass_obj
def restore(session: Session, path: str) -> None:
    """Put a backup in the place of the library.

    PATH is a backup, also one of an older version, or any TinyDB file with a table `papers`. It is checked before
    anything is touched. What the library holds goes into a backup first; the files of a damaged one are kept.
    """
    from readlist.store.repository import system_clock  # noqa: PLC0415 -- loads TinyDB
    from readlist.store.restoring import restore as put_back  # noqa: PLC0415 -- only needed here

    done = put_back(session.directory, expanded(path), clock=session.clock or system_clock)
    kept = f"; what was there before is kept as {', '.join(map(str, done.kept))}" if done.kept else ""
    say(f"Restored {_papers(done.papers)} from {path}{kept}")
    if done.faults:
        complain(f"some values in it are wrong ({done.faults}): 'readlist doctor' tells which")


def _checkup(session: Session) -> Checkup:
    from readlist.store.doctor.checkup import check  # noqa: PLC0415 -- loads TinyDB
    from readlist.store.errors import LibraryMissingError  # noqa: PLC0415 -- as above

    try:
        return check(session.directory)
    except LibraryMissingError:
        session.repository()
        return check(session.directory)


def _sizes(directory: Path) -> tuple[int, int]:
    """Return the sizes of snapshot and journal, in bytes."""
    from readlist.store.repository import SNAPSHOT  # noqa: PLC0415 -- loads TinyDB
    from readlist.store.storage import journal_path  # noqa: PLC0415 -- as above

    path = directory / SNAPSHOT
    journal = journal_path(path)
    return path.stat().st_size, journal.stat().st_size if journal.exists() else 0


def _bytes(count: int) -> str:
    """Return a number of bytes as people read it."""
    if count < _KILO:
        return f"{count} bytes"
    size, unit = count / _KILO, "kB"
    if size >= _KILO:
        size, unit = size / _KILO, "MB"
    return f"{size:.1f} {unit}"


def _papers(count: int) -> str:
    return f"{count} {'paper' if count == 1 else 'papers'}"
