from __future__ import annotations

from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.importers.base import Found as FoundRecord
from readlist.importers.base import Reading
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.record import Record
from readlist.query.filters import AllOf, Not
from readlist.query.filters_record import During, Has, Tagged
from readlist.query.filters_state import InState
from readlist.query.filters_text import Close, Text
from readlist.query.query import Query
from readlist.search import cache, indexed
from readlist.search.finder import Finder
from readlist.store import disk
from readlist.store.repository import Repository

QUERIES = [
    Query(part)
    for part in (
        Text("model", None),
        Text("e", None),
        Text("of lang", None),
        Text("note 3", "note"),
        Text("ml", None),
        Close("modle"),
        Tagged("ml"),
        InState("starred"),
        AllOf((InState("unread"), Not(Has("note")))),
        During("read", "2020", None, "2020.."),
    )
] + [Query(hidden=InState("archived")), Query(sort="title", limit=3)]


def agree(finder, library):
    for query in QUERIES:
        found = finder.find(query)
        expected = [paper for paper in library if query.matches(paper)]
        if query.sort:
            expected = list(Library(expected).sorted_by(query.sort))
        keys = tuple(paper.key for paper in expected)[: query.limit]
        assert (() if found.close else found.keys) == keys, query


def batch(names):
    records = [Record(title=f"A model of language {name}", authors=(f"Ann {name}",)) for name in names]
    return Batch("b.txt", Reading("x", tuple(FoundRecord(record, 1, 1) for record in records), ()))


@pytest.fixture(autouse=True)
def _without_fsync(monkeypatch):
    monkeypatch.setattr(disk, "sync", lambda _descriptor: None)


@pytest.fixture
def repository(tmp_path, clock):
    names = ["ash", "birch", "cedar", "dogwood", "elm", "fir"]
    return Repository.create(tmp_path / "library", contents=ImportPapers([batch(names)]), clock=clock)


def finder_of(repository):
    return Finder(repository.library, folder=repository.directory / "cache", versions=repository.versions)


def built(finder):
    for _ in finder.build():
        pass
    return finder


def change(repository, kind, place):
    """Do something to the library, as its user would; what cannot be done is left."""
    keys = repository.library.keys
    key = keys[place % len(keys)] if keys else ""
    if kind == "import":
        repository.do(ImportPapers([batch([f"tree{place}", f"bush{place}"])]))
    elif kind == "undo":
        repository.undo()
    elif kind == "redo":
        repository.redo()
    elif key:
        repository.do(
            {
                "star": lambda: SetStarred([key]),
                "read": lambda: SetStatus([key], Status.READ, toggle=True),
                "archive": lambda: SetStatus(keys[place:], Status.ARCHIVED),
                "tag": lambda: SetTags(keys[:place], add=["ml/model"]),
                "note": lambda: SetNote(key, f"note {place}"),
                "remove": lambda: Remove([key]),
            }[kind]()
        )


def take(step, finder, repository):
    """Do something that no user does."""
    match step:
        case "build":
            built(finder)
        case "compact":
            repository.compact()
        case "renew":
            finder.renew(repository.library)
        case "save":
            finder.save()
        case "other":
            other = Repository(repository.directory)
            change(other, "note", 1)
            other.compact()
            other.close()
            repository.refresh()


KINDS = st.sampled_from(["star", "read", "archive", "tag", "note", "remove", "import", "undo", "redo"])
STEPS = st.sampled_from(["build", "step", "reopen", "compact", "renew", "save", "other"])
CHANGES = st.lists(st.one_of(st.tuples(KINDS, st.integers(0, 7)), STEPS), max_size=14)


@given(steps=CHANGES)
@settings(deadline=None, max_examples=60)
def test_after_any_change_by_anybody_an_index_finds_what_a_scan_finds(tmp_path_factory, steps):
    with mock.patch.object(disk, "sync"):
        folder = tmp_path_factory.mktemp("library") / "library"
        repository = Repository.create(folder, contents=ImportPapers([batch(["ash", "birch", "cedar", "elm"])]))
        finder = built(finder_of(repository))
        building = iter(())
        for step in steps:
            before, number, reloads = repository.library, repository.last_number, repository.reloads
            if step == "reopen":
                finder.save()
                repository = Repository(folder)
                finder, building = finder_of(repository), iter(())
            elif step == "step":
                building = building if next(building, "over") is None else finder.build()
            elif isinstance(step, str):
                take(step, finder, repository)
            else:
                change(repository, *step)
            if repository.reloads != reloads:
                finder.renew(repository.library)
            elif repository.library is not before:
                touched = {key for done in repository.changes_since(number) for key in done.keys}
                finder.follow(before, repository.library, touched)
            agree(finder, repository.library)


def test_an_index_that_is_kept_is_used_again_and_only_changed_papers_are_read(repository, monkeypatch):
    built(finder_of(repository))
    repository.do(SetNote(repository.library.keys[2], "note 3"))
    repository.do(SetStarred([repository.library.keys[1]]))
    repository.compact()
    again = Repository(repository.directory)
    read = []
    digest = indexed.digest
    monkeypatch.setattr(indexed, "digest", lambda paper: read.append(paper.number) or digest(paper))
    finder = finder_of(again)
    assert sorted(read) == [2, 3]
    agree(finder, again.library)
    finder.save()
    read.clear()
    finder_of(Repository(repository.directory))
    assert read == [3]


