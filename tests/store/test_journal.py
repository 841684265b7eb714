"""What a library is after its journal was torn or damaged, and what its user is told."""

from __future__ import annotations

import json
import random

import pytest

from readlist.model.actions import SetNote, SetStarred, SetTags
from readlist.store.errors import StoreError

TAILS = {
    "nothing": lambda _missing, _dice: b"",
    "zeros": lambda missing, _dice: bytes(missing),
    "noise": lambda _missing, dice: b"\n".join(dice.randbytes(dice.randint(0, 30)) for _ in range(dice.randint(1, 4))),
}


def journal_of(repository):
    return repository.directory / "library.json.journal"


@pytest.mark.parametrize("kind", TAILS)
@pytest.mark.usefixtures("no_wait")
def test_a_journal_cut_at_any_byte_of_its_last_record_opens_with_the_old_or_the_new_state(
    small, opened, contents, kind
):
    dice = random.Random(7)  # noqa: S311 -- noise that is the same each time
    journal = journal_of(small)
    small.do(SetNote("ash", "first"))
    states, start = [contents(small)], journal.stat().st_size
    small.do(SetTags(["ash", "birch", "cedar"], add=["tree"]))
    states.append(contents(small))
    data = journal.read_bytes()
    for cut in range(start, len(data) + 1):
        for path in small.directory.glob("*.cut*"):
            path.unlink()
        torn = data[:cut] + TAILS[kind](len(data) - cut, dice)
        journal.write_bytes(torn)
        repository = opened(small)
        whole = torn.startswith(data)
        good = data if whole else data[:start]
        rest = torn[len(good) :]
        assert contents(repository) == states[whole]
        assert journal.read_bytes() == good
        told = f"{journal}: the last change was not finished and is cut off ({len(rest)} bytes)"
        assert repository.notices == ([told] if rest else [])
        assert [path.read_bytes() for path in small.directory.glob("*.cut*")] == ([rest] if b"\n" in rest else [])
        repository.do(SetNote("dogwood", "next"))
        after = opened(small)
        assert after.notices == []
        assert contents(after) == contents(repository)
        assert after.library["dogwood"].note == "next"
        assert after.undo().summary == "Note: On dogwood"
        assert contents(opened(small)) == states[whole]


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json")])
def test_the_command_line_tells_of_a_torn_end_in_one_line_and_goes_on(small, command, arguments):
    small.do(SetStarred(["ash"]))
    journal = journal_of(small)
    journal.write_bytes(journal.read_bytes()[:-5])
    status, out, err = command(small, *arguments)
    assert status == 0
    assert err.count("\n") == 1
    assert err.startswith(f"readlist: {journal}: the last change was not finished and is cut off (")
    assert "ash" in out
    if "--json" in arguments:
        assert [paper["starred"] for paper in json.loads(out)] == [False] * 4
    assert command(small, *arguments) == (0, out, "")


def test_half_a_record_that_another_program_is_writing_is_not_cut_by_a_reader(small, opened, contents):
    journal = journal_of(small)
    small.do(SetStarred(["ash"]))
    whole = journal.read_bytes()
    reader = opened(small)
    before = contents(reader)
    small.do(SetStarred(["birch"]))
    longer = journal.read_bytes()
    journal.write_bytes(longer[: len(whole) + 20])
    assert not reader.refresh()
    assert contents(reader) == before
    assert journal.read_bytes() == longer[: len(whole) + 20]
    journal.write_bytes(longer)
    assert reader.refresh()
    assert contents(reader) == contents(small)


