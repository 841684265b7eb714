"""The app beside other programs that change the same library: what they did is shown, and nobody loses anything."""

from __future__ import annotations

import filelock
import pytest

from readlist.app import app as app_module
from readlist.app import lookout
from readlist.app.screens import main
from readlist.app.widgets import note_editor
from readlist.model.actions import CHANGED_ELSEWHERE, AppendNote, Remove, RenameTag, SetNote, SetStarred, SetTags
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper
from readlist.store import disk
from readlist.store.repository import Repository

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"
TITLE = "Mitigating the Alignment Tax of RLHF"
SMALL = (80, 16)


@pytest.fixture
def other(seeded):
    """The same library, opened by another program."""
    return Repository(seeded.directory)


class Adding:
    """Puts a paper in."""

    def __init__(self, key):
        self.key = key

    def change(self, library, now):
        paper = Paper(key=self.key, number=library.next_number, title=f"On {self.key}", added=now)
        return Change("import", f"Imported: On {self.key}", now, (Edit.adding(paper),))


class Titling:
    """Gives a paper another title."""

    def __init__(self, key, title):
        self.key, self.title = key, title

    def change(self, library, now):
        return Change("title", self.title, now, (Edit.of_fields(library[self.key], title=self.title),))


@pytest.fixture(autouse=True)
def slowly(monkeypatch):
    """What is typed into a note is saved when the test says so, however long that takes."""
    monkeypatch.setattr(note_editor, "SAVE_EVERY", 1000)


async def look(app):
    """Let the app look at what other programs did, as it does every moment."""
    app.screen.take_in()
    await app.pilot.pause()


def files_of(repository):
    """The content of a library's files by name."""
    return {path: path.read_bytes() for path in repository.directory.iterdir() if path.is_file()}


def put_back(files):
    """Copy files over those that are there, as a person would with a backup of their own."""
    for path, content in files.items():
        disk.replace(path, [content])


# What others did is shown


async def test_a_star_of_another_program_is_shown_without_a_key_and_says_what_it_was(start, other, monkeypatch):
    monkeypatch.setattr("readlist.app.screens.main.LOOK_EVERY", 0.01)
    async with start() as app:
        other.do(SetStarred([SECOND]))
        while "★" not in app.row_text(1):
            await app.pilot.pause()
        assert app.status.startswith("Elsewhere: Starred: TheoremLlama")
        assert app.status.endswith("u to undo")
        assert "Starred       1" in app.pane_text(app.screen.views)


async def test_looks_are_less_than_a_second_apart():
    from readlist.app.screens.main import LOOK_EVERY  # noqa: PLC0415 -- the value as it is, not as a test sets it

    assert LOOK_EVERY < 1


async def test_a_paper_of_another_program_gets_a_row_and_cursor_and_selection_stay(start, other):
    async with start() as app:
        await app.press("space")
        other.do(Adding("new2026"))
        await look(app)
        assert app.rows[-1] == "new2026"
        assert (app.cursor, app.screen.papers.selected) == (SECOND, {FIRST})
        assert app.title() == "Inbox · 49"
        assert app.status == "Elsewhere: Imported: On new2026 · u to undo"


async def test_where_the_paper_under_the_cursor_is_removed_the_cursor_goes_to_the_next(start, other):
    async with start() as app:
        rows = app.rows
        await app.press("j", "j", "j")
        other.do(Remove([rows[0], rows[1], rows[3]]))
        await look(app)
        assert app.cursor == rows[4]
        assert app.rows == (rows[2], *rows[4:])
        assert app.status == "Elsewhere: Removed: 3 papers · u to undo"
        other.undo()
        await look(app)
        assert app.rows == rows
        assert app.cursor == rows[4]


async def test_papers_that_go_and_come_above_leave_the_cursor_s_row_on_its_line_of_the_screen(start, other):
    async with start(size=SMALL) as app:
        await app.press(*"j" * 20)
        papers = app.screen.papers
        line = papers.cursor - papers.top
        for change in (lambda: other.do(Remove(app.rows[2:7])), other.undo):
            cursor = app.cursor
            change()
            await look(app)
            assert app.cursor == cursor
            assert papers.cursor - papers.top == line


