import pytest

from readlist.model.actions import (
    CHANGED_ELSEWHERE,
    AppendNote,
    Defer,
    Remove,
    RenameTag,
    SetNote,
    SetStarred,
    SetStatus,
    SetTags,
    SetUnread,
)
from readlist.model.actions_merging import MergePapers
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


@pytest.mark.parametrize(("ours", "theirs", "kept"), [
    ("one\ntwo\n\nours", "one\ntwo\n\ntheirs", "one\ntwo\n\nours\n\n{}\n\ntheirs"),
    ("one\ntwo, ours", "one\ntwo\n\ntheirs", "one\ntwo, ours\n\ntheirs"),
    ("One\ntwo", "one\ntwo\n\ntheirs", "One\ntwo\n\ntheirs"),
    ("one\ntwo, ours", "one\ntwo, theirs", "one\ntwo, ours\n\n{}\n\ntwo, theirs"),
    ("one\ntwo\n\nours", "zero\none\ntwo", "zero\none\ntwo\n\nours"),
    ("one\n\nours", "one\ntwo\n\n", "one\n\nours\n\n"),
])  # fmt: skip
def test_where_a_note_was_written_on_both_sides_the_old_one_does_not_come_twice(ours, theirs, kept):
    changed = after(library(note="one\ntwo"), SetNote("a", theirs))
    assert after(changed, SetNote("a", ours, base="one\ntwo"))["a"].note == kept.format(CHANGED_ELSEWHERE)


def test_notes_that_were_both_begun_anew_are_kept_whole():
    theirs = after(library(), SetNote("a", "## Claim\ntheirs"))
    kept = after(theirs, SetNote("a", "## Claim\nours", base=""))["a"].note
    assert kept == f"## Claim\nours\n\n{CHANGED_ELSEWHERE}\n\n## Claim\ntheirs"


def test_a_note_that_nobody_else_changed_is_just_saved():
    assert after(library(note="begun"), SetNote("a", "finished", base="begun"))["a"].note == "finished"


def test_of_two_notes_one_of_which_holds_the_other_the_longer_stays():
    longer = after(library(note="begun"), SetNote("a", "begun, and appended elsewhere"))
    assert after(longer, SetNote("a", "begun, and", base="begun"))["a"].note == "begun, and appended elsewhere"


def test_of_two_programs_that_write_in_turn_each_finds_its_text_once():
    shelf, saved, typed = library(note="Begun."), ["Begun."] * 2, ["", ""]
    for number in range(30):
        for side, sentence in enumerate((f" Ours {number}.", f" Theirs {number}.")):
            # Each goes on behind what it wrote last.
            before, told, behind = saved[side].rpartition(typed[side].strip() or "Begun.")
            shelf = after(shelf, SetNote("a", before + told + sentence + behind, f"session {side}", saved[side]))
            saved[side], typed[side] = shelf["a"].note, sentence
    note = shelf["a"].note
    assert all(note.count(f" {number}.") == 2 for number in range(30))
    assert note.count(CHANGED_ELSEWHERE) == 1


# Tags


def test_only_the_tags_that_a_paper_gets_or_loses_are_told():
    tagged = library(tags=("old", "ML"))
    assert SetTags(["a"], add=["ml", "new"], remove=["old", "nothing"]).change(tagged, NOW).summary == (
        "Tagged +new -old: Alpha"
    )
    both = SetTags(["a", "b"], add=["ml"], remove=["old"]).change(tagged, NOW)
    assert both.summary == "Tagged +ML -old: 2 papers"


# Renaming tags


@pytest.mark.parametrize(
    ("of_a", "of_b", "old", "new", "names"),
    [
        (["rlhf", "rlhf/x"], ["RLHF"], "rlhf", "RLHF", [("RLHF", "RLHF/x"), ("RLHF",)]),
        (["nlp"], ["ml"], "nlp", "ML", [("ml",), ("ml",)]),
        (["nlp/qa"], ["ml/QA"], "nlp", "ml", [("ml/QA",), ("ml/QA",)]),
        (["a", "a/b", "a/c"], ["a/b"], "a", "a/b", [("a/b", "a/b/c"), ("a/b",)]),
        (["x", "old", "y", "new"], ["new", "old"], "old", "new", [("x", "new", "y"), ("new",)]),
        (["x", "new", "old", "y"], [], "OLD", "new", [("x", "new", "y"), ()]),
    ],
)
def test_renamed_tags_keep_their_order_and_stand_once_in_one_spelling(of_a, of_b, old, new, names):
    before = Library([Paper(key="a", number=1, tags=tuple(of_a)), Paper(key="b", number=2, tags=tuple(of_b))])
    change = RenameTag(old, new).change(before, NOW)
    renamed = before.apply(change.edits)
    assert [paper.tags for paper in renamed] == names
    assert list(renamed.apply(edit.inverse for edit in change.edits)) == list(before)


