"""The user's own views in a library: kept, seen by others, taken back, and mended."""

from __future__ import annotations

import errno
import json

import pytest
from tinydb import TinyDB

from readlist.model.actions import SetStarred
from readlist.model.user_views import InvalidViewError
from readlist.store import disk
from readlist.store.database import LibraryDB
from readlist.store.doctor.checkup import check
from readlist.store.doctor.repair import repair
from readlist.store.errors import StoreError
from readlist.store.restoring import restore
from readlist.store.views import UnknownViewError

DISCUSS = {"To discuss": "tag:discuss is:unread"}


@pytest.fixture
def viewed(small):
    """The small library with the view "To discuss"."""
    small.save_view("To discuss", "tag:discuss is:unread")
    return small


def path_of(repository):
    return repository.directory / "library.json"


def put(repository, *documents):
    """Put documents into the table of the views, as a program does that knows nothing of them."""
    with LibraryDB(path_of(repository)) as db:
        db.table("views").insert_multiple(documents)


def edit(repository, change):
    """Change every view as a program does that writes plain JSON."""
    tables = json.loads(path_of(repository).read_bytes())
    tables["views"] = {doc_id: change(view) for doc_id, view in tables["views"].items()}
    path_of(repository).write_text(json.dumps(tables), encoding="utf-8")


# Kept


def test_a_library_has_no_views_at_first_and_no_table_of_them(small):
    assert small.views == {}
    small.compact()
    assert "views" not in json.loads(path_of(small).read_bytes())


def test_a_view_that_was_saved_is_there_after_the_program_ends(viewed, opened):
    assert viewed.views == DISCUSS
    assert opened(viewed).views == DISCUSS


def test_views_stand_in_the_order_in_which_they_were_saved(viewed, opened):
    viewed.save_view("A", "ash")
    viewed.save_view("To discuss", "tag:discuss")
    assert [*opened(viewed).views.items()] == [("To discuss", "tag:discuss"), ("A", "ash")]


def test_a_program_that_has_the_library_open_takes_in_the_views_of_another(viewed, opened):
    other = opened(viewed)
    viewed.save_view("A", "ash")
    viewed.remove_view("To discuss")
    assert other.views == DISCUSS
    assert other.refresh()
    assert other.views == {"A": "ash"}


def test_as_long_as_no_view_changes_the_views_are_the_same_object(viewed):
    before = viewed.views
    viewed.do(SetStarred(["ash"]))
    assert viewed.views is before


def test_views_outlive_compaction_and_any_program_reads_them(viewed, opened):
    viewed.compact()
    with TinyDB(path_of(viewed)) as db:
        assert db.table("views").all() == [{"name": "To discuss", "query": "tag:discuss is:unread"}]
    assert opened(viewed).views == DISCUSS


def test_a_backup_has_the_views_and_brings_them_back(viewed, opened, tmp_path, clock):
    backup = viewed.backup(tmp_path / "backup.json")
    viewed.remove_view("To discuss")
    restore(viewed.directory, backup, clock=clock)
    assert opened(viewed).views == DISCUSS


def test_a_view_of_that_name_whatever_its_case_is_replaced_and_takes_the_new_spelling(viewed):
    change = viewed.save_view("TO  DISCUSS", '  tag:talk\n"a  b"\n')
    assert viewed.views == {"TO DISCUSS": 'tag:talk "a  b"'}
    assert change.summary == 'Saved view TO DISCUSS: tag:talk "a  b"'


def test_a_view_that_is_there_as_it_is_saved_is_no_change(viewed):
    number = viewed.last_number
    assert viewed.save_view("To discuss", "tag:discuss is:unread").id == 0
    assert viewed.last_number == number


def test_a_view_is_removed_whatever_the_case_of_its_name(viewed, opened):
    assert viewed.remove_view("to discuss").summary == "Removed view To discuss"
    assert opened(viewed).views == {}


def test_a_view_that_is_not_there_cannot_be_removed(viewed):
    with pytest.raises(UnknownViewError, match="no view 'Nothing' in this library"):
        viewed.remove_view("Nothing")
    assert viewed.views == DISCUSS


@pytest.mark.parametrize("name", ["", "   ", "a\nb", "a\x1b[31m", "x" * 41, "a\u202eb", "a\u2028b"])
def test_a_view_has_a_name_of_one_clean_line(small, name):
    with pytest.raises(InvalidViewError):
        small.save_view(name, "ash")
    assert small.views == {}
    assert small.last_number == 0


def test_a_view_needs_a_query(small):
    with pytest.raises(InvalidViewError, match="the view 'A' needs a query"):
        small.save_view("A", " \n")


def test_what_could_not_be_saved_is_no_view(viewed, monkeypatch, opened):
    def full(_descriptor, _data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "write_all", full)
    with pytest.raises(StoreError, match="No space left"):
        viewed.save_view("A", "ash")
    with pytest.raises(StoreError, match="No space left"):
        viewed.remove_view("To discuss")
    assert viewed.views == opened(viewed).views == DISCUSS


# Taken back


def test_undo_takes_back_a_new_view_and_redo_does_it_again(viewed, opened):
    assert viewed.undo().summary == "Saved view To discuss: tag:discuss is:unread"
    assert opened(viewed).views == {}
    assert opened(viewed).redo().summary == "Saved view To discuss: tag:discuss is:unread"
    viewed.refresh()
    assert viewed.views == DISCUSS
    assert viewed.undo() is not None
    assert viewed.views == {}


