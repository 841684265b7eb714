"""Backups: taken once a day that brings changes, kept for weeks, and in nobody's way."""

from __future__ import annotations

import errno
import os
import random
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from tinydb import TinyDB

from readlist.model.actions import SetNote, SetStarred
from readlist.store import disk, loading
from readlist.store.errors import StoreError
from readlist.store.repository import Repository

SUNDAYS = ["2026-10-18", "2026-10-25", "2026-11-01", "2026-11-08"]
LACKED = {"files": [], "primary_class": None}
"""What a document does not say of a paper that has neither."""
LAST_WEEK = [f"2026-11-{day}" for day in range(15, 22)]


@pytest.fixture
def backups(small):
    """Returns the names in the folder of the backups, in order."""
    folder = small.directory / "backups"
    return lambda: sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def work(small, clock):
    """Makes a change on each of some days, and looks after the library."""

    def on(days):
        told = []
        for day in days:
            clock.now = clock.now.replace(year=day.year, month=day.month, day=day.day)
            small.do(SetNote("ash", f"of {day}"))
            told += small.maintain()
        return told

    return on


@pytest.fixture
def damaged(small, opened, monkeypatch):
    """Damages a paper such that, as with large libraries, it is not seen when the library is opened; opens it."""

    def damaged_():
        path = small.directory / "library.json"
        path.write_bytes(path.read_bytes().replace(b"What is known of birch", b"what is known of birch", 1))
        monkeypatch.setattr(loading, "VERIFIED_UP_TO", 0)
        return opened(small)

    return damaged_