async def test_a_removed_paper_leaves_the_selection(start, other):
    async with start() as app:
        await app.press("space", "space")
        other.do(Remove([FIRST]))
        await look(app)
        assert app.screen.papers.selected == {SECOND}


async def test_a_tag_that_is_renamed_elsewhere_has_its_new_name(start, seeded, other):
    seeded.do(SetTags([FIRST], add=["old"]))
    async with start() as app:
        other.do(RenameTag("old", "ml/new"))
        await look(app)
        assert "ml/new" in app.row_text(0)
        assert app.status.startswith("Elsewhere: Renamed tag old to ml/new")


async def test_undo_and_redo_of_another_program_are_told_as_what_they_are(start, other):
    async with start() as app:
        await app.press("s")
        other.undo()
        await look(app)
        assert app.status == f"Elsewhere: Undone: Starred: {TITLE}"
        assert "★" not in app.row_text(0)
        other.redo()
        await look(app)
        assert app.status == f"Elsewhere: Done again: Starred: {TITLE}"
        assert "★" in app.row_text(0)


async def test_where_the_view_that_the_filter_names_is_removed_it_is_said_why_the_list_is_another_one(start, other):
    other.save_view("Live", "illusion")
    async with start() as app:
        await look(app)
        await app.press("slash", "text:view:Live", "enter")
        assert len(app.rows) == 2
        other.remove_view("Live")
        await look(app)
        assert app.title() == "Inbox · 48"
        assert app.status == (
            "Elsewhere: Removed view Live; the filter names a view that can no longer be shown, and is off · u to undo"
        )


async def test_where_the_open_view_is_removed_it_is_said_which_is_shown_instead(start, other):
    other.save_view("Live", "illusion")
    async with start() as app:
        await look(app)
        await app.press("f", "text:live", "enter")
        assert app.title() == "Live · 2"
        other.remove_view("Live")
        await look(app)
        assert app.title() == "All · 48"
        assert app.status.startswith("Elsewhere: Removed view Live; view 'Live' can no longer be shown: this is All")
        other.save_view("Other", "x")
        other.remove_view("Other")
        other.do(SetStarred([FIRST]))
        await look(app)
        assert app.status == f"Elsewhere: Starred: {TITLE} · u to undo"


async def test_of_several_changes_the_number_and_the_last_are_told(start, other):
    async with start() as app:
        other.do(SetStarred([SECOND]))
        other.do(SetTags([SECOND], add=["x"]))
        other.do(SetStarred([FIRST]))
        await look(app)
        assert app.status == f"Elsewhere: 3 changes, the last: Starred: {TITLE} · u to undo"


async def test_what_belongs_in_the_view_since_a_change_elsewhere_comes_in_its_place(start, seeded, other):
    seeded.do(SetStarred([FIRST, THIRD]))
    async with start() as app:
        await app.press(*["right_square_bracket"] * 3, "j")
        assert (app.rows, app.cursor) == ((FIRST, THIRD), THIRD)
        other.do(SetStarred([SECOND]))
        await look(app)
        assert (app.rows, app.cursor) == ((FIRST, SECOND, THIRD), THIRD)
        other.do(SetStarred([FIRST], starred=False))
        await look(app)
        assert app.rows == (FIRST, SECOND, THIRD)
        assert app.screen.desk.stale == {FIRST}


async def test_compaction_by_another_program_is_no_news(start, other):
    async with start() as app:
        await app.press("s", "j")
        status, drawn = app.status, app.pane_text(app.screen.papers)
        other.compact()
        await look(app)
        assert (app.status, app.pane_text(app.screen.papers)) == (status, drawn)
        await app.press("s")
        assert not app.failed
        assert [paper.key for paper in Repository(other.directory).library if paper.starred] == [FIRST, SECOND]


