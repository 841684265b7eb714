"""What users of TinyDB notice over our storage, and what they are spared."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from tinydb import where
from tinydb.middlewares import CachingMiddleware
from tinydb.table import Document

from readlist.store import lock
from readlist.store.database import LibraryDB
from readlist.store.errors import StoreError
from readlist.store.storage import LibraryStorage


@pytest.fixture
def path(tmp_path):
    return tmp_path / "library.json"


@pytest.fixture
def open_db(path):
    """Open handles on one path; all are closed at the end."""
    opened = []

    def open_another():
        opened.append(LibraryDB(path))
        return opened[-1]

    yield open_another
    for db in opened:
        db.close()


@pytest.fixture
def db(open_db):
    return open_db()


def contents(path):
    """Return the documents of each table by id, as a handle that was opened afterwards finds them."""
    with LibraryDB(path) as db:
        return {name: {d.doc_id: dict(d) for d in db.table(name)} for name in db.tables()}


def typed(value):
    """Return a value in words that tell 1, 1.0 and true apart."""
    return repr(value)


def test_what_was_inserted_updated_and_removed_is_so_after_reopening(path):
    with LibraryDB(path) as db:
        assert db.insert_multiple([{"title": "A"}, {"title": "B"}, {"title": "C"}]) == [1, 2, 3]
        assert db.update({"starred": True}, where("title") == "B") == [2]
        assert db.remove(where("title") == "A") == [1]
    with LibraryDB(path) as db:
        assert db.search(where("starred") == True) == [{"title": "B", "starred": True}]  # noqa: E712 -- builds a query
        assert [(d.doc_id, d["title"]) for d in db] == [(2, "B"), (3, "C")]
        assert db.insert({"title": "D"}) == 4


def test_the_path_may_be_text(path):
    with LibraryDB(str(path)) as db:
        db.insert({"title": "A"})
    assert contents(path) == {"_default": {1: {"title": "A"}}}


def test_opening_and_reading_makes_no_file(path, db):
    assert db.all() == []
    assert db.tables() == set()
    assert list(path.parent.iterdir()) == []


def test_a_missing_folder_is_told_of_by_the_first_change(tmp_path):
    with LibraryDB(tmp_path / "missing" / "library.json") as db, pytest.raises(StoreError, match="missing"):
        db.insert({"title": "A"})
    assert list(tmp_path.iterdir()) == []


def test_a_failing_updater_changes_nothing(path, db):
    db.insert_multiple([{"n": 1}, {"n": 2}, {}])

    def increase(document):
        document["n"] += 1

    with pytest.raises(KeyError):
        db.update(increase)
    assert db.all() == [{"n": 1}, {"n": 2}, {}]
    assert contents(path) == {"_default": {1: {"n": 1}, 2: {"n": 2}, 3: {}}}
    assert db.update(increase, where("n").exists()) == [1, 2]
    assert db.all() == [{"n": 2}, {"n": 3}, {}]


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, b"bytes", datetime(2026, 11, 21, tzinfo=UTC), 1 << 70, "\ud800"],
    ids=lambda v: repr(v)[:12],
)
def test_what_json_has_no_word_for_is_refused_and_nothing_changes(path, db, value):
    db.insert({"title": "A"})
    with pytest.raises(TypeError):
        db.insert({"title": value})
    with pytest.raises(TypeError):
        db.insert_multiple([{"title": "B"}, {"title": "C", "deep": [{"value": value}]}])
    with pytest.raises(TypeError):
        db.update({"title": value})
    assert db.all() == [{"title": "A"}]
    db.insert({"title": "D"})
    assert [document["title"] for document in contents(path)["_default"].values()] == ["A", "D"]


@pytest.mark.parametrize("before", [1, True, 1.0, "1"])
@pytest.mark.parametrize("after", [1, True, 1.0, "1"])
def test_one_and_true_are_kept_apart(path, db, before, after):
    db.insert({"value": before, "values": [before, {"deep": before}]})
    db.update({"value": after, "values": [after, {"deep": after}]})
    expected = typed({"value": after, "values": [after, {"deep": after}]})
    assert typed(dict(db.all()[0])) == expected
    assert typed(contents(path)["_default"][1]) == expected


def test_numbers_come_back_as_they_were(path, db):
    numbers = [0.1, -0.0, 1e308, 5e-324, 2**53 + 1, -(2**63), 2**64 - 1]
    db.insert({"numbers": numbers})
    assert typed(contents(path)["_default"][1]["numbers"]) == typed(numbers)
    assert math.copysign(1, db.all()[0]["numbers"][1]) == -1


def test_nobody_holds_what_is_stored(path, db):
    given = {"tags": ["ml"], "place": {"pages": [1, 2]}}
    db.insert(given)
    given["tags"].append("mine")
    found = db.get(doc_id=1)
    found["tags"].append("found")
    found["place"]["pages"].clear()
    for document in db:
        document["tags"].append("iterated")
    fields = {"authors": ["A"]}
    db.update(fields)
    fields["authors"].append("B")
    expected = {"tags": ["ml"], "place": {"pages": [1, 2]}, "authors": ["A"]}
    assert db.all() == [expected]
    assert contents(path) == {"_default": {1: expected}}


def test_two_handles_see_each_others_changes_and_give_no_id_twice(path, open_db):
    one, two = open_db(), open_db()
    ids = []
    for turn in range(3):
        ids.append(one.insert({"by": "one", "turn": turn}))
        ids.extend(two.insert_multiple([{"by": "two", "turn": turn}, {"by": "two", "turn": turn}]))
        ids.extend(one.insert_multiple({"by": "one", "turn": turn} for _ in range(2)))
    assert len(ids) == len(set(ids)) == 15
    for handle in (one, two):
        assert sorted(document.doc_id for document in handle) == sorted(ids)
        assert handle.count(where("by") == "two") == 6
    one.update({"seen": True}, where("by") == "two")
    assert two.count(where("seen").exists()) == 6
    assert sorted(contents(path)["_default"]) == sorted(ids)


def test_handles_that_insert_at_once_share_the_ids_among_them(path, open_db):
    handles = [open_db() for _ in range(4)]

    def insert(handle):
        return [handle.insert({"turn": turn}) for turn in range(15)]

    with ThreadPoolExecutor(len(handles)) as threads:
        ids = [doc_id for given in threads.map(insert, handles) for doc_id in given]
    assert sorted(ids) == sorted(contents(path)["_default"]) == list(range(1, 61))


def test_a_search_finds_what_another_handle_has_changed_since(open_db):
    one, two = open_db(), open_db()
    read = where("status") == "read"
    one.insert({"status": "inbox"})
    assert one.search(read) == two.search(read) == []
    two.update({"status": "read"})
    assert one.search(read) == two.search(read) == [{"status": "read"}]
    two.truncate()
    assert one.search(read) == []


def test_an_id_that_its_user_has_chosen_is_not_given_again(path, db):
    assert db.insert({"title": "A"}) == 1
    db.insert_multiple([Document({"title": "B"}, 2), Document({"title": "C"}, 4)])
    assert db.insert_multiple([{"title": "D"}, {"title": "E"}, Document({"title": "F"}, 6), {"title": "G"}]) == [
        3,
        5,
        6,
        7,
    ]
    titles = {number: document["title"] for number, document in contents(path)["_default"].items()}
    assert titles == {1: "A", 2: "B", 3: "D", 4: "C", 5: "E", 6: "F", 7: "G"}


def test_unusual_ids(path, db):
    ids = [0, -7, 2**63, 10**30, 5]
    db.insert_multiple([Document({"id": str(number)}, number) for number in ids])
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({}, 10**30))
    assert db.get(doc_id=-7) == {"id": "-7"}
    assert db.remove(doc_ids=[0, 99]) == [0]
    assert db.update({"big": True}, doc_ids=[10**30]) == [10**30]
    assert db.insert({"id": "next"}) == 10**30 + 1
    found = contents(path)["_default"]
    assert {number: document["id"] for number, document in found.items()} == {
        **{number: str(number) for number in ids if number},
        10**30 + 1: "next",
    }
    assert [number for number, document in found.items() if "big" in document] == [10**30]


def test_tables_know_nothing_of_each_other(path, db):
    papers, people = db.table("papers"), db.table('a "table", with\nédges')
    assert papers.insert({"title": "A"}) == people.insert({"name": "B"}) == 1
    papers.update({"starred": True})
    people.truncate()
    assert people.insert({"name": "C"}) == 1
    assert contents(path) == {"papers": {1: {"title": "A", "starred": True}}, people.name: {1: {"name": "C"}}}


def test_a_dropped_table_is_gone_and_can_be_made_again(path, db):
    papers = db.table("papers")
    papers.insert_multiple([{"title": "A"}, {"title": "B"}])
    db.table("people").insert({"name": "C"})
    db.drop_table("papers")
    db.drop_table("never there")
    assert db.tables() == {"people"}
    assert len(papers) == 0
    assert contents(path) == {"people": {1: {"name": "C"}}}
    assert db.table("papers").insert({"title": "D"}) == 1
    assert contents(path) == {"people": {1: {"name": "C"}}, "papers": {1: {"title": "D"}}}


def test_nobody_writes_between_the_two_halves_of_dropping_a_table(path, open_db, monkeypatch):
    one, two = open_db(), open_db()
    one.table("papers").insert({"title": "A"})
    read = one.storage.read

    def read_while_another_writes():
        tables = read()
        with pytest.raises(StoreError, match="another program"):
            two.table("people").insert({"name": "B"})
        return tables

    monkeypatch.setattr(lock, "PATIENCE", 0.0)
    monkeypatch.setattr(one.storage, "read", read_while_another_writes)
    one.drop_table("papers")
    monkeypatch.undo()
    assert two.table("people").insert({"name": "B"}) == 1
    assert contents(path) == {"people": {1: {"name": "B"}}}


def test_dropping_a_table_keeps_what_another_handle_has_written(path, open_db):
    one, two = open_db(), open_db()
    one.table("papers").insert({"title": "A"})
    two.table("people").insert({"name": "B"})
    two.table("papers").insert({"title": "C"})
    one.drop_table("papers")
    assert two.tables() == {"people"}
    assert contents(path) == {"people": {1: {"name": "B"}}}


def test_a_table_that_is_dropped_and_filled_again_in_one_change_has_what_came_last(path, db):
    db.insert_multiple([{"title": "A"}, {"title": "B"}])
    with db.storage.writing(), db.storage.change("replace"):
        db.drop_tables()
        db.insert({"title": "C"})
    assert db.all() == [{"title": "C"}]
    assert [dict(document) for document in contents(path)["_default"].values()] == [{"title": "C"}]


@pytest.mark.parametrize("name", ["meta", "history", "index", "seal"])
def test_a_table_cannot_have_the_name_of_one_of_the_stores_own(path, db, name):
    with pytest.raises(StoreError, match=name):
        db.table(name).insert({"title": "A"})
    db.insert({"title": "B"})
    db.storage.compact()
    assert contents(path) == {"_default": {1: {"title": "B"}}}


def test_dropping_all_tables_leaves_an_empty_library(path, open_db):
    one, two = open_db(), open_db()
    one.insert({"title": "A"})
    one.table("people").insert({"name": "B"})
    two.drop_tables()
    assert one.tables() == two.tables() == set()
    assert len(one) == 0
    assert contents(path) == {}


def test_an_empty_table_is_kept_where_that_is_asked_for(path, db):
    db.table("kept", persist_empty=True)
    db.table("not kept")
    assert contents(path) == {"kept": {}}


def test_an_update_that_changes_nothing_writes_nothing(path, db):
    db.insert({"title": "A", "tags": ["ml"]})
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert db.update({"tags": ["ml"]}) == [1]
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_a_change_under_way_that_comes_to_nothing_is_found_by_no_later_search(db):
    db.insert({"status": "inbox"})
    read = where("status") == "read"

    def read_and_fail(storage):
        with storage.writing(), storage.change("test"):
            db.update({"status": "read"})
            assert db.search(read) == [{"status": "read"}]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        read_and_fail(db.storage)
    assert db.search(read) == []


def test_a_middleware_around_the_storage_has_its_way(path):
    with LibraryDB(path, storage=CachingMiddleware(LibraryStorage)) as db:
        db.insert({"title": "A"})
        db.table("people").insert({"name": "B"})
        db.update({"title": "C"})
        db.drop_table("people")
        assert db.all() == [{"title": "C"}]
        assert contents(path) == {}
    assert contents(path) == {"_default": {1: {"title": "C"}}}
