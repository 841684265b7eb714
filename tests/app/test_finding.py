import pytest

FIRST = "lin2024mitigating"


async def test_the_list_is_filtered_while_typing(start):
    async with start() as app:
        await app.press("slash", "text:illusion")
        assert app.rows == ("han2024instinctive", "zhang2023grounding")
        assert app.title() == "Inbox · 2 of 48 · /illusion"
        assert "2 of 48" in app.pane_text(app.screen.query_one("#prompt-aside"))


async def test_all_words_count_and_a_capital_is_exact(start):
    async with start() as app:
        await app.press("slash", "text:illusion grounding")
        assert app.rows == ("zhang2023grounding",)
        await app.press(*["backspace"] * 18, "text:pEFT")
        assert app.rows == ()
        assert "No paper here has all these words" in app.pane_text(app.screen.papers)


async def test_enter_keeps_the_filter_and_escape_takes_it_off(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "j")
        assert app.cursor == "zhang2023grounding"
        await app.press("escape")
        assert len(app.rows) == 48
        assert app.cursor == "zhang2023grounding"
        assert app.title() == "Inbox · 48"


async def test_escape_while_typing_brings_back_what_was_there_with_its_cursor(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "j", "slash", "text: zzz", "escape")
        assert app.rows == ("han2024instinctive", "zhang2023grounding")
        assert app.cursor == "zhang2023grounding"


async def test_the_cursor_moves_in_the_list_while_the_filter_is_typed(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "down", "enter")
        assert app.cursor == "zhang2023grounding"


async def test_authors_and_titles_made_from_abstracts_are_searched(start):
    async with start() as app:
        await app.press("slash", "text:yong lin", "enter")
        assert FIRST in app.rows
        await app.press("slash", *["backspace"] * 8, "text:mossbench", "enter")
        assert app.rows == ("mossbench",)


@pytest.mark.parametrize("text", ["[/]", "[bold", "[RETRACTED]", "[@click=app.bell]x", "\\[", "$x", '"'])
async def test_a_filter_that_looks_like_markup_is_shown_as_it_is(start, text):
    async with start() as app:
        await app.press("slash", f"text:{text}")
        assert app.title().endswith(f" · /{text}"), app.title()


async def test_a_filter_stays_when_the_view_changes(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "left_square_bracket")
        assert app.title() == "All · 2 of 48 · /illusion"


async def test_a_paper_that_no_longer_matches_the_filter_keeps_its_row_until_swept(start):
    async with start() as app:
        await app.press("t", "text:urgent", "enter", "slash", "text:urgent", "enter", "t", "text:-urgent", "enter")
        assert app.rows == (FIRST,)
        assert app.screen.desk.stale == {FIRST}
        await app.press("dollar_sign")
        assert app.rows == ()


async def test_filtering_from_a_zoomed_abstract_shows_the_list(start):
    async with start() as app:
        await app.press("enter", "slash", "text:illusion", "enter")
        assert app.screen.papers.display
        assert app.rows == ("han2024instinctive", "zhang2023grounding")
