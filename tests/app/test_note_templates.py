from contextlib import nullcontext
from dataclasses import replace

import pytest

from readlist.app.app import ReadlistApp
from readlist.app.commands import notes
from readlist.app.note_templates import draft
from readlist.config import Config, KeySetting
from readlist.model.actions import Remove, SetNote
from readlist.model.paper import Paper
from readlist.store.repository import Repository

FIRST, SECOND = "lin2024mitigating", "wang2024theoremllama"
DAY = "2026-11-21"
PAPER = Paper(
    key="doe2024deep",
    number=1,
    title="Deep \\textit{in situ}\n\x1b[31m",
    authors=("Jane Doe", "Erd\\H{o}s"),
    year=2024,
    venue="ACL",
    url="https://a.org",
)


def filled(template, paper=PAPER):
    return draft(template, paper, DAY).text


def written(template, paper=PAPER):
    """A draft with a mark where the writing begins."""
    made = draft(template, paper, DAY)
    lines = made.text.split("\n")
    line, column = made.place
    lines[line] = lines[line][:column] + "▮" + lines[line][column:]
    return "\n".join(lines)


def test_the_names_of_a_template_are_filled_in():
    assert filled("{authors} ({year}). {venue} [@{key}] {url} {date}") == (
        "Jane Doe, Erdős (2024). ACL [@doe2024deep] https://a.org 2026-11-21"
    )


def test_what_is_filled_in_is_clean_one_line_and_not_looked_at_again():
    assert filled("# {title}\n") == "# Deep in situ \ufffd[31m\n"
    assert filled("{key}", replace(PAPER, key="{year}")) == "{year}"


@pytest.mark.parametrize("text", ["{nope}", "{", "}", "{}", "{{", "{title", "{ title }", "{title!r}", "{0}", "%s $x"])
def test_other_braces_are_text(text):
    assert filled(text) == text


def test_what_a_paper_does_not_have_is_left_empty():
    paper = Paper(key="x", number=1, abstract="We propose Foo, a method.")
    assert filled("{authors}|{year}|{venue}|{url}", paper) == "|||"
    assert filled("{title}", paper) == paper.display_title


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("## Claim\n\n## Evidence\n", "## Claim\n▮\n## Evidence\n"),
        ("intro\n\n## Claim\ntext\n \n## Evidence", "intro\n\n## Claim\ntext\n ▮\n## Evidence"),
        ("## Claim\n## Evidence", "## Claim\n## Evidence▮"),
        ("a\n\nb", "a\n\nb▮"),
        ("# A\n\n- {cursor}\n\n{cursor}b", "# A\n\n- ▮\n\nb"),
        ("{year}{cursor}", "2024▮"),
        ("", "▮"),
    ],
)
def test_the_writing_begins_where_the_template_says_or_behind_the_first_heading(template, expected):
    assert written(template) == expected


ONE = Config(templates={"Reading": "# {title}\n\n## Next\n"})
TWO = Config(templates={"Reading [/]": "## Claim\n\n## Evidence\n", "Short": "- {cursor}!"})


async def test_a_new_note_begins_with_the_only_template(start, on_disk):
    async with start(config=ONE) as app:
        await app.press("i", "text:good", "escape")
        assert on_disk()[FIRST].note == "# Mitigating the Alignment Tax of RLHF\ngood\n## Next\n"


async def test_a_template_that_nothing_was_changed_in_is_no_note(start, on_disk, seeded):
    async with start(config=ONE) as app:
        await app.press("i")
        assert app.screen.flush_note()
        await app.press("text:x", "backspace", "escape")
        assert on_disk()[FIRST].note == ""
        assert not seeded.history.changes
        assert "No note yet" in app.pane_text(app.screen.note.text_view)


async def test_what_was_saved_and_taken_back_to_the_template_is_no_note(start, on_disk):
    async with start(config=ONE) as app:
        await app.press("i", "text:x")
        app.screen.flush_note()
        await app.press("backspace", "escape")
        assert on_disk()[FIRST].note == ""


async def test_of_several_templates_a_key_chooses(start, on_disk):
    async with start(config=TWO) as app:
        await app.press("i")
        assert [line.strip() for line in app.pane_text(app.screen.query_one("#popup")).split("\n")] == [
            "1  Reading [/]", "2  Short", "i  empty",
        ]  # fmt: skip
        await app.press("2", "text:good", "escape")
        assert on_disk()[FIRST].note == "- good!"
        await app.press("j", "i", "i", "text:own", "escape")
        assert on_disk()[SECOND].note == "own"


@pytest.mark.parametrize("way", [[], ["T"]])
async def test_the_key_that_the_user_gave_the_command_stands_for_an_empty_note(start, on_disk, way):
    config = Config(templates=TWO.templates, keys=(KeySetting("write_note", ("ctrl+n",)),))
    async with start(config=config) as app:
        await app.press(*way, "ctrl+n")
        popup = app.app.screen.query_one("#popup")
        assert app.pane_text(popup).split("\n")[-1].strip() == "ctrl+n  empty"
        await app.press("ctrl+n", "text:own", "escape")
        assert on_disk()[FIRST].note == "own"


async def test_a_note_that_is_there_is_not_asked_about(start, seeded, on_disk):
    seeded.do(SetNote(FIRST, "there"))
    async with start(config=TWO) as app:
        await app.press("i", "text: now", "escape")
        assert on_disk()[FIRST].note == "there now"


async def test_leaving_the_question_begins_no_note(start):
    async with start(config=TWO) as app:
        await app.press("i", "escape")
        assert app.screen.note.editor is None
        await app.press("j")
        assert app.cursor == SECOND


async def test_a_note_that_came_while_the_question_was_open_is_kept(start, seeded, on_disk):
    async with start(config=TWO) as app:
        await app.press("i")
        Repository(seeded.directory).do(SetNote(FIRST, "theirs"))
        await app.press("1", "text:!", "escape")
        assert on_disk()[FIRST].note == "theirs!"


async def test_a_paper_that_went_while_the_question_was_open_gets_no_note(start, seeded):
    async with start(config=TWO) as app:
        await app.press("i")
        Repository(seeded.directory).do(Remove([FIRST]))
        await app.press("1")
        assert app.screen.note.editor is None


async def test_a_note_that_came_into_an_untouched_template_is_kept(start, seeded, on_disk):
    async with start(config=ONE) as app:
        await app.press("i", "text:x")
        app.screen.flush_note()
        await app.press("backspace")
        Repository(seeded.directory).do(SetNote(FIRST, "theirs"))
        await app.press("escape")
        assert on_disk()[FIRST].note == "theirs"


@pytest.mark.parametrize(("typed", "note"), [("", ""), ("yes", "## Claim\nyes\n## Evidence\n")])
async def test_the_user_s_own_editor_begins_with_the_template_that_is_chosen(start, on_disk, monkeypatch, typed, note):
    monkeypatch.setattr(ReadlistApp, "suspend", lambda _: nullcontext())
    monkeypatch.setattr(notes, "edit_text", lambda text, **_: text.replace("\n\n", f"\n{typed}\n"))
    async with start(config=TWO) as app:
        await app.press("e", "1")
        assert on_disk()[FIRST].note == note
        assert app.status.startswith("Note: Mitigating" if note else "Note unchanged")


async def test_more_templates_than_digits_have_letters(start, on_disk):
    async with start(config=Config(templates={f"T{number}": f"text {number}" for number in range(1, 13)})) as app:
        await app.press("i", "c", "text:!", "escape")
        assert on_disk()[FIRST].note == "text 12!"