@contextmanager
def nobody():
    """Take away the rights of root from those who have them."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def every_day(first, last):
    day, end = date.fromisoformat(first), date.fromisoformat(last)
    while day <= end:
        yield day
        day += timedelta(days=1)


def daily(*days):
    return [f"library-{day}.json" for day in days]


def read_plainly(path):
    """What TinyDB alone reads in a file: the papers by their keys."""
    with TinyDB(path, access_mode="r") as db:
        return {paper["key"]: {**LACKED, **paper, "number": paper.doc_id} for paper in db.table("papers").all()}


# Daily


def test_a_day_that_brings_changes_leaves_one_backup_and_a_day_without_leaves_none(small, command, backups, clock):
    command(small, "list")
    assert backups() == []
    command(small, "star", "ash")
    assert backups() == daily("2026-11-21")
    clock.advance(hours=1)
    command(small, "star", "birch")
    assert backups() == daily("2026-11-21")
    clock.advance(days=1)
    command(small, "list")
    assert backups() == daily("2026-11-21", "2026-11-22")
    clock.advance(days=1)
    command(small, "list")
    assert backups() == daily("2026-11-21", "2026-11-22")
    saved = [read_plainly(small.directory / "backups" / name) for name in backups()]
    assert [(papers["ash"]["starred"], papers["birch"]["starred"]) for papers in saved] == [(True, False), (True, True)]


def test_a_backup_holds_what_tinydb_alone_can_read(small, contents, backups):
    small.do(SetNote("ash", "“ünï” 漢字\n\nand more"))
    small.compact()
    small.do(SetStarred(["birch"]))
    assert small.maintain() == []
    (name,) = backups()
    assert read_plainly(small.directory / "backups" / name) == contents(small)


def test_a_change_of_the_same_day_that_came_after_the_backup_is_in_the_next_one(small, work, clock, backups):
    work([date(2026, 11, 21)])
    small.do(SetNote("birch", "late"))
    clock.advance(days=3)
    assert small.maintain() == []
    assert backups() == daily("2026-11-21", "2026-11-24")
    assert read_plainly(small.directory / "backups" / backups()[-1])["birch"]["note"] == "late"


@pytest.mark.usefixtures("no_wait")
def test_of_months_of_days_the_last_seven_stay_and_the_last_days_of_four_weeks_before(work, backups):
    assert work(every_day("2026-06-01", "2026-11-21")) == []
    assert backups() == daily(*SUNDAYS, *LAST_WEEK)


@pytest.mark.usefixtures("no_wait")
@pytest.mark.parametrize("share", [0.1, 0.4, 0.8])
def test_after_days_without_changes_seven_and_four_stay_all_the_same(work, backups, share):
    dice = random.Random(11)  # noqa: S311 -- days that are the same each time
    days = [day for day in every_day("2026-01-01", "2026-12-31") if dice.random() < share]
    for number, day in enumerate(days, start=1):
        assert work([day]) == []
        found = [date.fromisoformat(name[8:18]) for name in backups()]
        assert found[-7:] == days[max(0, number - 7) : number]
        older = found[:-7]
        assert len(older) <= 4
        for one in older:
            # Nothing was backed up later in that week.
            assert not any(one < later <= one + timedelta(days=6 - one.weekday()) for later in days[:number])
    assert len(backups()) == 11


@pytest.mark.usefixtures("no_wait")
def test_files_of_somebody_else_stay(small, work, backups):
    work([date(2026, 1, 1)])
    folder = small.directory / "backups"
    names = [
        "library-2025-01-01.json.bak",
        "library-2025-02-30.json",
        "library-2025-1-1.json",
        "library-٢٠٢٥-٠١-٠١.json",
        "my library-2025-01-01.json",
        "manual-2025-01-01.json",
        "before-restore-20250101T000000Z.json",
        "notes.txt",
    ]
    for name in names:
        (folder / name).write_text(name)
    (folder / "library-2025-01-02.json").mkdir()
    (folder / "library-2025-01-03.json").symlink_to("notes.txt")
    work(every_day("2026-10-01", "2026-11-21"))
    others = [*names, "library-2025-01-02.json", "library-2025-01-03.json"]
    assert backups() == sorted([*others, *daily(*SUNDAYS, *LAST_WEEK)])
    assert [(folder / name).read_text() for name in names] == names


def test_a_clock_that_was_wrong_for_a_day_costs_no_backup(work, backups):
    work([date(2026, 11, 20), date(2031, 1, 1)])
    work(every_day("2026-11-21", "2026-11-24"))
    days = [*every_day("2026-11-20", "2026-11-24"), date(2031, 1, 1)]
    assert backups() == daily(*days)


def test_a_file_that_has_the_name_already_is_not_written_over(small, command):
    path = small.directory / "backups" / "library-2026-11-21.json"
    path.parent.mkdir()
    path.write_text("mine")
    assert command(small, "star", "ash")[0] == 0
    assert path.read_text() == "mine"


@pytest.mark.usefixtures("no_wait")
def test_a_damaged_library_takes_the_place_of_no_good_backup(small, work, damaged, clock, files):
    work(every_day("2026-10-01", "2026-11-21"))
    small.compact()
    small.do(SetStarred(["ash"]))
    repository, path = damaged(), small.directory / "library.json"
    before = files(small)
    for _ in range(12):
        clock.advance(days=1)
        (told,) = repository.maintain()
        assert "\n" not in told
        assert told.startswith(f"no daily backup was taken: {path}, line 6: damaged ('readlist doctor --repair'")
    assert files(small) == before


# What goes wrong with them


def check_told(small, command, opened, told):
    """Check that a command whose daily backup fails says so in one line, and has done what it was asked to."""
    status, out, err = command(small, "star", "ash")
    assert (status, out) == (0, "Starred: On ash\n")
    assert err == f"readlist: no daily backup was taken: {told}\n"
    assert opened(small).library["ash"].starred
    status, out, err = command(small, "list", "--json")
    assert (status, out[0], err) == (0, "[", f"readlist: no daily backup was taken: {told}\n")


def test_a_full_disk_costs_the_backup_and_not_the_change(small, command, opened, full_disk, backups):
    folder = small.directory / "backups"
    with full_disk(1000):
        check_told(small, command, opened, f"{folder}/library-2026-11-21.json: not saved: File too large")
    assert backups() == []
    assert command(small, "list")[2] == ""
    assert backups() == daily("2026-11-21")


def test_a_file_where_the_folder_should_be_is_told_and_stays(small, command, opened):
    folder = small.directory / "backups"
    folder.write_text("mine")
    check_told(small, command, opened, f"{folder}: no backup could be written: File exists")
    assert folder.read_text() == "mine"


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_may_not_be_written_or_read_is_told(small, clock, monkeypatch, mode):
    small.do(SetStarred(["ash"]))
    folder = small.directory / "backups"
    folder.mkdir()
    small.directory.chmod(0o777)
    monkeypatch.chdir(small.directory)
    repository = Repository(Path(), clock=clock)
    folder.chmod(mode)
    try:
        with nobody():
            (told,) = repository.maintain()
    finally:
        folder.chmod(0o755)
    assert told.startswith("no daily backup was taken: backups/library-2026-11-21.json: ")
    assert told.endswith("Permission denied")
    assert repository.maintain() == []


@pytest.mark.usefixtures("no_wait")
def test_an_old_backup_that_cannot_be_removed_is_told_and_the_new_one_is_there(small, work, backups, monkeypatch):
    work(every_day("2026-11-16", "2026-11-22"))
    unlink = Path.unlink

    def refuse(path, **options):
        if path.name == "library-2026-11-16.json":
            raise PermissionError(errno.EACCES, "Permission denied")
        unlink(path, **options)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        (told,) = work([date(2026, 11, 23)])
    old = small.directory / "backups" / "library-2026-11-16.json"
    assert told == f"{old}: an old backup, not removed: Permission denied"
    assert backups() == daily(*every_day("2026-11-16", "2026-11-23"))
    work([date(2026, 11, 24)])
    assert backups() == daily(*every_day("2026-11-18", "2026-11-24"))


# By hand


def test_a_backup_by_hand_holds_everything_and_the_next_one_has_another_name(small, contents, opened, backups):
    opened(small).do(SetNote("ash", "of another program"))
    paths = [small.backup(), small.backup()]
    assert backups() == ["manual-2026-11-21-2.json", "manual-2026-11-21.json"]
    assert [path.parent for path in paths] == [small.directory / "backups"] * 2
    assert [read_plainly(path) for path in paths] == [contents(small)] * 2
    assert contents(small)["ash"]["note"] == "of another program"


def test_a_backup_goes_where_it_is_asked_to_go(small, tmp_path, contents):
    stick = tmp_path / "stick"
    stick.mkdir()
    paths = [small.backup(stick), small.backup(stick), small.backup(stick / "papers.json")]
    assert paths == [stick / name for name in ("manual-2026-11-21.json", "manual-2026-11-21-2.json", "papers.json")]
    assert [read_plainly(path) for path in paths] == [contents(small)] * 3
    assert len(list(stick.iterdir())) == 3
    assert not (small.directory / "backups").exists()


@pytest.mark.parametrize("name", ["file", "link", "library/library.json", "library/library.json.lock"])
def test_what_is_there_already_is_never_written_over(small, tmp_path, files, name):
    small.do(SetStarred(["ash"]))
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to("nowhere")
    before = files(small)
    with pytest.raises(StoreError, match=r": there is such a file already; nothing was written$"):
        small.backup(tmp_path / name)
    assert files(small) == before
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_backup_that_cannot_be_written_is_told_and_leaves_nothing(small, tmp_path, files, full_disk, monkeypatch):
    before = files(small)
    with full_disk(1000), pytest.raises(StoreError, match=r"papers\.json: not saved: File too large$"):
        small.backup(tmp_path / "papers.json")
    with pytest.raises(StoreError, match=r"no/papers\.json: not saved: No such file or directory$"):
        small.backup(tmp_path / "no" / "papers.json")

    def fail(_descriptor):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk, "sync", fail)
    with pytest.raises(StoreError, match=r"papers\.json: not saved: Input/output error$"):
        small.backup(tmp_path / "papers.json")
    assert files(small) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["library"]


def test_of_a_damaged_library_no_backup_is_made(damaged, tmp_path):
    repository = damaged()
    with pytest.raises(StoreError, match=r"line 6: damaged \('readlist doctor --repair' mends what can be mended\)$"):
        repository.backup(tmp_path / "papers.json")
    assert not (tmp_path / "papers.json").exists()
