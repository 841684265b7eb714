"""The pane of views and facets: walked through, chosen from, right after every change."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

from readlist.app import facet_counting
from readlist.model.actions import SetTags
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper
from readlist.search import facets
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"
SIZE = (120, 60)
"""High enough for all that stands in the pane."""


def pane(app):
    """What the pane shows, line by line, each as its words."""
    views = app.screen.views
    return [" ".join(line.split()) for line in app.pane_text(views).split("\n") if line.strip()]


def under_cursor(app):
    """The line under the cursor of the pane, as its words."""
    views = app.screen.views
    return " ".join(views.render_line(views.cursor - views.top).text.split())


async def walk_to(app, words):
    """Put the pane's cursor on the line that begins with these words."""
    await app.press("1")
    lines = [" ".join(line.split()) for line in app.pane_text(app.screen.views).split("\n")]
    index = next(index for index, line in enumerate(lines) if line.startswith(words))
    await app.press(*["j"] * (index - app.screen.views.cursor))
    assert under_cursor(app).startswith(words)


async def save_as(app, filter_text, name):
    """Filter, and save that as a view."""
    await app.press("slash", f"text:{filter_text}", "enter", "F", f"text:{name}", "enter")


# Views


async def test_the_cursor_walks_and_enter_opens(start):
    async with start(size=SIZE) as app:
        await app.press("1", "j", "j")
        assert app.screen.desk.view.name == "Inbox"
        await app.press("enter")
        assert app.screen.desk.view.name == "Reading"
        assert app.screen.pane_name == "papers"
        await app.press("1", "k", "enter")
        assert app.screen.desk.view.name == "Queue"


async def test_the_cursor_goes_to_the_view_that_is_opened_otherwise(start):
    async with start(size=SIZE) as app:
        await app.press("right_square_bracket", "right_square_bracket", "1")
        assert under_cursor(app) == "▸ Reading 0"


async def test_a_view_that_is_clicked_is_open(start):
    async with start(size=SIZE) as app:
        await app.pilot.click("#views", offset=(5, 2))
        await app.press()
        assert app.screen.desk.view.name == "Queue"


async def test_a_filter_is_saved_under_a_name_and_then_open(start, seeded):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "Illusions")
        assert app.title() == "Illusions · 2"
        assert app.rows == ("han2024instinctive", "zhang2023grounding")
        assert "▸ Illusions 2" in pane(app)
        assert Repository(seeded.directory).views == {"Illusions": "view:Inbox illusion"}
        assert app.status == "Saved view Illusions: view:Inbox illusion · u to undo"


async def test_what_is_saved_is_what_was_shown(start):
    async with start(size=SIZE) as app:
        await app.press("w", "left_square_bracket", "slash", "text:lin OR bias", "enter")
        shown = app.rows
        await app.press("F", "text:Mine", "enter")
        assert app.rows == shown
        assert len(shown) > 2
        await app.press("right_square_bracket", "slash", "text:lin OR bias", "enter")
        assert app.title().startswith("Inbox")
        assert len(app.rows) == len(shown) - 1
        shown = app.rows
        await app.press("F", "text:In the inbox", "enter")
        assert app.rows == shown


async def test_a_saved_view_is_counted_right_after_every_change(start):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "Illusions")
        await app.press("a")
        assert "▸ Illusions 1" in pane(app)
        await app.press("u")
        assert "▸ Illusions 2" in pane(app)


async def test_saving_is_undone_and_done_again(start):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "Illusions")
        await app.press("u")
        assert not any("Illusions" in line for line in pane(app))
        assert app.screen.desk.view.name in {"Inbox", "All"}
        await app.press("ctrl+r")
        assert any("Illusions 2" in line for line in pane(app))


async def test_where_saving_is_undone_the_list_is_what_it_was_before(start):
    async with start(size=SIZE) as app:
        await app.press("right_square_bracket", "left_square_bracket")
        await save_as(app, "illusion", "Illusions")
        await save_as(app, "year:2023", "Recent")
        assert app.title() == "Recent · 1"
        await app.press("u")
        assert app.title() == "Illusions · 1 of 2 · /year:2023"
        await app.press("slash", "ctrl+u", "enter")
        await app.press("u")
        assert app.title() == "Inbox · 2 of 48 · /illusion"
        assert app.rows == ("han2024instinctive", "zhang2023grounding")


