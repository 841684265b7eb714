"""Libraries of the first version, and of versions that are not there yet."""

from __future__ import annotations

import errno
import io
import json
import sys
from pathlib import Path
from threading import Barrier, Thread

import pytest

from readlist.cli import main
from readlist.model.actions import SetStarred
from readlist.model.paper import Status
from readlist.store import disk, opening
from readlist.store.errors import NewerVersionError, StoreError
from readlist.store.journal import FileJournal
from readlist.store.repository import Repository

AT = "2026-01-01T08:00:00Z"
SOURCE = {"document": "000.txt", "position": 1, "format": "acl-anthology", "imported": AT}


def change(number, action, summary, *edits, **about):
    """A change as the first version wrote it, with edits of (key, before, after)."""
    fields = {"id": number, "kind": "do", "action": action, "summary": summary, "at": AT, "of": None, "session": None}
    return {**fields, **about, "edits": [{"key": key, "before": old, "after": new} for key, old, new in edits]}


def write(path, tables):
    """Write a library as the first version did: one document a line."""
    parts = []
    for name, documents in tables.items():
        lines = ",\n".join(f'"{doc_id}":{json.dumps(d, ensure_ascii=False)}' for doc_id, d in documents.items())
        parts.append(f'"{name}":{{\n{lines}\n}}' if lines else f'"{name}":{{}}')
    path.parent.mkdir(exist_ok=True)
    path.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


@pytest.fixture
def paper(blank):
    """Makes the document of a paper."""
    return lambda key, **fields: {"key": key, **blank, "title": f"On {key}", "added": AT, **fields}


@pytest.fixture
def papers(paper):
    """The papers of a library of the first version, by their ids."""
    known = {"authors": ["Åsa Ek"], "year": 1999, "sources": [SOURCE]}
    return {
        "1": paper("ash", **known, tags=["ml/rlhf", "tree"], starred=True, note="a\nb"),
        "2": paper("birch", abstract="Ünï “text”", status="read", status_before="queued", triaged=AT, read_on=AT),
        "4": paper("dogwood"),
        "5": paper("cedar", tags=["new"]),
    }


@pytest.fixture
def changes(paper):
    """What had been done in that library, oldest first."""
    old, new = paper("cedar", number=3, note="the old one"), paper("cedar", number=5)
    starred, unstarred = {"starred": True}, {"starred": False}
    return [
        change(7, "note", "Note: On cedar", ("cedar", {"note": ""}, {"note": "the old one"})),
        change(8, "remove", "Removed: On cedar", ("cedar", old, None)),
        change(9, "import", "Imported: On cedar", ("cedar", None, new)),
        change(10, "star", "Starred: 2 papers", ("ash", unstarred, starred), ("gone", {}, {"year": 1})),
        change(11, "tag", "Tagged +new: On cedar", ("cedar", {"tags": []}, {"tags": ["new"]}), session="one"),
        change(12, "star", "Starred: On birch", ("birch", unstarred, starred)),
        change(13, "star", "Starred: On birch", ("birch", starred, unstarred), kind="undo", of=12),
    ]


@pytest.fixture
def old(tmp_path, papers, changes):
    """The snapshot of a library of the first version."""
    path = tmp_path / "library" / "library.json"
    history = {str(change["id"]): change for change in changes}
    write(path, {"meta": {"1": {"schema": 1}}, "papers": papers, "history": history, "mine": {"1": {"a": 1}}})
    return path


@pytest.fixture
def newer(tmp_path, papers):
    """The snapshot of a library of a version that is not there yet."""
    path = tmp_path / "library" / "library.json"
    write(path, {"meta": {"1": {"schema": 3, "colour": "blue"}}, "papers": papers})
    return path


@pytest.fixture
def start(clock, capsys):
    """Runs the command line on the library of a snapshot; returns status, standard output and standard error."""

    def run(path, *arguments):
        status = main(["--library", str(path.parent), *arguments], clock=clock)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def listing(path):
    return {
        file.name: file.read_bytes() for file in path.parent.rglob("*") if file.is_file() and file.suffix != ".lock"
    }


# Of the first version


def test_all_papers_are_there_as_they_were_and_a_line_tells_where_the_old_file_is(old, clock, papers):
    before = old.read_bytes()
    repository = Repository(old.parent, clock=clock)
    backup = old.parent / "backups" / "before-schema-1-20261121T080000Z.json"
    told = f"{old}: brought up to date from schema 1; as it was, it is kept as {backup}"
    assert repository.notices == [told]
    assert backup.read_bytes() == before
    fields = {p.key: p.to_fields() for p in repository.library}
    since = {"files": [], "primary_class": None}
    assert fields == {document["key"]: {**document, **since, "number": int(i)} for i, document in papers.items()}
    assert repository.library["birch"].status is Status.READ
    again = Repository(old.parent, clock=clock)
    assert again.notices == []
    assert {p.key: p.to_fields() for p in again.library} == fields
    assert json.loads(old.read_bytes())["mine"] == {"1": {"a": 1}}
    assert len(list(backup.parent.iterdir())) == 1