def test_undo_brings_back_the_query_that_a_view_had(viewed):
    viewed.save_view("to discuss", "tag:talk")
    viewed.undo()
    assert viewed.views == DISCUSS


def test_undo_brings_back_a_view_that_was_removed_to_its_place(viewed):
    viewed.save_view("A", "ash")
    viewed.remove_view("To discuss")
    viewed.compact()
    viewed.undo()
    assert [*viewed.views] == ["To discuss", "A"]
    viewed.redo()
    assert [*viewed.views] == ["A"]


def test_views_and_papers_are_taken_back_in_the_order_in_which_they_were_changed(viewed):
    viewed.do(SetStarred(["ash"]))
    viewed.save_view("A", "ash")
    assert [change.summary for change in iter(viewed.undo, None)] == [
        "Saved view A: ash",
        "Starred: On ash",
        "Saved view To discuss: tag:discuss is:unread",
    ]
    assert viewed.views == {}
    assert not viewed.library["ash"].starred


def test_what_a_program_did_through_our_tinydb_is_taken_back_as_well(viewed):
    with LibraryDB(path_of(viewed)) as db:
        db.table("views").update({"query": "tag:theirs"})
    viewed.refresh()
    viewed.undo()
    assert viewed.views == DISCUSS


def test_what_another_program_made_of_a_view_since_is_left_as_it_is_and_told(viewed):
    viewed.compact()
    edit(viewed, lambda view: {**view, "query": "tag:theirs"})
    told = "nothing (the view changed since, left as it is): Saved view To discuss: tag:discuss is:unread"
    assert viewed.undo().summary == told
    assert viewed.views == {"To discuss": "tag:theirs"}


def test_a_view_does_not_come_back_where_another_has_its_name(viewed):
    viewed.save_view("A", "ash")
    viewed.remove_view("To discuss")
    viewed.compact()
    edit(viewed, lambda view: {**view, "name": "TO DISCUSS"})
    assert viewed.undo().summary.startswith("nothing (")
    assert viewed.views == {"TO DISCUSS": "ash"}


# What is none


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"name": "A", "query": 3}, "field 'query': must be text"),
        ({"query": "ash"}, "field 'name': must be text"),
        ({"name": "a\x1b[31m", "query": "ash"}, "field 'name': 'a\\x1b[31m' cannot be one"),
        ({"name": "x" * 41, "query": "ash"}, f"field 'name': '{'x' * 41}' cannot be one"),
        ({"name": "A", "query": "a\nb"}, "field 'query': 'a\\nb' cannot be one"),
        ({"name": "TO discuss", "query": "ash"}, "another view is called 'TO discuss'"),
    ],
)
def test_what_is_no_view_is_left_out_told_by_the_doctor_and_taken_out_by_a_repair(
    viewed, opened, clock, document, said
):
    put(viewed, document)
    assert opened(viewed).views == DISCUSS
    (finding,) = check(viewed.directory).findings
    assert finding.what == f"view 2: {said}"
    lines = repair(viewed.directory, clock=clock)
    assert lines[0].startswith(f"view 2 is taken out ({said}): ")
    assert "\x1b" not in lines[0]
    assert check(viewed.directory).findings == []
    assert opened(viewed).views == DISCUSS
    (backup,) = viewed.directory.glob("backups/*.json")
    assert document in json.loads(backup.read_bytes())["views"].values()


@pytest.mark.parametrize("doc_id", ["x", "0", "007", "٣"])
def test_a_view_whose_id_is_no_number_is_told_and_taken_out(viewed, opened, clock, doc_id):
    viewed.compact()
    tables = json.loads(path_of(viewed).read_bytes())
    tables["views"][doc_id] = {"name": "A", "query": "ash"}
    path_of(viewed).write_text(json.dumps(tables), encoding="utf-8")
    assert opened(viewed).views == DISCUSS
    assert [f.what for f in check(viewed.directory).findings][1:] == [f"view {doc_id}: its id must be a whole number"]
    repair(viewed.directory, clock=clock)
    assert check(viewed.directory).findings == []
    assert opened(viewed).views == DISCUSS


def test_a_library_with_views_has_nothing_wrong(viewed):
    viewed.compact()
    viewed.save_view("A", "ash")
    assert check(viewed.directory).findings == []


@pytest.mark.parametrize("table", [b'"views":{', b'"papers":{', b'"history":{'])
def test_where_the_line_that_opens_a_table_is_damaged_views_stay_views_and_papers_papers(
    viewed, opened, contents, table
):
    viewed.compact()
    before, data = contents(viewed), path_of(viewed).read_bytes()
    assert data.count(table) == 1
    # Without its index the file can only be read line by line.
    data = data[: data.index(b'"index":{')]
    path_of(viewed).write_bytes(data.replace(table, b"\xff" * len(table)))
    again = opened(viewed)
    assert (again.views, contents(again)) == (DISCUSS, before)


def test_a_damaged_view_is_named_and_all_else_is_there(viewed, opened, contents):
    viewed.save_view("A", "ash")
    viewed.compact()
    data = path_of(viewed).read_bytes()
    path_of(viewed).write_bytes(data.replace(b'"query":"ash"', b'"query":"bsh"', 1))
    again = opened(viewed)
    assert "document 2 of table 'views' is lost" in again.notices[0]
    assert (again.views, contents(again)) == (DISCUSS, contents(viewed))
