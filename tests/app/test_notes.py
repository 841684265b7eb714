from textual import events

from readlist.app.commands import links
from readlist.app.widgets.note_pane import NoteText
from readlist.model.actions import SetNote
from readlist.model.change import Change, Edit
from readlist.store.repository import Repository

FIRST, SECOND = "lin2024mitigating", "wang2024theoremllama"


def lines_of(app):
    return app.pane_text(app.screen.note.text_view).rstrip("\n").split("\n")


async def test_a_note_is_shown_rendered_and_written_as_it_was_typed(start, seeded):
    seeded.do(SetNote(FIRST, "# Idea\n\n- [ ] **try** it\n\n> said"))
    async with start() as app:
        assert lines_of(app) == ["Idea", "", "☐ try it", "", "▎ said"]
        await app.press("i")
        assert app.screen.note.editor.text == "# Idea\n\n- [ ] **try** it\n\n> said"


async def test_styles_of_a_note_lie_over_one_another(start, seeded):
    seeded.do(SetNote(FIRST, "> plain **strong *both***"))
    async with start() as app:
        segments = {segment.text: segment.style for segment in app.screen.note.text_view.render_line(0)}
        assert [bool(segments[text].bold) for text in ("plain ", "strong ", "both")] == [False, True, True]
        assert all(segments[text].italic for text in ("plain ", "strong ", "both"))
        assert segments["strong "].color == segments["plain "].color


async def test_what_looks_like_markup_is_text(start, seeded):
    note = "[bold]x[/bold] [@click=app.bell]y[/] [/] $primary"
    seeded.do(SetNote(FIRST, note))
    async with start(size=(200, 60)) as app:
        assert lines_of(app) == [note]


async def test_a_link_in_a_note_is_followed_by_a_click(start, seeded, monkeypatch):
    opened = []
    monkeypatch.setattr(links, "open_address", lambda address, _: opened.append(address) or True)
    seeded.do(SetNote(FIRST, "see [this](https://a.org/b)"))
    async with start() as app:
        await app.pilot.click(NoteText, offset=(5, 0))
        await app.press()
        assert opened == ["https://a.org/b"]


async def test_the_abstract_is_quoted_behind_the_note_as_one_step_for_undo(start, seeded, on_disk):
    seeded.do(SetNote(FIRST, "before\n"))
    abstract = seeded.library[FIRST].abstract
    async with start() as app:
        await app.press(">")
        note = on_disk()[FIRST].note
        assert note.startswith("before\n\n> LLMs acquire")
        assert note.endswith("\n\n")
        assert len(note) >= len(abstract)
        assert app.status.startswith("Quoted the abstract in the note · u to undo")
        await app.press("u")
        assert on_disk()[FIRST].note == "before\n"


async def test_of_the_abstract_only_what_is_selected_is_quoted(start, on_disk):
    async with start() as app:
        app.screen.abstract.select_lines()
        selected = app.screen.abstract.selected_text
        await app.press(">")
        assert 0 < len(selected) < 100
        assert on_disk()[FIRST].note == f"> {selected.strip()}\n\n"
        assert app.status.startswith("Quoted what was selected")
        assert not app.screen.abstract.selects


async def test_what_looks_like_markup_in_an_abstract_is_quoted_as_text(start, seeded, on_disk):
    class Another:
        def change(self, library, now):
            paper = library[FIRST]
            fields = {"abstract": "# *A* [b](http://c.d) \\textit{e}\n\n- f"}
            return Change("edit", "", now, (Edit.of_fields(paper, **fields),))

    seeded.do(Another())
    async with start(size=(200, 60)) as app:
        await app.press(">")
        assert on_disk()[FIRST].note.count("\n>\n> ") == 1
        assert lines_of(app) == ["▎ # *A* [b](http://c.d) e", "▎", "▎ - f"]


async def test_what_is_written_behind_a_quotation_is_not_part_of_it(start, on_disk):
    async with start() as app:
        await app.press(">", "i", "text:so what", "escape")
        assert on_disk()[FIRST].note.endswith(".\n\nso what")
        await app.press(">")
        assert on_disk()[FIRST].note.count("\n\n> LLMs acquire") == 1
        assert "\n\nso what\n\n> LLMs acquire" in on_disk()[FIRST].note


async def test_the_note_of_the_paper_that_is_shown_takes_the_quotation_whatever_is_selected(start, on_disk):
    async with start() as app:
        await app.press("space", ">")
        assert [paper.key for paper in on_disk() if paper.note] == [SECOND]


async def test_a_note_that_is_being_written_goes_on_at_another_start(start, seeded, on_disk):
    async with start() as app:
        assert app.screen.notes.state is None
        await app.press("i", "text:one\ntwo", "up", "home")
        state = app.screen.notes.state
        await app.press("ctrl+q")
    async with start(repository=Repository(seeded.directory)) as app:
        assert await app.screen.notes.resume(state)
        await app.press("text:zero ", "escape")
        assert on_disk()[FIRST].note == "zero one\ntwo"
        assert app.screen.notes.state is None


async def test_a_state_that_fits_no_more_is_as_near_as_can_be_or_nothing(start, seeded, on_disk):
    seeded.do(SetNote(FIRST, "ab"))
    async with start() as app:
        notes = app.screen.notes
        for state in (None, 3, [], {}, {"key": "gone"}, {"key": [FIRST]}, {"key": SECOND, "cursor": [0, 0]}):
            assert not await notes.resume(state)
        assert app.screen.note.editor is None
        assert await notes.resume({"key": FIRST, "cursor": [7, 1]})
        await app.press("text:c", "escape")
        assert on_disk()[FIRST].note == "acb"
        assert await notes.resume({"key": FIRST, "cursor": ["x", -1]})
        await app.press("text:d", "escape")
        assert on_disk()[FIRST].note == "acbd"


async def test_the_wheel_over_a_long_note_scrolls_it(start, seeded):
    seeded.do(SetNote(FIRST, "\n".join(f"- item {number}" for number in range(100))))
    async with start() as app:
        pane = app.screen.note.text_view
        pane.post_message(events.MouseScrollDown(pane, 1, 1, 0, 1, 0, shift=False, meta=False, ctrl=False))
        await app.pilot.pause()
        assert lines_of(app)[0].startswith("• item 3")