@pytest.mark.parametrize("name", [cache.INDEX, cache.VERSIONS, cache.LETTERS])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "other version"])
def test_a_cache_that_is_damaged_or_gone_is_made_anew_without_a_word(repository, name, damage):
    built(finder_of(repository))
    path = repository.directory / "cache" / name
    whole = path.read_bytes()
    match damage:
        case "missing":
            path.unlink()
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(whole[: len(whole) // 2])
        case _:
            path.write_bytes(whole.replace(b'"version": 1', b'"version": 9')[:-1] + b"x")
    finder = finder_of(repository)
    agree(finder, repository.library)
    built(finder)
    agree(finder, repository.library)
    assert path.read_bytes()[:16] == whole[:16]


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_no_flipped_bit_of_the_cache_makes_a_search_wrong(tmp_path_factory, data):
    with mock.patch.object(disk, "sync"):
        folder = tmp_path_factory.mktemp("library") / "library"
        repository = Repository.create(folder, contents=ImportPapers([batch(["ash", "birch", "cedar"])]))
    built(finder_of(repository))
    path = folder / "cache" / data.draw(st.sampled_from([cache.INDEX, cache.VERSIONS, cache.LETTERS]))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, 1 << 20)) % len(content)
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    agree(finder_of(repository), repository.library)


def test_the_cache_of_another_library_is_of_no_use_and_does_no_harm(repository, tmp_path, clock):
    built(finder_of(repository))
    other = Repository.create(tmp_path / "other", contents=ImportPapers([batch(["yew", "willow"])]), clock=clock)
    (repository.directory / "cache").rename(other.directory / "cache")
    finder = finder_of(other)
    agree(finder, other.library)
    agree(built(finder), other.library)


def test_who_may_not_write_the_folder_finds_all_the_same(repository):
    (repository.directory / "cache").write_text("a file in the way")
    agree(built(finder_of(repository)), repository.library)


def test_a_full_disk_leaves_a_finder_that_asks_every_paper(repository, monkeypatch):
    monkeypatch.setattr("readlist.search.base._SPOOL_FROM", 0)

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("readlist.search.base.tempfile.TemporaryFile", full)
    finder = built(finder_of(repository))
    agree(finder, repository.library)
    assert [path.name for path in (repository.directory / "cache").iterdir()] == []


def test_a_large_index_is_made_in_its_folder_and_one_that_is_given_up_leaves_nothing(repository, monkeypatch):
    monkeypatch.setattr("readlist.search.base._SPOOL_FROM", 0)
    building = finder_of(repository).build()
    for _ in range(5):
        next(building)
    building.close()
    assert list((repository.directory / "cache").iterdir()) == []
    agree(built(finder_of(repository)), repository.library)
    assert sorted(path.name for path in (repository.directory / "cache").iterdir()) == [
        cache.INDEX,
        cache.LETTERS,
        cache.VERSIONS,
    ]
    agree(finder_of(repository), repository.library)


def test_what_a_killed_program_left_half_written_is_cleared_away(repository):
    left = repository.directory / "cache" / ".search.abc.new"
    left.parent.mkdir()
    left.write_text("half")
    built(finder_of(repository))
    assert not left.exists()


def test_how_far_building_has_come_is_told_while_it_lasts(repository):
    finder = finder_of(repository)
    assert finder.progress is None
    seen = [finder.progress for _ in finder.build()]
    assert (6, 6) in seen
    assert finder.progress is None


def test_a_change_of_very_many_papers_is_followed_at_once(repository, monkeypatch):
    monkeypatch.setattr(indexed, "_BULK", 2)
    finder = built(finder_of(repository))
    before = repository.library
    repository.do(SetTags(before.keys, add=["ml"]))
    finder.follow(before, repository.library, before.keys)
    agree(finder, repository.library)
    assert finder.find(Query(Tagged("ml"))).keys == before.keys


def test_a_paper_that_came_back_stands_in_its_place_again(repository):
    finder = built(finder_of(repository))
    before = repository.library
    repository.do(Remove([before.keys[1]]))
    finder.follow(before, repository.library, [before.keys[1]])
    built(finder)
    finder = built(finder_of(repository))
    gone = repository.library
    repository.undo()
    finder.follow(gone, repository.library, [before.keys[1]])
    assert finder.find(Query(Text("model", None))).keys == before.keys


def test_versions_are_told_of_the_newest_library_alone(repository):
    before = repository.library
    assert set(repository.versions(before)) == {1, 2, 3, 4, 5, 6}
    was = repository.versions(before)
    repository.do(SetStarred([before.keys[0]]))
    assert repository.versions(before) == {}
    assert repository.versions(repository.library) == {n: was[n] for n in (2, 3, 4, 5, 6)}
    repository.compact()
    now = repository.versions(repository.library)
    assert now[1] != was[1]
    assert {n: now[n] for n in (2, 3, 4, 5, 6)} == {n: was[n] for n in (2, 3, 4, 5, 6)}


def test_a_paper_is_read_for_an_index_without_being_kept_in_memory(repository):
    library = Repository(repository.directory).library
    built(Finder(library))
    assert all(getattr(paper, "_load", None) is not None for paper in library)


def test_a_library_that_grows_while_its_index_is_built_is_found_whole():
    papers = [Paper(key=f"k{n}", number=n, title="A model") for n in range(1, 100)]
    library = Library(papers)
    finder = Finder(library)
    building = finder.build()
    next(building)
    change = ImportPapers([batch(["yew"])]).change(library, "2026-11-21T08:00:00Z")
    after = library.apply(change.edits)
    finder.follow(library, after, [edit.key for edit in change.edits])
    for _ in building:
        agree(finder, after)
    agree(finder, after)
