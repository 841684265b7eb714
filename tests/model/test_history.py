import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.history import History
from readlist.model.library import Library
from readlist.model.paper import Paper, Status

NOW = "2026-11-21T08:00:00Z"


class Add:
    """Puts papers in, the way an import does."""

    def __init__(self, *keys, **fields):
        self.keys, self.fields = keys, fields

    def change(self, library, now):
        first = library.next_number
        papers = [Paper(key=key, number=first + i, title=key.upper(), **self.fields) for i, key in enumerate(self.keys)]
        new = tuple(Edit.adding(paper) for paper in papers if paper.key not in library)
        return Change("import", f"Imported {len(new)} papers", now, new)


class Desk:
    """A library with its history, as a store keeps them."""

    def __init__(self, library, changes=()):
        self.library, self.history = library, History.of(changes)

    def copy(self):
        return Desk(self.library, self.history.changes)

    @property
    def papers(self):
        return {paper.key: paper.to_fields() for paper in self.library}

    def take(self, change):
        if change is None or (change.kind is ChangeKind.DO and not change.edits):
            return None
        change = dataclasses.replace(change, id=self.history.last_id + 1)
        self.library = self.library.apply(change.edits)
        self.history.append(change)
        return change

    def do(self, action):
        return self.take(action.change(self.library, NOW))

    def undo(self):
        return self.take(self.history.undo(NOW, self.library))

    def redo(self):
        return self.take(self.history.redo(NOW, self.library))

    def foreign(self, action):
        """Change the library in a way that the history does not know of."""
        self.library = self.library.apply(action.change(self.library, NOW).edits)


def desk(keys="abc"):
    return Desk(Library(Paper(key=key, number=n, title=key.upper()) for n, key in enumerate(keys, start=1)))


def test_undo_takes_back_the_last_action_first_and_redo_does_it_again():
    here = desk()
    here.do(SetStatus(["a"], Status.READ))
    here.do(SetStarred(["b"]))
    assert here.undo().summary == "Starred: B"
    assert not here.library["b"].starred
    assert here.undo().summary == "Read: A"
    assert here.papers == desk().papers
    assert here.undo() is None
    assert here.redo().kind is ChangeKind.REDO
    assert here.library["a"].status is Status.READ
    here.redo()
    assert here.library["b"].starred
    assert here.redo() is None


def test_a_new_action_makes_an_end_of_what_could_be_redone():
    here = desk()
    here.do(SetStarred(["a"]))
    here.undo()
    here.do(SetStarred(["b"]))
    assert here.redo() is None
    assert here.undo().keys == ("b",)


def test_a_removed_paper_comes_back_whole_and_in_its_place():
    here = desk()
    here.do(SetNote("b", "precious"))
    here.do(Remove(["b"]))
    assert here.library.keys == ("a", "c")
    here.undo()
    assert here.library.keys == ("a", "b", "c")
    assert here.library["b"].note == "precious"


def test_an_action_over_many_papers_is_one_step():
    here = desk()
    here.do(SetStatus("abc", Status.READ))
    assert here.undo().keys == ("a", "b", "c")
    assert here.papers == desk().papers


def test_saves_of_one_editing_session_are_one_step():
    here = desk()
    here.do(SetNote("a", "before"))
    for text in ("o", "on", "one"):
        here.do(SetNote("a", text, session="s1"))
    here.do(SetNote("a", "other", session="s2"))
    here.undo()
    assert here.library["a"].note == "one"
    here.undo()
    assert here.library["a"].note == "before"
    here.redo()
    assert here.library["a"].note == "one"


def test_a_session_that_was_interrupted_by_another_action_is_two_steps():
    here = desk()
    here.do(SetNote("a", "one", session="s"))
    here.do(SetStarred(["a"]))
    here.do(SetNote("a", "two", session="s"))
    here.undo()
    assert here.library["a"].note == "one"
    assert here.library["a"].starred