async def test_changes_that_another_program_compacted_at_once_are_shown_and_told(start, other):
    async with start() as app:
        other.do(SetStarred([FIRST]))
        other.compact()
        await look(app)
        assert app.status.startswith("Elsewhere: Starred: Mitigating")
        assert "★" in app.row_text(0)
        assert app.screen.desk.counts["Starred"] == 1


async def test_older_files_that_are_put_back_are_shown(start, other):
    async with start() as app:
        await app.press("s", "m")
        files = files_of(other)
        await app.press("s", "a", "w")
        put_back(files)
        await look(app)
        assert app.status == "Changed by another program; this is the newest state"
        assert dict(app.screen.desk.counts) | {"All": 0} == {
            "Inbox": 47, "Queue": 0, "Reading": 0, "Starred": 1, "Read": 1, "Archived": 0, "All": 0,
        }  # fmt: skip


async def test_a_prompt_stays_as_it_is_and_the_news_are_told_behind_it(start, other):
    async with start() as app:
        await app.press("t", "text:ml")
        other.do(SetStarred([FIRST]))
        await look(app)
        assert app.screen.query_one("#prompt-input").value == "ml"
        await app.press("escape")
        assert app.status.startswith("Elsewhere: Starred")


# Notes


async def test_a_note_that_is_written_on_both_sides_keeps_both_and_the_cursor_where_it_was(start, seeded, other):
    async with start() as app:
        await app.press("i", "text:ours is longer", *["left"] * 6)
        other.do(SetNote(FIRST, "theirs"))
        await look(app)
        editor = app.screen.note.editor
        assert editor.text == "ours is longer"
        assert app.status.startswith("Elsewhere: Note: Mitigating")
        app.screen.flush_note()
        assert "both texts are kept" in app.status
        assert editor.text == f"ours is longer\n\n{CHANGED_ELSEWHERE}\n\ntheirs"
        await app.press("text:much ", "escape")
        kept = Repository(seeded.directory).library[FIRST].note
        assert kept == f"ours is much longer\n\n{CHANGED_ELSEWHERE}\n\ntheirs"


@pytest.mark.parametrize("begun", ["", "A paragraph that was there."])
async def test_a_note_that_two_programs_write_in_turn_has_each_sentence_once(start, seeded, other, begun):
    seeded.do(SetNote(FIRST, begun))
    ours = [f" Ours {number}." for number in range(30)]
    theirs = [f" Theirs {number}." for number in range(30)]
    saved, last = begun, begun
    async with start() as app:
        await app.press("i")
        editor = app.screen.note.editor
        for mine, yours in zip(ours, theirs, strict=True):
            editor.insert(mine)
            app.screen.flush_note()
            # The other program types behind what it typed last.
            place = saved.index(last) + len(last)
            other.do(SetNote(FIRST, saved[:place] + yours + saved[place:], "theirs", saved))
            saved, last = other.library[FIRST].note, yours
        await app.press("text:!", "escape")
        note = Repository(seeded.directory).library[FIRST].note
        assert note == app.screen.desk.library[FIRST].note
        assert [note.count(sentence.strip()) for sentence in (*ours, *theirs)] == [1] * 60
        assert note.count(CHANGED_ELSEWHERE) == 1
        assert note.startswith(begun)
        assert "".join(ours).strip() + "!" in note
        assert "".join(theirs).strip() in note


async def test_one_goes_on_in_the_sentence_where_one_was_when_text_comes_from_elsewhere(start, seeded, other):
    seeded.do(SetNote(FIRST, "# Idea\n\nIt is like this.\n\n- a\n- b"))
    async with start() as app:
        await app.press("i", "up", "up", "up", "end", "text: Or")
        other.do(SetNote(FIRST, "# The idea\n\nIt is, they say, like this.\n\n- a\n- b\n- c"))
        app.screen.flush_note()
        await app.press("text: like that.", "escape")
        note = Repository(seeded.directory).library[FIRST].note
        assert note == "# The idea\n\nIt is, they say, like this. Or like that.\n\n- a\n- b\n- c"


