from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus
from readlist.model.change import Change, ChangeKind, Edit, History
from readlist.model.library import Library
from readlist.model.paper import Paper, Status

NOW = "2026-11-21T08:00:00Z"


class Desk:
    """A library with its history, as a store keeps them."""

    def __init__(self, *papers):
        self.library, self.history = Library(papers), History()

    def take(self, change):
        change = Change(
            change.action, change.summary, change.at, change.edits, self.history.last_id + 1, change.kind, change.of,
            change.session,
        )  # fmt: skip
        self.library = self.library.apply(change.edits)
        self.history.append(change)
        return change

    def do(self, action):
        return self.take(action.change(self.library, NOW))

    def undo(self):
        change = self.history.undo(NOW)
        return change and self.take(change)

    def redo(self):
        change = self.history.redo(NOW)
        return change and self.take(change)


def desk():
    return Desk(*(Paper(key=key, number=n, title=key.upper()) for n, key in enumerate("abc", start=1)))


def test_undo_takes_back_the_last_action_first_and_redo_does_it_again():
    here = desk()
    here.do(SetStatus(["a"], Status.READ))
    here.do(SetStarred(["b"]))
    assert here.undo().summary == "Starred: B"
    assert not here.library["b"].starred
    assert here.undo().summary == "Read: A"
    assert here.library["a"] == desk().library["a"]
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


def test_undo_sets_only_the_fields_that_the_action_set():
    paper = Paper(key="a", number=1, starred=True, note="newer")
    edit = Edit("a", {"starred": False}, {"starred": True})
    assert Library([paper]).apply([edit.inverse])["a"] == Paper(key="a", number=1, note="newer")


def test_a_history_that_lost_its_beginning_does_not_undo_the_wrong_action():
    here = desk()
    here.do(SetStarred(["a"]))
    here.do(SetStarred(["b"]))
    here.undo()
    here.undo()
    here.redo()
    cut = History.of(here.history.changes[1:])
    # What is left knows that b was starred and unstarred; a's star is out of its reach.
    assert cut.undo(NOW) is None
    assert cut.redo(NOW).keys == ("b",)


def test_a_change_survives_json():
    change = desk().do(SetStatus(["a", "b"], Status.READ))
    assert Change.from_json(change.to_json()) == change