def test_a_session_that_goes_on_after_undo_and_redo_is_still_one_step():
    here = desk()
    for text in ("o", "on"):
        here.do(SetNote("a", text, session="s"))
    here.undo()
    here.redo()
    here.do(SetNote("a", "one", session="s"))
    here.undo()
    assert here.library["a"].note == ""
    here.redo()
    assert here.library["a"].note == "one"
    assert len(here.history.actions()) == 1


def test_a_session_may_touch_several_fields_of_a_paper_and_in_the_end_remove_it():
    here = desk()
    before = here.papers
    here.do(Doing(Edit("a", {"note": ""}, {"note": "x"}), session="s"))
    here.do(Doing(Edit("a", {"starred": False}, {"starred": True}), session="s"))
    here.undo()
    assert here.papers == before
    here.redo()
    here.do(Doing(Edit.removing(here.library["a"]), session="s"))
    here.undo()
    assert here.papers == before
    here.redo()
    assert "a" not in here.library


def test_what_a_session_left_as_it_was_is_none_of_its_business():
    here = desk()
    here.do(SetNote("a", "x", session="s"))
    here.do(SetNote("a", "", session="s"))
    here.foreign(SetNote("a", "theirs"))
    assert here.undo().summary == "nothing (there was nothing to change): Note emptied: A"
    assert here.library["a"].note == "theirs"


# Papers that were changed since, other than through the history


def test_a_field_that_was_changed_since_stays_and_the_others_go_back():
    here = desk()
    here.do(SetNotesAndStar())
    here.foreign(SetNote("a", "theirs"))
    assert here.undo().summary == "in part (its note changed since, left as it is): Both: A"
    assert (here.library["a"].note, here.library["a"].starred) == ("theirs", False)
    here.redo()
    assert (here.library["a"].note, here.library["a"].starred) == ("theirs", True)


class SetNotesAndStar:
    """Sets two fields of a paper."""

    def change(self, library, now):
        edit = Edit.of_fields(library["a"], note="ours", starred=True)
        return Change("both", "Both: A", now, (edit,))


def test_of_many_papers_those_that_were_changed_since_stay():
    here = desk()
    here.do(SetStarred("abc"))
    here.foreign(SetStarred("b", starred=False))
    here.foreign(Remove("c"))
    here.do(SetTags("ab", add=["x"]))
    here.foreign(SetTags("b", add=["y"]))
    assert here.undo().summary == "in part (1 paper changed since, left as it is): Tagged +x: 2 papers"
    assert [paper.tags for paper in here.library] == [(), ("x", "y")]
    change = here.undo()
    # b has no star already: nothing has to be said of it.
    assert change.summary == "in part (1 is gone): Starred: 3 papers"
    assert change.keys == ("a",)
    assert here.redo().keys == ("a",)
    assert [paper.starred for paper in here.library] == [True, False]


def test_redo_brings_back_what_undo_took_and_no_more():
    here = desk()
    here.do(SetNote("a", "ours"))
    here.do(SetTags("abc", add=["x"]))
    here.foreign(SetTags("b", add=["theirs"]))
    before = here.papers
    here.undo()
    here.redo()
    assert here.papers == before
    # Nor does the next undo touch what the first one left.
    here.foreign(SetTags("b", remove=["theirs"]))
    assert here.undo().keys == ("a", "c")


def test_an_action_of_which_all_was_changed_since_is_passed_over():
    here = desk()
    here.do(SetStarred(["b"]))
    here.do(SetNote("a", "ours"))
    here.foreign(SetNote("a", "theirs"))
    change = here.undo()
    assert (change.edits, change.summary) == ((), "nothing (its note changed since, left as it is): Note: A")
    assert here.undo().summary == "Starred: B"
    assert here.undo() is None
    here.redo()
    assert here.redo().edits == ()
    assert here.redo() is None
    assert here.library["a"].note == "theirs"


def test_what_is_as_it_was_already_is_passed_over():
    here = desk()
    here.do(SetStarred(["a"]))
    here.foreign(SetStarred(["a"], starred=False))
    assert here.undo().summary == "nothing (there was nothing to change): Starred: A"