async def test_what_one_selects_stays_selected_when_text_comes_from_elsewhere(start, seeded, other):
    seeded.do(SetNote(FIRST, "one two three"))
    async with start() as app:
        await app.press("i", "text:.", *["left"] * 7, *["shift+left"] * 3)
        other.do(SetNote(FIRST, "zero one two three"))
        app.screen.flush_note()
        assert app.screen.note.editor.selected_text == "two"


async def test_a_title_with_latex_is_told_as_it_is_shown(start, seeded):
    seeded.do(Titling(FIRST, r"On {Erd\H{o}s} bounds of $O(n \log n)$"))
    shown = "On Erdős bounds of O(n log n)"
    async with start() as app:
        await app.press("s")
        assert app.status.startswith(f"Starred: {shown}")
        await app.press("u")
        assert app.status.startswith(f"Undone: Starred: {shown}")
        await app.press("i", "text:x", "escape")
        assert app.status.startswith(f"Note: {shown}")
        Repository(seeded.directory).do(SetStarred([FIRST]))
        await look(app)
        assert app.status.startswith(f"Elsewhere: Starred: {shown}")
        await app.press("T", "s")
        assert app.app.screen.status.text == f"Star off: {shown}"
        await app.press("u")
        assert app.app.screen.status.text == f"Undone: Star off: {shown}"


async def test_what_was_added_elsewhere_around_the_typed_text_stays_around_it(start, seeded, other):
    async with start() as app:
        await app.press("i", "text:one", *["left"] * 3)
        other.do(SetNote(FIRST, "zero\none\ntwo"))
        app.screen.flush_note()
        await app.press("text:+", "escape")
        assert Repository(seeded.directory).library[FIRST].note == "zero\n+one\ntwo"


async def test_a_note_that_is_only_looked_at_in_the_editor_takes_nothing_back(start, seeded, other):
    async with start() as app:
        await app.press("i")
        other.do(SetNote(FIRST, "theirs"))
        await look(app)
        await app.press("escape")
        assert Repository(seeded.directory).library[FIRST].note == "theirs"
        assert "theirs" in app.pane_text(app.screen.note.text_view)


async def test_the_editor_begins_with_what_another_program_has_just_written(start, other):
    async with start() as app:
        other.do(AppendNote(FIRST, "from the command line"))
        await app.press("i")
        assert app.screen.note.editor.text == "from the command line"


async def test_a_note_whose_paper_is_removed_and_comes_back_meanwhile_is_saved(start, seeded, other):
    async with start() as app:
        await app.press("i", "text:precious")
        other.do(Remove([FIRST]))
        await look(app)
        assert app.screen.note.editor.text == "precious"
        app.screen.flush_note()
        assert app.failed
        assert app.status.endswith("esc keeps your text in a file")
        other.undo()
        await look(app)
        await app.press("text:!", "escape")
        assert not app.failed
        assert Repository(seeded.directory).library[FIRST].note == "precious!"


async def test_a_note_that_another_program_undoes_while_it_is_written_is_written_all_the_same(start, seeded, other):
    async with start() as app:
        await app.press("i", "text:one")
        app.screen.flush_note()
        other.undo()
        await look(app)
        await app.press("text: two", "escape")
        assert Repository(seeded.directory).library[FIRST].note == "one two"


# What can be wrong


async def test_a_library_that_goes_away_is_told_once_and_so_is_its_return(start, seeded, tmp_path):
    async with start() as app:
        seeded.directory.rename(tmp_path / "away")
        await look(app)
        assert app.failed
        assert app.status == "library.json: the library is gone"
        await app.press("space")
        await look(app)
        assert app.status.startswith("1 selected")
        await app.press("s")
        assert app.status == "library.json: the library is gone"
        assert "★" not in app.pane_text(app.screen.papers)
        (tmp_path / "away").rename(seeded.directory)
        await app.press("k")
        await look(app)
        assert app.status == "The library can be read again"
        await app.press("s")
        assert app.status.startswith("Starred")


