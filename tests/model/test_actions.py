import pytest

from readlist.model.actions import (
    AppendNote,
    Remove,
    RenameTag,
    SetNote,
    SetStarred,
    SetStatus,
    SetTags,
    SetUnread,
)
from readlist.model.library import Library, UnknownPaperError
from readlist.model.paper import Paper, Status

NOW = "2026-11-21T08:00:00Z"
LATER = "2026-11-22T08:00:00Z"


def library(**fields):
    return Library([Paper(key="a", number=1, title="Alpha", **fields), Paper(key="b", number=2, title="Beta")])


def after(before, *actions, now=NOW):
    for action in actions:
        before = before.apply(action.change(before, now).edits)
    return before


def test_a_first_decision_takes_a_paper_out_of_the_inbox_and_says_when():
    paper = after(library(), SetStatus(["a"], Status.QUEUED))["a"]
    assert (paper.status, paper.triaged, paper.read_on) == (Status.QUEUED, NOW, None)


def test_a_later_decision_keeps_the_time_of_the_first():
    queued = after(library(), SetStatus(["a"], Status.QUEUED))
    paper = after(queued, SetStatus(["a"], Status.READ), now=LATER)["a"]
    assert (paper.triaged, paper.read_on) == (NOW, LATER)


@pytest.mark.parametrize("status", [Status.INBOX, Status.QUEUED, Status.READING])
def test_toggling_read_off_returns_to_the_status_before(status):
    start = library() if status is Status.INBOX else after(library(), SetStatus(["a"], status))
    toggle = SetStatus(["a"], Status.READ, toggle=True)
    paper = after(start, toggle, toggle)["a"]
    assert (paper.status, paper.read_on) == (status, None)


def test_toggling_papers_of_which_one_is_not_read_reads_them_all():
    mixed = after(library(), SetStatus(["a"], Status.READ))
    both = after(mixed, SetStatus(["a", "b"], Status.READ, toggle=True))
    assert {paper.status for paper in both} == {Status.READ}


def test_a_read_paper_goes_to_the_archive_and_back():
    archive = SetStatus(["a"], Status.ARCHIVED, toggle=True)
    read = after(library(), SetStatus(["a"], Status.READ))
    archived = after(read, archive)
    assert archived["a"].status is Status.ARCHIVED
    assert archived["a"].read_on == NOW
    assert after(archived, archive)["a"].status is Status.READ


@pytest.mark.parametrize("status", [Status.READ, Status.ARCHIVED])
def test_unread_brings_a_paper_back_among_the_unread(status):
    queued = after(library(), SetStatus(["a"], Status.QUEUED))
    done = after(queued, SetStatus(["a"], status))
    assert after(done, SetUnread(["a"]))["a"].status is Status.QUEUED


def test_unread_leaves_unread_papers_alone():
    assert SetUnread(["a"]).change(after(library(), SetStatus(["a"], Status.READING)), NOW).edits == ()


def test_a_read_paper_from_elsewhere_without_a_status_before_is_queued_when_unread():
    paper = after(library(status=Status.READ, triaged=NOW, read_on=NOW), SetUnread(["a"]))["a"]
    assert (paper.status, paper.read_on) == (Status.QUEUED, None)


def test_an_unread_after_read_and_archived_and_back_is_among_the_unread():
    there = after(library(), SetStatus(["a"], Status.READ), SetStatus(["a"], Status.ARCHIVED))
    back = after(there, SetStatus(["a"], Status.READ))
    assert after(back, SetUnread(["a"]))["a"].status.unread


def test_one_change_for_many_papers_counts_only_those_that_it_touched():
    queued = after(library(), SetStatus(["a"], Status.QUEUED))
    change = SetStatus(["a", "b"], Status.QUEUED).change(queued, NOW)
    assert (change.keys, change.summary) == (("b",), "Queued: Beta")