def test_what_was_done_before_can_be_undone_and_done_again(old, clock):
    repository = Repository(old.parent, clock=clock)
    assert [(a.newest.id, a.newest.summary, a.undone) for a in repository.history.actions()][-2:] == [
        (11, "Tagged +new: On cedar", False),
        (12, "Starred: On birch", True),
    ]
    assert repository.redo().summary == "Starred: On birch"
    summaries = ["Starred: On birch", "Tagged +new: On cedar", "Starred: 2 papers", "Imported: On cedar"]
    assert [repository.undo().summary for _ in summaries] == summaries
    assert list(repository.library.keys) == ["ash", "birch", "dogwood"]
    assert not repository.library["ash"].starred
    repository = Repository(old.parent, clock=clock)
    assert repository.redo().summary == "Imported: On cedar"
    assert repository.library["cedar"].number == 5


def test_a_removed_paper_comes_back_as_itself_though_another_has_had_its_key(old, clock):
    repository = Repository(old.parent, clock=clock)
    while (change := repository.undo()).summary != "Removed: On cedar":
        pass
    assert change.keys == ("cedar",)
    assert [(p.key, p.number) for p in repository.library] == [("ash", 1), ("birch", 2), ("cedar", 3), ("dogwood", 4)]
    assert repository.library["cedar"].note == "the old one"
    assert repository.undo().summary == "Note: On cedar"
    assert repository.library["cedar"].note == ""
    while repository.redo() is not None:
        pass
    again = Repository(old.parent, clock=clock).library
    assert (again["cedar"].number, again["cedar"].tags, again["cedar"].note) == (5, ("new",), "")


def test_it_is_a_sound_library_afterwards(old, start):
    status, out, err = start(old, "list", "--json")
    assert (status, [p["key"] for p in json.loads(out)]) == (0, ["ash", "birch", "dogwood", "cedar"])
    assert err.count("\n") == 1
    assert err.startswith(f"readlist: {old}: brought up to date from schema 1; ")
    assert start(old, "star", "dogwood") == (0, "Starred: On dogwood\n", "")
    assert start(old, "undo") == (0, "Undone: Starred: On dogwood\n", "")
    status, out, err = start(old, "doctor")
    assert (status, err) == (0, "")
    assert out.startswith("nothing wrong: 4 papers")


def test_an_empty_library_is_brought_up_to_date_too(tmp_path, start):
    path = tmp_path / "library" / "library.json"
    write(path, {"meta": {"1": {"schema": 1}}, "papers": {}, "history": {}})
    assert start(path, "list")[0] == 0
    assert start(path, "doctor") == (0, "nothing wrong: 0 papers, 0 changes in the journal, 1 backup\n", "")


def test_a_journal_that_belongs_to_another_snapshot_is_kept(small, opened, paper):
    small.do(SetStarred(["ash"]))
    path = small.directory / "library.json"
    journal = (small.directory / "library.json.journal").read_bytes()
    write(path, {"meta": {"1": {"schema": 1}}, "papers": {"9": paper("elm")}, "history": {}})
    repository = opened(small)
    assert list(repository.library.keys) == ["elm"]
    (told,) = repository.notices
    kept = Path(told.rpartition(" and ")[2])
    assert kept.parent == path.parent
    assert kept.read_bytes() == journal
    repository.do(SetStarred(["elm"]))
    assert opened(small).library["elm"].starred