@pytest.mark.parametrize("kind", ["empty", "zeros", "half a line", "flipped", "noise"])
def test_a_journal_without_its_beginning_is_told_and_kept_and_what_can_be_read_of_it_counts(
    small, opened, contents, kind
):
    small.do(SetNote("ash", "one"))
    small.compact()
    before = contents(small)
    small.do(SetNote("birch", "two"))
    journal = journal_of(small)
    data = journal.read_bytes()
    end = data.index(b"\n") + 1
    damaged = {
        "empty": b"",
        "zeros": bytes(len(data)),
        "half a line": data[: end // 2],
        "flipped": data[:20] + bytes([data[20] ^ 1]) + data[21:],
        "noise": b"noise\nnoise\n" + data[end:],
    }[kind]
    journal.write_bytes(damaged)
    repository = opened(small)
    has_record = kind in {"flipped", "noise"}
    assert contents(repository) == (contents(small) if has_record else before)
    (told,) = repository.notices
    assert told.startswith(f"{journal}, line 1: damaged")
    assert "\n" not in told
    kept = [path.read_bytes() for path in small.directory.glob("library.json.journal.damaged-*[0-9Z]")]
    assert kept == [damaged] or damaged == b""
    again = opened(small)
    assert again.notices == []
    again.do(SetNote("cedar", "three"))
    assert contents(opened(small)) == contents(again)


@pytest.mark.usefixtures("no_wait")
def test_a_byte_flipped_anywhere_in_the_middle_of_a_journal_loses_no_other_change(small, opened, files, contents):
    journal = journal_of(small)
    small.do(SetNote("ash", "one"))
    start = journal.stat().st_size
    small.do(SetNote("birch", "two"))
    end = journal.stat().st_size
    small.do(SetNote("cedar", "three"))
    data, before = journal.read_bytes(), files(small)
    for place in range(start, end):
        for path in small.directory.iterdir():
            path.unlink()
        for name, content in before.items():
            (small.directory / name).write_bytes(content)
        damaged = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        journal.write_bytes(damaged)
        repository = opened(small)
        notes = {key: paper["note"] for key, paper in contents(repository).items()}
        assert notes in (
            {"ash": "one", "birch": "", "cedar": "three", "dogwood": ""},
            # The line's end is outside of its checksum.
            {"ash": "one", "birch": "two", "cedar": "three", "dogwood": ""},
        )
        (told,) = repository.notices
        assert told.startswith(f"{journal}, line 3: damaged; the newest good state is open; ")
        assert "\n" not in told
        if not notes["birch"]:
            assert "1 lost: a change is lost: " in told
        (kept,) = small.directory.glob("library.json.journal.damaged-*[0-9Z]")
        assert kept.read_bytes() == damaged
        again = opened(small)
        assert again.notices == []
        again.do(SetStarred(["ash"]))
        assert opened(small).library["ash"].starred


def test_a_last_record_that_was_damaged_is_cut_off_and_kept(small, opened):
    small.do(SetNote("ash", "one"))
    journal = journal_of(small)
    good = journal.read_bytes()
    small.do(SetNote("birch", "two"))
    record = journal.read_bytes()[len(good) :].replace(b'"two"', b'"tvo"')
    journal.write_bytes(good + record)
    repository = opened(small)
    (told,) = repository.notices
    assert told.startswith(f"{journal}: the last change ")
    assert (repository.library["ash"].note, repository.library["birch"].note) == ("one", "")
    (kept,) = small.directory.glob("*.cut")
    assert kept.read_bytes() == record


def test_the_change_that_a_damaged_record_held_is_named(small, command):
    journal = journal_of(small)
    small.do(SetNote("birch", "two"))
    small.do(SetNote("cedar", "three"))
    journal.write_bytes(journal.read_bytes().replace(b'"two"', b'"tvo"'))
    status, out, err = command(small, "list")
    assert status == 0
    assert "cedar" in out
    assert err.count("\n") == 1
    assert err.startswith(f"readlist: {journal}, line 2: damaged; ")
    assert "1 lost: a change is lost: Note: On birch, 2026-11-21T08:00:00Z" in err
    (report,) = small.directory.glob("*.txt")
    assert str(report) in err
    assert "a change is lost: Note: On birch" in report.read_text(encoding="utf-8")
    assert command(small, "list") == (0, out, "")


def test_what_could_be_undone_can_be_undone_after_a_record_was_damaged(small, opened):
    journal = journal_of(small)
    for key in ("ash", "birch", "cedar"):
        small.do(SetNote(key, f"of {key}"))
    journal.write_bytes(journal.read_bytes().replace(b'"of birch"', b'"of bjrch"'))
    repository = opened(small)
    assert repository.undo().summary == "Note: On cedar"
    assert repository.undo().summary == "Note: On ash"
    assert repository.undo() is None
    assert {paper.note for paper in opened(small).library} == {""}


@pytest.mark.parametrize("kind", ["a line taken out", "a line twice"])
def test_lines_that_do_not_follow_on_each_other_are_told_and_the_file_is_kept(small, opened, kind):
    journal = journal_of(small)
    for key in ("ash", "birch", "cedar"):
        small.do(SetNote(key, f"of {key}"))
    lines = journal.read_bytes().splitlines(keepends=True)
    edited = b"".join(lines[:2] + lines[3:] if kind == "a line taken out" else [*lines[:3], *lines[2:]])
    journal.write_bytes(edited)
    repository = opened(small)
    assert repository.library["ash"].note == "of ash"
    assert repository.library["cedar"].note == "of cedar"
    assert repository.library["birch"].note == ("" if kind == "a line taken out" else "of birch")
    (told,) = repository.notices
    assert str(journal) in told
    (kept,) = small.directory.glob("library.json.journal.damaged-*[0-9Z]")
    assert kept.read_bytes() == edited
    assert opened(small).notices == []


def test_damage_in_what_another_program_wrote_is_told_and_memory_stays(small, opened, contents):
    before, journal = contents(small), journal_of(small)
    other = opened(small)
    other.do(SetNote("ash", "one"))
    other.do(SetNote("birch", "two"))
    damaged = journal.read_bytes().replace(b'"one"', b'"ohe"')
    journal.write_bytes(damaged)
    for attempt in (small.refresh, lambda: small.do(SetStarred(["ash"])), small.undo, small.compact):
        with pytest.raises(StoreError, match=r"library\.json\.journal, line 2: damaged") as caught:
            attempt()
        assert "\n" not in str(caught.value)
    assert contents(small) == before
    assert journal.read_bytes() == damaged
    assert opened(small).library["birch"].note == "two"
    assert small.refresh()
    assert small.library["birch"].note == "two"


def test_damage_in_what_was_read_before_does_no_harm_to_what_comes_after(small, opened):
    small.do(SetNote("ash", "one"))
    journal = journal_of(small)
    journal.write_bytes(journal.read_bytes().replace(b'"one"', b'"ohe"'))
    small.do(SetNote("birch", "two"))
    repository = opened(small)
    assert "1 lost: a change is lost: Note: On ash" in repository.notices[0]
    assert repository.library["birch"].note == "two"