def test_what_is_so_already_is_no_change():
    assert SetStatus(["a"], Status.INBOX).change(library(), NOW).edits == ()
    assert SetStarred(["a"], starred=False).change(library(), NOW).edits == ()
    assert SetTags(["a"], remove=["none"]).change(library(), NOW).edits == ()
    assert SetNote("a", "").change(library(), NOW).edits == ()


def test_the_star_is_toggled_for_all_together():
    one = after(library(), SetStarred(["a"]))
    both = after(one, SetStarred(["a", "b"]))
    assert [paper.starred for paper in both] == [True, True]
    assert [paper.starred for paper in after(both, SetStarred(["a", "b"]))] == [False, False]


def test_tags_come_and_go_whatever_their_case():
    tagged = after(library(), SetTags(["a"], add=["RLHF", "ml/nlp", "rlhf"]))
    assert tagged["a"].tags == ("RLHF", "ml/nlp")
    assert after(tagged, SetTags(["a"], remove=["rlhf"]))["a"].tags == ("ml/nlp",)


def test_a_tag_keeps_the_spelling_that_the_library_knows():
    tagged = after(library(), SetTags(["a"], add=["RLHF"]), SetTags(["b"], add=["rlhf"]))
    assert tagged["b"].tags == ("RLHF",)


def test_renaming_a_tag_takes_the_tags_below_it_along_and_no_others():
    tagged = after(library(), SetTags(["a"], add=["ml", "ml/nlp", "mlops"]), SetTags(["b"], add=["ai", "ML"]))
    renamed = after(tagged, RenameTag("ml", "ai"))
    assert renamed["a"].tags == ("ai", "ai/nlp", "mlops")
    assert renamed["b"].tags == ("ai",)


def test_a_note_is_kept_as_typed_but_for_what_drives_a_terminal():
    assert (
        after(library(), SetNote("a", "  # Idea\n\n- \x1b[31mred\t\n"))["a"].note == "  # Idea\n\n- \ufffd[31mred\t\n"
    )


def test_text_put_behind_a_note_is_a_paragraph_of_its_own():
    assert after(library(), AppendNote("a", "one"), AppendNote("a", "two"))["a"].note == "one\n\ntwo"


def test_a_paper_that_is_not_there_is_named():
    with pytest.raises(UnknownPaperError, match="'zzz'"):
        Remove(["a", "zzz"]).change(library(), NOW)


def test_summaries_hold_nothing_that_drives_a_terminal():
    change = SetStarred(["a"]).change(Library([Paper(key="a", number=1, title="x\x1b]0;evil\x07y")]), NOW)
    assert change.summary == "Starred: x\ufffd]0;evil\ufffdy"


def test_toggling_the_inbox_for_papers_that_are_there_returns_to_where_they_came_from():
    back = SetStatus(["a"], Status.INBOX, toggle=True)
    assert back.change(library(), NOW).edits == ()
    queued_and_back = after(library(), SetStatus(["a"], Status.QUEUED), SetStatus(["a"], Status.INBOX))
    assert after(queued_and_back, back)["a"].status is Status.QUEUED


def test_a_note_that_was_changed_on_both_sides_keeps_both_texts():
    theirs = after(library(note="begun"), SetNote("a", "begun by them"))
    kept = after(theirs, SetNote("a", "begun by us", base="begun"))["a"].note
    assert kept.startswith("begun by us\n")
    assert kept.endswith("\nbegun by them")
    assert "elsewhere" in kept


def test_a_note_that_nobody_else_changed_is_just_saved():
    assert after(library(note="begun"), SetNote("a", "finished", base="begun"))["a"].note == "finished"


def test_of_two_notes_one_of_which_holds_the_other_the_longer_stays():
    longer = after(library(note="begun"), SetNote("a", "begun, and appended elsewhere"))
    assert after(longer, SetNote("a", "begun, and", base="begun"))["a"].note == "begun, and appended elsewhere"