async def test_a_problem_that_is_over_before_it_could_be_told_is_not_told(start, other, tmp_path):
    async with start() as app:
        await app.press("s")
        app.screen.say("Something else", error=True)
        other.directory.rename(tmp_path / "away")
        await look(app)
        (tmp_path / "away").rename(other.directory)
        await look(app)
        await app.press("j")
        await look(app)
        assert "gone" not in app.status


async def test_damage_is_told_what_is_in_memory_stays_and_nothing_is_written_over_it(start, seeded, other):
    async with start() as app:
        files = files_of(other)
        snapshot = seeded.directory / "library.json"
        disk.replace(snapshot, [b"{"])
        await look(app)
        assert app.failed
        assert app.status.startswith("library.json")
        assert "\n" not in app.status
        assert len(app.rows) == 48
        await app.press("s")
        assert app.failed
        assert snapshot.read_bytes() == b"{"
        put_back(files)
        await app.press("s")
        assert not app.failed
        assert Repository(seeded.directory).library[FIRST].starred


async def test_a_problem_stays_until_the_next_key_whatever_others_do(start, other, tmp_path):
    async with start() as app:
        other.directory.rename(tmp_path / "away")
        await app.press("s")
        (tmp_path / "away").rename(other.directory)
        other.do(SetStarred([FIRST]))
        await look(app)
        assert app.status == "library.json: the library is gone"
        assert "★" in app.row_text(0)
        await app.press("j")
        other.do(SetStarred([SECOND]))
        await look(app)
        assert app.status.startswith("Elsewhere: Starred: TheoremLlama")


async def test_another_program_that_goes_on_writing_is_told_soon_and_nothing_is_shown_as_done(
    start, seeded, other, monkeypatch
):
    assert app_module.PATIENCE <= 1
    monkeypatch.setattr(app_module, "PATIENCE", 0.05)
    async with start() as app:
        with other._storage.writing():
            await app.press("s")
            assert app.failed
            assert app.status.startswith("another program has been writing here")
            assert "★" not in app.row_text(0)
            await app.press("i", "text:precious", "escape")
            assert app.status.startswith("Note not saved: another program")
            assert app.screen.note.editor.text == "precious"
        await app.press("escape", "s")
        kept = Repository(seeded.directory).library[FIRST]
        assert (kept.note, kept.starred) == ("precious", True)


@pytest.mark.parametrize("problem", [(28, "No space left on device"), (30, "Read-only file system"), (5, "I/O error")])
async def test_what_cannot_be_saved_is_one_line_and_no_star_and_the_note_stays(start, seeded, monkeypatch, problem):
    def fail(*_):
        raise OSError(*problem)

    async with start(size=(80, 24)) as app:
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write_all", fail)
            await app.press("s")
            line = app.pane_text(app.screen.query_one("#status"))
            assert line.strip() == f"! library.json.journal: not saved: {problem[1]}"
            assert "★" not in app.row_text(0)
            await app.press("i", "text:precious", "escape")
            assert problem[1] in app.pane_text(app.screen.query_one("#status"))
            assert app.screen.note.editor.text == "precious"
        await app.press("escape", "s")
        kept = Repository(seeded.directory).library[FIRST]
        assert (kept.note, kept.starred) == ("precious", True)


# What the store has to tell


async def test_an_unfinished_change_that_was_cut_off_is_told_at_the_start_until_the_next_key(start, seeded, other):
    seeded.do(SetStarred([FIRST]))
    with (seeded.directory / "library.json.journal").open("ab") as journal:
        journal.write(b"half a rec")
    async with start(repository=Repository(seeded.directory)) as app:
        assert app.failed
        assert app.status.startswith("library.json.journal: the last change was not finished")
        assert app.status.endswith("in full when you quit")
        other.do(SetTags([FIRST], add=["x"]))
        await look(app)
        assert app.failed
        assert "x" in app.row_text(0)