async def test_a_view_of_another_program_appears(start, seeded):
    async with start(size=SIZE) as app:
        Repository(seeded.directory).save_view("Elsewhere", "illusion")
        app.screen.take_in()
        await app.press()
        assert "Elsewhere 2" in pane(app)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("inbox", "its name cannot be taken"), ("x" * 41, "more than 40"), (" ", "needs a name")],
)
async def test_a_name_that_cannot_be_one_is_told_and_can_be_mended(start, seeded, name, problem):
    async with start(size=(200, 60)) as app:
        await save_as(app, "illusion", name)
        assert problem in app.pane_text(app.screen.query_one("#prompt-aside"))
        assert not Repository(seeded.directory).views
        await app.press(*["backspace"] * len(name), "text:Mine", "enter")
        assert list(Repository(seeded.directory).views) == ["Mine"]


@pytest.mark.parametrize(("answer", "query"), [("y", "view:Inbox bias"), ("n", "view:Inbox illusion")])
async def test_a_name_that_is_taken_is_replaced_only_if_the_user_wants(start, seeded, answer, query):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "Mine")
        await app.press("g", "right_square_bracket")
        await save_as(app, "bias", "mine")
        await app.press(f"text:{answer}", "enter")
        assert Repository(seeded.directory).views == {"Mine": query}


async def test_a_view_that_is_narrowed_and_saved_under_its_own_name_keeps_what_it_asked_for(start, seeded):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "Mine")
        await save_as(app, "grounding", "Mine")
        await app.press("text:y", "enter")
        assert app.rows == ("zhang2023grounding",)
        assert Repository(seeded.directory).views == {"Mine": "view:Inbox illusion grounding"}


async def test_a_view_cannot_be_made_of_itself(start, seeded):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "Mine")
        await app.press("right_square_bracket")
        await save_as(app, "view:Mine grounding", "Mine")
        assert "made of itself" in app.pane_text(app.screen.query_one("#prompt-aside"))
        assert Repository(seeded.directory).views == {"Mine": "view:Inbox illusion"}


async def test_views_are_part_of_filters(start):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "To see")
        await app.press("right_square_bracket", "slash", 'text:view:"To see" grounding', "enter")
        assert app.rows == ("zhang2023grounding",)


async def test_without_a_filter_there_is_nothing_to_save(start):
    async with start(size=SIZE) as app:
        await app.press("F")
        assert not app.screen.query("#prompt")


async def test_brackets_walk_through_the_views_of_the_user_too(start):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", "Mine")
        await app.press("left_square_bracket")
        assert app.screen.desk.view.name == "All"
        await app.press("right_square_bracket", "right_square_bracket")
        assert app.screen.desk.view.name == "Inbox"


async def test_more_views_than_fit_scroll(start, seeded):
    for number in range(30):
        seeded.save_view(f"View {number:02}", "illusion")
    async with start(size=(120, 24)) as app:
        assert not any("View 29" in line for line in pane(app))
        await app.press("left_square_bracket")
        assert any(line.startswith("▸ View 29 2") for line in pane(app))


@pytest.mark.parametrize("name", ["[/]", "[bold]x", "$t", "[@click=app.bell]a"])
async def test_a_name_that_looks_like_markup_is_shown_as_it_is(start, name):
    async with start(size=SIZE) as app:
        await save_as(app, "illusion", name)
        assert app.title() == f"{name} · 2"
        assert any(line.startswith(f"▸ {name[:10]}") for line in pane(app))
        await app.press("f")
        assert name in "\n".join(app.pane_text(widget) for widget in app.app.screen.query("#view-menu-list"))


# The menu


def menu(app):
    """What the menu lists."""
    return [" ".join(line.split()) for line in app.pane_text(app.app.screen.query_one("#view-menu-list")).split("\n")]


