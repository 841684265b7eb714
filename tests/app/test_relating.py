"""What else there is by an author, with a tag, in a venue."""

import pytest

from readlist.model.actions import SetTags
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper

FIRST, SECOND = "lin2024mitigating", "wang2024theoremllama"


def adding(**fields):
    """An action that adds papers, one of each of the given values."""

    class Adding:
        def change(self, _library, now):
            edits = [
                Edit.adding(
                    Paper(number=100 + i, key=f"new{i}", title=f"New {i}", **dict(zip(fields, values, strict=True)))
                )
                for i, values in enumerate(zip(*fields.values(), strict=True))
            ]
            return Change("import", "Imported", now, tuple(edits))

    return Adding()


async def test_a_shows_what_an_author_that_is_chosen_has_written(start):
    async with start(size=(120, 40)) as app:
        view = app.screen.desk.view.name
        await app.press("j", "A")
        popup = app.pane_text(app.screen.query_one("#popup"))
        assert "1  Ruida Wang" in popup
        await app.press("1")
        assert app.screen.desk.view.name == "All"
        assert app.screen.desk.filter_text == 'author:"Ruida Wang"'
        assert app.cursor == SECOND
        assert app.status.startswith("1 paper by “Ruida Wang”")
        assert "ctrl+o goes back" in app.status
        await app.press("ctrl+o")
        assert app.screen.desk.view.name == view
        assert app.screen.desk.filter_text == ""
        assert app.cursor == SECOND


async def test_escape_takes_the_filter_off(start):
    async with start() as app:
        await app.press("A", "1", "escape")
        assert app.screen.desk.filter_text == ""
        assert len(app.rows) == 48


async def test_the_only_author_is_not_asked_for(start, seeded):
    seeded.do(adding(authors=[('Jane "JJ" O\\Neil',), ('Jane "JJ" O\\Neil', "Other One"), ("Jane JJ ONeil",)]))
    async with start() as app:
        await app.press("G", "k", "k", "A")
        assert app.rows == ("new0", "new1")
        assert not app.screen.query_one("#popup").display


async def test_of_many_authors_nine_have_numbers_and_the_last_is_named_as_such(start, seeded):
    names = tuple(f"Author Number{letter}" for letter in "abcdefghijkl")
    seeded.do(adding(authors=[names, names[-1:]]))
    async with start(size=(60, 20)) as app:
        await app.press("G", "k", "A")
        popup = app.pane_text(app.screen.query_one("#popup"))
        assert "9  Author Numberi" in popup
        assert "0  Author Numberl (last author)" in popup
        assert "Numberj" not in popup
        await app.press("0")
        assert app.rows == ("new0", "new1")


async def test_a_number_before_it_says_which(start, seeded):
    names = tuple(f"Author Number{letter}" for letter in "abcdefghijkl")
    seeded.do(adding(authors=[names, names[6:7]]))
    async with start() as app:
        await app.press("G", "k", "7", "A")
        assert app.rows == ("new0", "new1")
        await app.press("6", "0", "A")
        assert app.status == "There are 12"


async def test_a_tag_shows_what_else_has_it_or_one_below_it(start, seeded):
    seeded.do(SetTags((FIRST,), add=("ml", "x")))
    seeded.do(SetTags((SECOND,), add=("ML/rlhf",)))
    async with start() as app:
        await app.press("number_sign", "1")
        assert set(app.rows) == {FIRST, SECOND}
        assert app.screen.desk.filter_text == "tag:ml"
        await app.press("ctrl+o", "j", "number_sign")
        assert app.rows == (SECOND,)


async def test_the_venue_shows_what_appeared_there_in_all_years(start):
    async with start() as app:
        await app.press("at")
        assert app.screen.desk.filter_text == "venue:EMNLP"
        assert {FIRST, SECOND} < set(app.rows)
        assert all(
            "Empirical Methods" in app.library[key].venue or "EMNLP" in app.library[key].venue for key in app.rows
        )


async def test_a_paper_that_has_none_says_so(start, seeded):
    seeded.do(adding(abstract=["Nothing is known."]))
    async with start() as app:
        await app.press("G")
        for key, said in [("A", "authors"), ("number_sign", "tags"), ("at", "venue")]:
            await app.press(key)
            assert said in app.status
            assert app.screen.desk.view.name == "Inbox"


async def test_from_the_abstract_on_the_whole_screen_it_leads_to_the_list(start):
    async with start() as app:
        await app.press("enter", "A", "1")
        assert app.screen.pane_name == "papers"
        assert app.screen.zoomed is None


@pytest.mark.parametrize("name", ["sort:added", "a AND b", "-x", "/re/", "{", "x:y", "ends\\", "(", "~a", '"', "a,b"])
async def test_odd_names_find_their_own_papers(start, seeded, name):
    seeded.do(adding(authors=[(name,)]))
    async with start() as app:
        await app.press("G", "A")
        assert "new0" in app.rows
        assert app.cursor == "new0"
        assert not app.failed
