import pytest

from readlist.model.actions import SetNote, SetStatus
from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.library import Library
from readlist.model.paper import Paper, Status

NOW = "2026-11-21T08:00:00Z"
LIBRARY = Library([Paper(key="a", number=1, starred=True, note="newer"), Paper(key="b", number=2)])


def test_the_inverse_of_an_edit_sets_only_the_fields_that_the_edit_set():
    edit = Edit("a", {"starred": False}, {"starred": True})
    assert LIBRARY.apply([edit.inverse])["a"] == Paper(key="a", number=1, note="newer")


def test_fields_that_a_paper_has_already_are_no_edit():
    assert Edit.of_fields(LIBRARY["a"], starred=True, note="newer") is None
    assert Edit.of_fields(LIBRARY["a"], starred=True, note="x") == Edit("a", {"note": "newer"}, {"note": "x"})


def test_a_whole_paper_is_one_edit_in_and_out():
    paper = Paper(key="c", number=3, title="C", tags=("x",))
    library = LIBRARY.apply([Edit.adding(paper)])
    assert library["c"] == paper
    assert tuple(library.apply([Edit.removing(paper)])) == tuple(LIBRARY)
    assert Edit.adding(paper).inverse == Edit.removing(paper)


@pytest.mark.parametrize(
    "change",
    [
        SetStatus(["a", "b"], Status.READ).change(LIBRARY, NOW),
        SetNote("a", "text", session="s").change(LIBRARY, NOW),
        Change("remove", "Removed: B", NOW, (Edit.removing(LIBRARY["b"]),), 7, ChangeKind.UNDO, 6),
    ],
)
def test_a_change_survives_json(change):
    assert Change.from_json(change.to_json()) == change


@pytest.mark.parametrize(
    "damage", [{"kind": "did"}, {"id": "one"}, {"of": "one"}, {"edits": None}, {"edits": [{"key": "a"}]}]
)
def test_what_is_no_change_is_told(damage):
    data = SetStatus(["a"], Status.READ).change(LIBRARY, NOW).to_json()
    with pytest.raises((KeyError, TypeError, ValueError)):
        Change.from_json({**data, **damage})