async def test_the_menu_narrows_while_typing_and_opens(start, seeded):
    seeded.save_view("Illusions", "illusion")
    seeded.save_view("Daily", "added:1d")
    async with start(size=SIZE) as app:
        await app.press("f")
        assert menu(app)[:2] == ["Illusions 2 illusion", "Daily 48 added:1d"]
        await app.press("text:ilusion")
        assert menu(app)[:2] == ["Illusions 2 illusion", ""]
        await app.press("enter")
        assert app.title() == "Illusions · 2"


async def test_the_menu_removes_after_a_yes_and_undo_brings_back(start, seeded):
    seeded.save_view("Illusions", "illusion")
    seeded.save_view("Daily", "added:1d")
    async with start(size=SIZE) as app:
        await app.press("f", "down", "D", "n")
        assert len(Repository(seeded.directory).views) == 2
        await app.press("delete", "y")
        assert menu(app)[:2] == ["Illusions 2 illusion", ""]
        assert list(Repository(seeded.directory).views) == ["Illusions"]
        await app.press("escape")
        assert not any("Daily" in line for line in pane(app))
        await app.press("u")
        assert any("Daily 48" in line for line in pane(app))


async def test_the_menu_tells_which_view_no_longer_works_without_the_one_that_is_removed(start, seeded):
    seeded.save_view("Illusions", "illusion")
    seeded.save_view("Uses", "view:Illusions year:2024")
    async with start(size=SIZE) as app:
        await app.press("f", "D", "y")
        assert "; view 'Uses' names it and no" in app.pane_text(app.app.screen.query_one("#view-menu StatusLine"))
        await app.press("escape", "u")
        assert any(line.startswith("Uses ") for line in pane(app))


async def test_y_and_n_are_text_in_the_menu_where_nothing_is_asked(start, seeded):
    seeded.save_view("Any", "illusion")
    seeded.save_view("Two", "bias")
    async with start(size=SIZE) as app:
        await app.press("f", "text:ny")
        assert menu(app)[:2] == ["Any 2 illusion", ""]
        await app.press("D", "text:x")
        # What is typed on is no answer, and no yes to what is listed then.
        await app.press("backspace", "text:y")
        assert len(Repository(seeded.directory).views) == 2


async def test_the_open_view_can_be_removed(start, seeded):
    seeded.save_view("Illusions", "illusion")
    async with start(size=SIZE) as app:
        await app.press("left_square_bracket", "f", "D", "y", "escape")
        assert app.screen.desk.view.built_in
        assert app.title().startswith(app.screen.desk.view.name)


async def test_the_menu_says_how_to_make_a_view(start):
    async with start(size=SIZE) as app:
        await app.press("f")
        assert "F names and saves" in menu(app)[0]
        await app.press("enter", "D", "escape")
        assert app.screen.desk.view.name == "Inbox"


# Facets


async def test_what_the_papers_have_in_common_is_counted(start):
    async with start(size=SIZE) as app:
        await app.press()
        lines = pane(app)
        assert lines[lines.index("▾ Years") + 1].split()[0] == max(
            str(paper.year) for paper in app.library if paper.year
        )
        year = sum(paper.year == 2024 for paper in app.library)
        assert f"2024 {year}" in lines
        assert "▾ Tags" not in lines
        assert [line for line in lines if line.startswith("▾")] == ["▾ Years", "▾ Venues", "▾ Authors", "▾ Sources"]


async def test_facets_are_of_what_is_shown_after_every_change(start):
    async with start(size=SIZE) as app:
        await app.press("t", "text:ml/nlp", "enter")
        assert "ml/nlp 1" in pane(app)
        await app.press("slash", "text:illusion", "enter")
        assert "ml/nlp 1" not in pane(app)
        assert "2024 1" in pane(app)
        await app.press("escape", "u")
        assert "▾ Tags" not in pane(app)


async def test_a_value_is_added_to_the_filter_and_taken_out_again(start):
    async with start(size=SIZE) as app:
        await walk_to(app, "2024")
        await app.press("enter")
        assert app.screen.desk.filter_text == "year:2024"
        assert {app.library[key].year for key in app.rows} == {2024}
        assert app.screen.pane_name == "views"
        assert under_cursor(app).startswith("✓ 2024")
        await app.press("enter")
        assert app.screen.desk.filter_text == ""
        assert len(app.rows) == 48