def test_a_status_that_was_changed_since_keeps_what_tells_how_it_came_about():
    here = desk()
    here.do(SetStatus(["a"], Status.READ))
    here.foreign(SetStatus(["a"], Status.QUEUED))
    before = here.papers
    assert here.undo().summary == "nothing (its status changed since, left as it is): Read: A"
    assert here.papers == before


def test_a_date_that_was_changed_since_does_not_keep_the_status_from_going_back():
    here = desk()
    here.do(SetStatus(["a"], Status.READ))
    here.library = here.library.apply([Edit("a", {"read_on": NOW}, {"read_on": "2020-01-01T00:00:00Z"})])
    assert here.undo().summary == "in part (its date of reading changed since, left as it is): Read: A"
    assert here.library["a"].status is Status.INBOX


def test_several_fields_that_stay_are_named():
    here = desk()
    here.do(SetNotesAndStar())
    here.do(Remove("b"))
    here.do(SetTags("a", add=["x"]))
    here.foreign(SetTags("a", add=["y"]))
    assert here.undo().summary == "nothing (its tags changed since, left as they are): Tagged +x: A"
    here.undo()
    fields = [{"note": "ours", "tags": []}, {"note": "theirs", "tags": ["z"]}]
    both = Edit("a", *fields)
    here.do(Doing(both.inverse))
    here.library = here.library.apply([Edit("a", fields[0], {"note": "3", "tags": ["3"]})])
    assert here.undo().summary.startswith("nothing (its tags and note changed since, left as they are): ")


class Doing:
    """Makes these edits."""

    def __init__(self, *edits, session=None):
        self.edits, self.session = edits, session

    def change(self, _library, now):
        return Change("do", "Did", now, self.edits, session=self.session)


def test_an_added_paper_that_was_changed_since_stays():
    here = desk("")
    here.do(Add("d", "e"))
    here.foreign(SetNote("d", "precious"))
    assert here.undo().summary == "in part (1 paper changed since, left as it is): Imported 2 papers"
    assert here.library.keys == ("d",)
    here.redo()
    assert here.library.keys == ("d", "e")
    assert here.library["d"].note == "precious"


def test_an_added_paper_that_is_gone_needs_no_undo():
    here = desk("")
    here.do(Add("d"))
    here.foreign(Remove("d"))
    assert here.undo().edits == ()
    assert here.redo().edits == ()
    assert len(here.library) == 0


@pytest.mark.parametrize(
    "other", [Paper(key="b", number=9), Paper(key="B", number=9), Paper(key="other", number=2)], ids=str
)
def test_a_removed_paper_whose_key_or_number_is_taken_stays_out(other):
    here = desk()
    here.do(Remove("bc"))
    here.library = here.library.apply([Edit.adding(other)])
    assert here.undo().summary == "in part (1 cannot come back, key or number taken): Removed: 2 papers"
    assert sorted(here.library.keys) == sorted(["a", "c", other.key])
    assert here.library[other.key] == other


def test_one_removed_paper_that_cannot_come_back_is_told_of():
    here = desk()
    here.do(Remove("b"))
    here.library = here.library.apply([Edit.adding(Paper(key="b", number=9))])
    assert here.undo().summary == "nothing (another paper has its key or number): Removed: B"


def test_a_removed_paper_that_is_back_already_needs_no_undo():
    here = desk()
    old = here.library["b"]
    here.do(Remove("b"))
    here.library = here.library.apply([Edit.adding(old)])
    assert here.undo().summary == "nothing (there was nothing to change): Removed: B"


def test_a_paper_can_give_its_number_to_another_and_take_it_back():
    here = desk()
    old = here.library["b"]
    here.do(Doing(Edit.removing(old), Edit.adding(dataclasses.replace(old, key="B"))))
    assert here.library.keys == ("a", "B", "c")
    here.undo()
    assert here.library.keys == ("a", "b", "c")
    here.redo()
    assert here.library.keys == ("a", "B", "c")