def test_two_programs_that_open_it_at_once_bring_it_up_to_date_once(old, clock, monkeypatch):
    both, mend, found = Barrier(2), opening._mend, []

    def together(*args, **options):
        # Both have seen by now that it is an old one.
        both.wait(30)
        return mend(*args, **options)

    monkeypatch.setattr(opening, "_mend", together)
    threads = [Thread(target=lambda: found.append(Repository(old.parent, clock=clock))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    one, other = found
    assert sorted([len(one.notices), len(other.notices)]) == [0, 1]
    assert len(list((old.parent / "backups").iterdir())) == 1
    one.do(SetStarred(["birch"]))
    assert other.refresh()
    assert other.library["birch"].starred


def test_no_file_stays_open_behind_it(old, clock):
    repository = Repository(old.parent, clock=clock)
    assert len(repository.notices) == 1
    repository.close()
    assert [path for path in Path("/dev/fd").iterdir() if str(path.resolve()).startswith(str(old.parent))] == []


# What goes wrong


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("name", ["sync", "replace"])
def test_one_that_cannot_be_written_is_as_it_was_however_often_it_is_tried(old, clock, name, nth):
    where = disk if name == "sync" else Path
    working, calls = getattr(where, name), []

    def fail(*args):
        calls.append(args)
        if len(calls) == nth:
            raise OSError(errno.EIO, "Input/output error")
        return working(*args)

    before = listing(old)
    for _ in range(2):
        calls.clear()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(where, name, fail)
            with pytest.raises(StoreError, match=r": Input/output error(; nothing was changed)?$") as caught:
                Repository(old.parent)
        assert "\n" not in str(caught.value)
        assert len(calls) == nth
        assert listing(old) == before
    assert len(Repository(old.parent, clock=clock).library) == 4


def test_on_a_full_disk_it_is_told_in_one_line_and_left_alone(old, start, full_disk):
    before = listing(old)
    for size in (100, len(before["library.json"])):
        # The second is enough for the backup.
        with full_disk(size):
            status, out, err = start(old, "list")
        assert (status, out, err.count("\n")) == (1, "", 1)
        assert "File too large" in err
        assert listing(old) == before
    (old.parent / "backups").rmdir()
    (old.parent / "backups").write_text("mine")
    told = f"readlist: {old.parent}/backups: no backup could be written: File exists; nothing was changed\n"
    assert start(old, "list") == (1, "", told)
    assert old.read_bytes() == before["library.json"]


def test_who_is_killed_after_the_snapshot_is_written_has_a_whole_library(old, clock, monkeypatch, failing):
    with monkeypatch.context() as patch:
        patch.setattr(FileJournal, "compact", failing(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            Repository(old.parent, clock=clock)
    with monkeypatch.context() as patch:
        patch.setattr(FileJournal, "compact", failing(StoreError("full")))
        repository = Repository(old.parent, clock=clock)
    assert repository.notices == []
    repository.do(SetStarred(["birch"]))
    again = Repository(old.parent, clock=clock)
    assert again.library["birch"].starred
    assert again.undo().summary == "Starred: On birch"
    assert again.undo().summary == "Tagged +new: On cedar"


@pytest.mark.parametrize(
    "tables",
    [
        {"papers": {"1": {"title": "On nothing"}}},
        {"papers": {"1": ["elm"]}},
        {"history": {"1": []}},
        {"history": {"1": change(1, "star", "Starred", ("elm", "old", "new"))}},
        {"history": {"1": {"id": 1}}},
        {"meta": {"1": {"schema": 0}}},
    ],
    ids=["no key", "no paper", "no change", "no fields", "no edits", "no such schema"],
)
def test_one_that_is_not_what_its_version_wrote_is_told_in_one_line_and_left_alone(tmp_path, start, tables, paper):
    path = tmp_path / "library" / "library.json"
    write(path, {"meta": {"1": {"schema": 1}}, "papers": {"1": paper("elm")}, "history": {}, **tables})
    before = listing(path)
    status, out, err = start(path, "list")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"readlist: {path}: ")
    assert err.endswith("; nothing was changed\n")
    assert listing(path) == before


# Of a newer version


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    "arguments",
    [(), ("list", "--json"), ("star", "ash"), ("undo",), ("compact",), ("backup",), ("restore", "{old}"), ("doctor",)],
    ids=lambda arguments: " ".join(arguments) or "the app",
)
def test_a_library_of_a_newer_version_is_refused_in_one_line_and_not_touched(
    newer, start, monkeypatch, arguments, papers
):
    old = newer.parent.parent / "old.json"
    write(old, {"meta": {"1": {"schema": 1}}, "papers": papers, "history": {}})
    before = listing(newer)
    if not arguments:
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(sys, "stdout", Terminal())
    status, out, err = start(newer, *(argument.format(old=old) for argument in arguments))
    done = "checked" if arguments == ("doctor",) else "changed"
    assert (status, out) == (1, "")
    assert err == f"readlist: {newer}: written by a newer version of readlist; nothing was {done}\n"
    assert listing(newer) == before


def test_a_newer_version_that_comes_while_the_library_is_open_is_told_and_nothing_is_written(small, files):
    write(small.directory / "library.json", {"meta": {"1": {"schema": 3}}, "papers": {}})
    before = files(small)
    for change in (small.refresh, lambda: small.do(SetStarred(["ash"])), small.compact, small.backup):
        with pytest.raises(NewerVersionError, match=r"newer version of readlist; nothing was changed$"):
            change()
    assert files(small) == before
    assert len(small.library) == 4