async def test_a_value_narrows_the_filter_that_there_is(start):
    async with start(size=SIZE) as app:
        await app.press("slash", "text:illusion OR tax", "enter")
        shown = set(app.rows)
        await walk_to(app, "2024")
        await app.press("enter")
        assert set(app.rows) == {key for key in shown if app.library[key].year == 2024}
        assert set(app.rows) < shown


@pytest.mark.parametrize("heading", ["Venues", "Authors", "Sources"])
async def test_as_many_papers_are_shown_as_the_value_said(start, heading):
    async with start(size=SIZE) as app:
        await walk_to(app, f"▾ {heading}")
        await app.press("j")
        count = int(under_cursor(app).split()[-1])
        await app.press("enter")
        assert len(app.rows) == count


class Adding:
    """Puts papers in."""

    def __init__(self, *fields):
        self.fields = fields

    def change(self, library, now):
        papers = [
            Paper(key=f"new{number}", number=number, added=now, **fields)
            for number, fields in enumerate(self.fields, start=library.next_number)
        ]
        return Change("import", "Imported", now, tuple(map(Edit.adding, papers)))


def having(field, *values):
    """What puts in a paper with each of these values of a field."""
    return Adding(*({field: value} for value in values))


@pytest.mark.parametrize(
    ("adding", "value", "becomes"),
    [
        (having("venue", "ACL", "NAACL", "TACL"), "ACL", "venue:/^ACL$/"),
        (having("venue", "Zeta", "Zeta Letters"), "Zeta", "venue:/^Zeta$/"),
        (having("venue", "Zeta", "Zeta Letters"), "Zeta Letters", 'venue:"Zeta Letters"'),
        (having("venue", "A.B. (C/D)", "A.B. (C/D) E"), "A.B. (C/D)", r"venue:/^A\.B\. \(C\/D\)$/"),
        (having("authors", ("Zeno Li",), ("Zeno Li", "A B"), ("Zeno Lin",)), "Zeno Li", "author:/^Zeno Li$/"),
        (having("authors", ("Zeno Li",), ("Zeno Lin",)), "Zeno Lin", 'author:"Zeno Lin"'),
        (having("tags", ("zz",), ("zz/rl",), ("zz/rl", "zz"), ("ZZ/b/c",), ("zzz",)), "zz", "tag:zz"),
    ],
)
async def test_a_value_that_stands_in_others_is_asked_for_alone(start, seeded, adding, value, becomes):
    seeded.do(adding)
    async with start(size=(120, 100)) as app:
        await app.press("slash", "text:key:new", "enter")
        await walk_to(app, f"{value} ")
        count = int(under_cursor(app).split()[-1])
        await app.press("enter")
        assert app.screen.desk.filter_text == f"key:new {becomes}"
        assert len(app.rows) == count
        assert under_cursor(app) == f"✓ {value} {count}"
        await app.press("enter")
        assert app.screen.desk.filter_text == "key:new"


async def test_sections_fold_and_show_more(start):
    async with start(size=(120, 80)) as app:
        await walk_to(app, "▾ Authors")
        few = pane(app)
        await app.press("enter")
        assert under_cursor(app).startswith("▸ Authors")
        assert len(pane(app)) == len(few) - 9
        await app.press("enter")
        assert pane(app) == few
        await walk_to(app, "more…")
        await app.press("enter")
        assert len(pane(app)) > len(few) + 20
        await walk_to(app, "fewer")
        await app.press("enter")
        assert pane(app) == few


async def test_a_value_that_is_clicked_is_added(start):
    async with start(size=SIZE) as app:
        await app.press()
        line = next(
            y for y, text in enumerate(app.pane_text(app.screen.views).split("\n")) if text.strip()[:4] == "2024"
        )
        await app.pilot.click("#views", offset=(5, line + 1))
        await app.press()
        assert app.screen.desk.filter_text == "year:2024"