def test_a_paper_that_came_back_and_was_changed_since_is_not_removed_again():
    here = desk()
    here.do(Remove("a"))
    here.undo()
    here.foreign(SetNote("a", "precious"))
    assert here.redo().summary == "nothing (the paper changed since, left as it is): Removed: A"
    assert here.library["a"].note == "precious"


def test_a_paper_added_by_a_version_that_knew_fewer_fields_can_be_taken_out():
    here = desk("")
    here.do(Doing(Edit("d", None, {"key": "d", "number": 1, "title": "D"})))
    here.undo()
    assert len(here.library) == 0


def test_a_field_that_only_another_version_knows_is_passed_over():
    here = desk()
    here.do(SetStarred("a"))
    changes = [dataclasses.replace(c, edits=(Edit("a", {"rating": 1}, {"rating": 2}),)) for c in here.history.changes]
    assert Desk(here.library, changes).undo().edits == ()


# What a history tells


def done(here):
    """How many actions are done, and not undone."""
    return [action.undone for action in here.history.actions()].count(False)


def told(here):
    return [(action.newest.summary, action.undone) for action in here.history.actions()]


def test_the_actions_are_told_oldest_first_with_what_is_undone():
    here = desk()
    here.do(SetStarred("a"))
    here.do(SetStarred("b"))
    here.do(SetStarred("c"))
    here.undo()
    here.undo()
    here.redo()
    assert told(here) == [("Starred: A", False), ("Starred: B", False), ("Starred: C", True)]
    here.do(SetNote("c", "x"))
    # The star of c can no longer be done again, yet it was an action.
    assert told(here) == [("Starred: A", False), ("Starred: B", False), ("Starred: C", True), ("Note: C", False)]


def test_a_session_is_told_as_one_action_with_its_papers_once():
    here = desk()
    for text in ("o", "on", "one"):
        here.do(SetNote("a", text, session="s"))
    (action,) = here.history.actions()
    assert action.keys == ("a",)
    assert action.newest.edits[0].after == {"note": "one"}


# Histories that lack something


def test_a_history_that_lost_its_beginning_does_not_undo_the_wrong_action():
    here = desk()
    here.do(SetStarred(["a"]))
    here.do(SetStarred(["b"]))
    here.undo()
    here.undo()
    here.redo()
    cut = Desk(here.library, here.history.changes[1:])
    # What is left knows that b was starred and unstarred; a's star is out of its reach.
    assert cut.undo() is None
    assert cut.redo().keys == ("b",)


def test_a_session_that_lost_its_beginning_is_known_to_be_undone():
    here = desk()
    for text in ("o", "on", "one"):
        here.do(SetNote("a", text, session="s"))
    here.undo()
    cut = Desk(here.library, here.history.changes[1:])
    assert told(cut) == [("Note: A", True)]
    assert cut.undo() is None


def test_a_lost_undo_is_inferred_from_the_next():
    here = desk()
    here.do(SetStarred("a"))
    here.do(SetStarred("b"))
    here.undo()
    here.undo()
    gap = Desk(here.library, [change for change in here.history.changes if change.id != 3])
    assert told(gap) == [("Starred: A", True), ("Starred: B", True)]
    gap.redo()
    gap.redo()
    assert [paper.starred for paper in gap.library] == [True, True, False]


def test_a_lost_redo_is_inferred_from_the_next():
    here = desk()
    here.do(SetStarred("a"))
    here.do(SetStarred("b"))
    for step in (here.undo, here.undo, here.redo, here.redo):
        step()
    gap = Desk(here.library, [change for change in here.history.changes if change.id != 5])
    assert told(gap) == [("Starred: A", False), ("Starred: B", False)]
    gap.undo()
    gap.undo()
    assert not any(paper.starred for paper in gap.library)


# Anything, in any order