async def test_of_several_notices_the_first_is_told_and_how_many_more_there_are(start, seeded, capsys):
    seeded.notices += ["one", "two", "three"]
    async with start() as app:
        assert app.status == "one · 2 more, all when you quit"
        await app.press("ctrl+q")
    assert capsys.readouterr().err == "readlist: one\nreadlist: two\nreadlist: three\n"


async def test_that_there_are_no_locks_is_told_once(start, seeded, monkeypatch):
    def unsupported(*_args, **_options):
        raise NotImplementedError

    monkeypatch.setattr(filelock, "lock_descriptor", unsupported)
    async with start() as app:
        await app.press("s")
        assert app.failed
        assert "the file system has no locks" in app.status
        assert Repository(seeded.directory).library[FIRST].starred
        await app.press("s")
        assert app.status.startswith("Star off")


# The library's care


class Care:
    """Stands in the place of a repository's maintenance, with a clock of seconds."""

    def __init__(self, monkeypatch, lines=()):
        self.lines, self.times, self.seconds = list(lines), [], 0.0
        monkeypatch.setattr(Repository, "maintain", self.maintain, raising=False)

    def maintain(self):
        self.times.append(self.seconds)
        return self.lines


async def test_the_library_is_looked_after_a_minute_after_the_start_and_every_hour(start, monkeypatch):
    async with start() as app:
        care = Care(monkeypatch)
        watch = app.screen.lookout = lookout.Lookout(app.screen.desk, undo_hint="u to undo", now=lambda: care.seconds)
        for second in range(0, 8000, 10):
            care.seconds = float(second)
            watch.look_after_library()
        assert care.times == [60.0, 3660.0, 7260.0]
        assert app.status == ""


async def test_it_is_not_looked_after_while_somebody_is_typing(start, monkeypatch):
    async with start() as app:
        care = Care(monkeypatch)
        app.screen.lookout = lookout.Lookout(app.screen.desk, undo_hint="u to undo", now=lambda: care.seconds)
        await app.press("i")
        for second in range(59, 70):
            care.seconds = float(second)
            await app.press("x")
            app.screen._look_around()
        assert care.times == []
        care.seconds += lookout.QUIET
        app.screen._look_around()
        await app.press()
        assert care.times == [care.seconds]


@pytest.mark.parametrize("quiet", [False, True])
async def test_what_is_garbage_is_searched_for_between_keys(start, monkeypatch, quiet):
    asked = []
    monkeypatch.setattr(main, "tidy", lambda *, thoroughly: asked.append(thoroughly))
    async with start() as app:
        await app.press("j")
        app.screen.lookout._last_key -= 60 if quiet else -60
        app.screen._look_around()
    assert asked[-1] is quiet


async def test_what_others_did_before_the_library_is_looked_after_is_shown(start, other, monkeypatch):
    async with start() as app:
        care = Care(monkeypatch)
        monkeypatch.setattr(Repository, "maintain", lambda repository: repository.compact() or [])
        app.screen.lookout = lookout.Lookout(app.screen.desk, undo_hint="u to undo", now=lambda: care.seconds)
        other.do(Remove([FIRST]))
        care.seconds = lookout.FIRST_CARE
        app.screen._look_around()
        await app.press()
        assert app.status.startswith("Elsewhere: Removed: Mitigating")
        assert app.rows[0] == SECOND
        assert app.title() == "Inbox · 47"


async def test_care_that_failed_is_told(start, monkeypatch):
    async with start() as app:
        care = Care(monkeypatch, ["no daily backup was taken: No space left on device"])
        app.screen.lookout = lookout.Lookout(app.screen.desk, undo_hint="u to undo", now=lambda: care.seconds)
        care.seconds = lookout.FIRST_CARE
        app.screen._look_around()
        await app.press()
        assert app.failed
        assert app.status.startswith("no daily backup was taken: No space left")