async def test_a_narrow_terminal_shows_facets_when_the_pane_is_gone_to(start):
    async with start(size=(80, 40)) as app:
        await app.press("1")
        assert "▾ Years" in pane(app)


async def test_all_papers_are_counted_however_many_slices_that_takes(start, seeded, monkeypatch):
    monkeypatch.setattr(facets, "_READ_A_STEP", 1)
    monkeypatch.setattr(facet_counting, "SLICE", 0)
    seeded.do(SetTags([FIRST], ["ML"], []))
    seeded.do(SetTags(["han2024instinctive"], ["ml"], []))
    seeded.do(SetTags(["zhang2023grounding"], ["ml/rlhf"], []))
    async with start(size=SIZE) as app:
        await app.press()
        lines = pane(app)
        begin = lines.index("▾ Tags") + 1
        assert lines[begin : begin + 2] == ["ML 3", "ml/rlhf 1"]
        years = Counter(str(paper.year) for paper in app.library if paper.year)
        newest = sorted(years.items(), reverse=True)
        begin = lines.index("▾ Years") + 1
        assert lines[begin : begin + len(newest)] == [f"{year} {count}" for year, count in newest]
        authors = Counter(author for paper in app.library for author in paper.authors)
        name, count = authors.most_common(1)[0]
        assert lines[lines.index("▾ Authors") + 1] == f"{name} {count}"


async def test_a_tag_that_was_typed_in_another_case_is_the_one_that_is_taken_out(start):
    async with start(size=SIZE) as app:
        await app.press("t", "text:RLHF", "enter", "slash", "text:tag:rlhf", "enter")
        await walk_to(app, "✓ RLHF")
        await app.press("enter")
        assert app.screen.desk.filter_text == ""


# What is marked


def underlined(widget, y):
    """The underlined stretches of a line."""
    return [segment.text for segment in widget.render_line(y) if segment.style and segment.style.underline]


async def test_what_was_looked_for_is_marked_in_list_and_abstract(start):
    async with start(size=(120, 40)) as app:
        await app.press("slash", "text:alignment lin", "enter")
        assert app.cursor == FIRST
        assert underlined(app.screen.papers, 0) == ["Alignment", "Lin"]
        abstract = app.screen.abstract
        marked = {text for y in range(abstract.size.height) for text in underlined(abstract, y)}
        assert {"Alignment", "alignment", "Lin"} <= marked
        await app.press("escape")
        assert underlined(app.screen.papers, 0) == []


async def test_a_phrase_that_was_found_across_the_end_of_a_line_is_marked_there(start, seeded):
    broken = Paper(key="broken", number=99, title="Broken", abstract="They use chain of\nthought here.")
    seeded.do(SimpleNamespace(change=lambda _library, now: Change("import", "Added", now, (Edit.adding(broken),))))
    async with start(size=(120, 40)) as app:
        await app.press("slash", 'text:"chain of thought here"', "enter")
        assert app.cursor == "broken"
        abstract = app.screen.abstract
        marked = [text for y in range(abstract.size.height) for text in underlined(abstract, y)]
        assert [text.strip() for text in marked] == ["chain of", "thought here"]


async def test_close_papers_are_told_apart_by_a_sign_and_marked(start):
    async with start(size=(160, 40)) as app:
        await app.press("slash", "text:alignmnt", "enter")
        assert app.screen.desk.close
        assert FIRST in app.rows
        row = app.rows.index(FIRST)
        assert "~Mitigating the Alignment Tax" in app.row_text(row)
        assert "Alignment" in underlined(app.screen.papers, row)
        assert "none of 48, the closest" in app.title()


async def test_a_note_is_marked(start):
    async with start(size=(160, 40)) as app:
        await app.press("i", "text:read this again", "escape", "slash", "text:again", "enter")
        assert underlined(app.screen.note.text_view, 0) == ["again"]


async def test_an_author_who_is_not_named_in_the_list_is_marked_as_one_of_the_others(start):
    async with start(size=(160, 40)) as app:
        await app.press("slash", 'text:author:"Shizhe Diao"', "enter")
        row = app.rows.index(FIRST)
        assert underlined(app.screen.papers, row) == ["et al."]