KEYS = st.sampled_from("abcd")
SETS = st.sets(KEYS, min_size=1).map(sorted)
ACTIONS = st.one_of(
    st.builds(SetStatus, SETS, st.sampled_from(Status)),
    st.builds(SetStarred, SETS),
    st.builds(lambda keys, tag: SetTags(keys, add=[tag]), SETS, st.sampled_from(["x", "y", "z"])),
    st.builds(SetNote, KEYS, st.text("mn", max_size=2), session=st.sampled_from([None, "s", "t"])),
    st.builds(Remove, SETS),
    st.builds(lambda keys: Add(*keys), SETS),
)


def there(action, library):
    """The same action on those of its papers that are there; None where none is."""
    if isinstance(action, Add):
        return action
    if isinstance(action, SetNote):
        return action if action.key in library else None
    keys = [key for key in action.keys if key in library]
    return dataclasses.replace(action, keys=keys) if keys else None


@settings(deadline=None, max_examples=200)
@given(st.lists(st.one_of(ACTIONS, st.sampled_from(["undo", "redo", "reopen"])), max_size=30))
def test_undo_and_redo_walk_through_the_states_that_there_were(steps):
    here = desk()
    # What the papers looked like after each action that is in reach, and the session that it belongs to.
    states, sessions, now = [here.papers], [None], 0
    for step in steps:
        if step == "reopen":
            here = here.copy()
        elif step == "undo":
            assert (here.undo() is not None) == (now > 0)
            now = max(now - 1, 0)
        elif step == "redo":
            assert (here.redo() is not None) == (now + 1 < len(states))
            now = min(now + 1, len(states) - 1)
        elif (action := there(step, here.library)) and (change := here.do(action)):
            if not (change.session and change.session == sessions[now]):
                now += 1
            states[now:], sessions[now:] = [here.papers], [change.session]
        assert here.papers == states[now]
        assert done(here) == now


FOREIGN = st.tuples(KEYS, st.sampled_from(["note", "title", "gone"]))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(ACTIONS, FOREIGN, st.sampled_from(["undo", "redo"])), max_size=30))
def test_what_others_changed_is_never_undone_and_the_next_step_takes_an_undo_or_redo_back(steps):
    here = desk()
    # Fields whose value is somebody else's: changed without the history, and not again through it.
    theirs = {}
    for number, step in enumerate(steps):
        if isinstance(step, str):
            before, count = here.papers, done(here)
            change = here.undo() if step == "undo" else here.redo()
            assert {(key, name): here.papers[key][name] for key, name in theirs} == theirs
            if change is not None:
                assert done(here) - count == (-1 if step == "undo" else 1)
                back = here.copy()
                assert (back.redo() if step == "undo" else back.undo()) is not None
                assert back.papers == before
        elif isinstance(step, tuple):
            key, name = step
            if key in here.library and name == "gone":
                here.foreign(Remove([key]))
                theirs = {field: value for field, value in theirs.items() if field[0] != key}
            elif key in here.library:
                value = theirs[key, name] = f"theirs {number}"
                here.library = here.library.apply([Edit(key, {}, {name: value})])
        elif (action := there(step, here.library)) and (change := here.do(action)):
            for edit in change.edits:
                for name in edit.after or ("note", "title"):
                    theirs.pop((edit.key, name), None)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_history_with_gaps_can_be_walked_to_both_ends(data):
    here = desk()
    for step in data.draw(st.lists(st.one_of(ACTIONS, st.sampled_from(["undo", "redo"])), max_size=30)):
        if isinstance(step, str):
            here.undo() if step == "undo" else here.redo()
        elif action := there(step, here.library):
            here.do(action)
    kept = [change for change in here.history.changes if data.draw(st.booleans())]
    gaps = Desk(here.library, kept)
    count = done(gaps)
    for _ in range(count):
        assert gaps.undo() is not None
    assert gaps.undo() is None
    assert done(gaps) == 0
    for _ in range(count):
        assert gaps.redo() is not None
    keys = [paper.key for paper in gaps.library]
    assert len(keys) == len(set(keys))