def test_renaming_a_tag_tells_the_spelling_that_it_has_now_and_counts_only_its_papers():
    tagged = after(library(), SetTags(["a"], add=["nlp"]), SetTags(["b"], add=["ml"]))
    change = RenameTag("nlp", "ML").change(tagged, NOW)
    assert (change.summary, change.keys) == ("Renamed tag nlp to ml: Alpha", ("a",))


# Deferring


def test_a_deferred_paper_stays_where_it_is_until_its_day():
    change = Defer(["a"], "2026-11-28").change(library(status=Status.READING, triaged=LATER), NOW)
    assert change.summary == "Deferred to Sat 28 November: Alpha"
    assert change.edits[0].after == {"defer_until": "2026-11-28"}


def test_the_year_of_another_year_is_told():
    assert Defer(["a", "b"], "2027-01-02").change(library(), NOW).summary == "Deferred to Sat 2 January 2027: 2 papers"


@pytest.mark.parametrize("status", [Status.READ, Status.ARCHIVED])
@pytest.mark.parametrize("before", [Status.INBOX, Status.QUEUED, Status.READING])
def test_what_is_done_with_is_unread_again_when_it_is_deferred(status, before):
    start = library() if before is Status.INBOX else after(library(), SetStatus(["a"], before))
    paper = after(start, SetStatus(["a"], status), Defer(["a"], "2026-12-01"))["a"]
    assert (paper.status, paper.read_on, paper.defer_until) == (before, None, "2026-12-01")
    assert (paper.triaged is None) == (before is Status.INBOX)


def test_a_paper_that_was_read_before_it_was_archived_comes_back_unread():
    there = after(library(), SetStatus(["a"], Status.READ), SetStatus(["a"], Status.ARCHIVED))
    paper = after(there, Defer(["a"], "2026-12-01"))["a"]
    assert paper.unread
    assert paper.read_on is None


def test_a_deferral_is_put_to_another_day_and_taken_back():
    deferred = after(library(), Defer(["a"], "2026-12-01"), Defer(["a"], "2026-12-08"))
    assert deferred["a"].defer_until == "2026-12-08"
    change = Defer(["a", "b"], None).change(deferred, NOW)
    assert (change.summary, change.keys) == ("No longer deferred: Alpha", ("a",))
    assert deferred.apply(change.edits)["a"] == library()["a"]
    assert Defer(["a"], "2026-12-08").change(deferred, NOW).edits == ()


@pytest.mark.parametrize("toggle", [False, True])
@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("before", [Status.INBOX, Status.QUEUED])
def test_every_decision_ends_a_deferral_and_only_undo_brings_it_back(before, status, toggle):
    deferred = after(library(), SetStatus(["a"], before), Defer(["a"], "2026-12-01"))
    change = SetStatus(["a"], status, toggle).change(deferred, NOW)
    decided = deferred.apply(change.edits)
    assert (decided["a"].status, decided["a"].defer_until) == (status, None)
    assert list(decided.apply(edit.inverse for edit in change.edits)) == list(deferred)
    assert after(decided, SetStatus(["a"], status, toggle=True))["a"].defer_until is None


def test_unread_shows_a_deferred_paper_again_as_it_is():
    deferred = after(library(), SetStatus(["a"], Status.READING), Defer(["a"], "2026-12-01"))
    paper = after(deferred, SetUnread(["a"]))["a"]
    assert (paper.status, paper.defer_until) == (Status.READING, None)


@pytest.mark.parametrize("action", [SetStarred(["a"]), SetTags(["a"], add=["x"]), SetNote("a", "x")])
def test_what_is_no_decision_leaves_a_paper_deferred(action):
    assert after(library(defer_until="2026-12-01"), action)["a"].defer_until == "2026-12-01"


@pytest.mark.parametrize(
    ("a", "b", "until"),
    [
        ((Status.QUEUED, "2026-12-01"), (Status.INBOX, None), "2026-12-01"),
        ((Status.QUEUED, None), (Status.INBOX, "2026-12-01"), None),
        ((Status.INBOX, "2026-12-01"), (Status.INBOX, "2026-12-08"), "2026-12-08"),
        ((Status.INBOX, None), (Status.INBOX, "2026-12-08"), "2026-12-08"),
        ((Status.QUEUED, "2026-12-01"), (Status.READ, "2026-12-01"), None),
    ],
)
def test_one_paper_made_of_two_is_deferred_as_the_one_that_is_furthest_on(a, b, until):
    papers = [
        Paper(key=key, number=number, status=status, defer_until=day)
        for number, (key, (status, day)) in enumerate(zip("ab", (a, b), strict=True), start=1)
    ]
    assert after(Library(papers), MergePapers("a", "b"))["a"].defer_until == until
