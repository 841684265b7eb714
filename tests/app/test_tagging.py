"""Tags: given and taken off by what is typed, told and completed while it is, renamed on every paper at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from readlist.app.app import ReadlistApp
from readlist.app.tag_words import Held, TagWords
from readlist.app.widgets.spans import no_marks
from readlist.app.widgets.tag_colours import readable, tag_class, tag_line
from readlist.config import AppConfig, Config
from readlist.model.actions import SetTags
from readlist.text import cell_width

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"


def remark(app):
    """What stands under the text that is typed."""
    return app.pane_text(app.screen.query_one("#prompt-remark"))


async def test_tags_are_added_and_removed_in_one_answer(start, seeded, on_disk):
    seeded.do(SetTags([FIRST], add=["todo"]))
    async with start() as app:
        await app.press("t", "text:rlhf -todo +ml/align", "enter")
        assert on_disk()[FIRST].tags == ("rlhf", "ml/align")
        assert app.status.startswith("Tagged +rlhf +ml/align -todo: Mitigating")
        assert "#rlhf #ml/align" in app.row_text(0)
        assert app.screen.pane_name == "papers"


@pytest.mark.parametrize(("key", "tags"), [("plus", ("old", "new")), ("minus", ())])
async def test_plus_and_minus_ask_for_tags_to_add_or_remove(start, seeded, on_disk, key, tags):
    seeded.do(SetTags([FIRST], add=["old"]))
    async with start() as app:
        await app.press(key, "text:new" if key == "plus" else "text:old", "enter")
        assert on_disk()[FIRST].tags == tags


async def test_a_selection_is_tagged_as_one_change(start, on_disk):
    async with start() as app:
        await app.press("space", "space", "t", "text:x", "enter")
        assert [paper.key for paper in on_disk() if paper.tags] == [FIRST, SECOND]
        await app.press("u")
        assert not [paper for paper in on_disk() if paper.tags]


async def test_tab_completes_a_tag_that_is_known_even_if_misspelt(start, seeded, on_disk):
    seeded.do(SetTags([SECOND], add=["alignment", "evaluation"]))
    async with start() as app:
        await app.press("t", "text:alignmnt")
        assert "alignment" in app.pane_text(app.screen.query_one("#prompt-remark"))
        await app.press("tab", "text:new", "enter")
        assert on_disk()[FIRST].tags == ("alignment", "new")


async def test_escape_leaves_a_prompt_and_changes_nothing(start, seeded):
    async with start() as app:
        await app.press("t", "text:rlhf", "escape")
        assert not seeded.history.changes
        assert app.screen.pane_name == "papers"
        await app.press("j")
        assert app.cursor == SECOND


async def test_letters_in_a_prompt_are_text_and_no_keys(start, seeded):
    async with start() as app:
        await app.press("t", "text:mwasq", "ctrl+r", "escape")
        assert not seeded.history.changes
        assert app.app.is_running


# What is told while tags are typed


async def test_the_tags_of_the_papers_are_shown_those_of_some_with_their_number(start, seeded):
    seeded.do(SetTags([FIRST, SECOND, THIRD], add=["rlhf"]))
    seeded.do(SetTags([FIRST], add=["todo"]))
    async with start() as app:
        await app.press("V", "j", "j", "t")
        assert "#rlhf · on some: #todo (1)" in remark(app)
        await app.press("escape", "escape", "G", "t")
        assert "no tags yet" in remark(app)


async def test_a_tag_that_nobody_has_used_yet_is_told(start, seeded):
    seeded.do(SetTags([SECOND], add=["rlhf"]))
    async with start() as app:
        await app.press("t", "text:+RLHF rlfh")
        assert "new: #rlfh" in remark(app)
        assert "RLHF" not in remark(app)


async def test_the_tags_of_most_papers_are_offered_first_and_none_that_all_have(start, seeded):
    seeded.do(SetTags([SECOND, THIRD], add=["zeta"]))
    seeded.do(SetTags([THIRD], add=["alpha"]))
    seeded.do(SetTags([FIRST], add=["mine"]))
    async with start() as app:
        await app.press("t")
        assert "tab: zeta alpha" in remark(app)
        assert "mine" not in remark(app).partition("tab:")[2]
        await app.press("tab")
        assert "tab: alpha" in remark(app)
        await app.press("tab", "enter")
        assert app.paper.tags == ("mine", "zeta", "alpha")


async def test_a_minus_offers_only_tags_that_the_papers_have(start, seeded):
    seeded.do(SetTags([FIRST], add=["ml/rlhf", "todo"]))
    seeded.do(SetTags([SECOND], add=["ml/vision"]))
    async with start() as app:
        await app.press("t", "text:-ml")
        assert remark(app).rstrip().endswith("tab: -ml/rlhf")
        await app.press("tab", "enter")
        assert app.paper.tags == ("todo",)


async def test_a_nested_tag_is_completed_from_its_inner_name(start, seeded):
    seeded.do(SetTags([SECOND], add=["ml/alignment/rlhf"]))
    async with start() as app:
        await app.press("t", "text:rl", "tab", "enter")
        assert app.paper.tags == ("ml/alignment/rlhf",)


async def test_a_word_that_is_no_tag_is_pointed_at_and_stays_in_the_prompt(start, seeded):
    async with start() as app:
        await app.press("t", "text:new a(b x", "enter")
        shown = remark(app)
        assert "not a tag" in shown
        assert shown.index("^") == len(" Tags: new ")
        assert not seeded.history.changes
        await app.press("backspace", "backspace", "backspace", "backspace", "text:b", "enter")
        assert app.paper.tags == ("new", "ab")


@given(st.lists(st.lists(st.sampled_from(["a", "A", "b", "c/d"]), max_size=4, unique_by=str.casefold), min_size=1))
def test_every_tag_is_told_for_all_or_for_some(tags):
    held = Held.of(tags)
    for tag, count in held.counts.items():
        assert count == sum(tag.casefold() in {other.casefold() for other in own} for own in tags)
    everywhere = held.in_words().partition("on some: ")[0]
    assert ("#c/d" in everywhere) == all("c/d" in own for own in tags)


@given(st.text(alphabet="ab+-#, /("), st.integers(min_value=0, max_value=20))
def test_whatever_is_typed_completion_and_problems_are_within_it(text, cursor):
    words = TagWords({"ab": 2, "a/b": 1}, Held.of([("ab",)]), sign="+")
    cursor = min(cursor, len(text))
    found = words.completion(text, cursor)
    assert 0 <= found.start <= found.end == cursor
    problem = words.problem(text)
    if problem is not None:
        start, length = problem.place
        assert text[start : start + length].strip()


# Renaming


async def test_the_tag_under_the_cursor_is_renamed_on_all_papers_and_undo_gives_it_back(start, seeded, on_disk):
    seeded.do(SetTags([FIRST, SECOND], add=["nlp"]))
    async with start() as app:
        await app.press("1")
        while getattr(app.screen.views.current, "value", None) != "nlp":
            await app.press("j")
        await app.press("R")
        assert "2 papers; type the new name" in remark(app)
        await app.press("ctrl+u", "text:ml/nlp")
        assert "2 papers" in remark(app)
        await app.press("enter")
        assert app.status == "Renamed tag nlp to ml/nlp: 2 papers · u to undo"
        assert on_disk()[FIRST].tags == on_disk()[SECOND].tags == ("ml/nlp",)
        assert app.screen.pane_name == "views"
        await app.press("u")
        assert on_disk()[SECOND].tags == ("nlp",)


async def test_elsewhere_it_asks_for_the_tag_and_tells_which_ones_become_one(start, seeded, on_disk):
    seeded.do(SetTags([FIRST, SECOND], add=["nlp/eval"]))
    seeded.do(SetTags([SECOND, THIRD], add=["evaluation"]))
    async with start() as app:
        await app.press("R", "text:eva", "tab", "backspace", "enter")
        assert "Rename evaluation to:" in app.screen.query_one("#prompt-label").render().plain
        await app.press("escape", "R", "text:nlp", "enter", "ctrl+u", "text:x")
        assert "takes nlp/eval along" in remark(app)
        await app.press("escape", "R", "text:nlp/eval", "enter", "ctrl+u", "text:Evaluation")
        assert "2 papers; merges with evaluation (2)" in remark(app)
        await app.press("enter")
        assert dict(on_disk().tags) == {"evaluation": 3}
        assert on_disk()[SECOND].tags == ("evaluation",)


async def test_what_is_no_tag_is_neither_renamed_nor_a_new_name(start, seeded):
    async with start() as app:
        await app.press("R")
        assert app.status == "No tags yet"
        seeded.do(SetTags([FIRST], add=["alignment"]))
        app.screen.take_in()
        before = len(seeded.history.changes)
        await app.press("R", "text:alignmnt", "enter")
        assert "did you mean alignment?" in remark(app)
        await app.press("ctrl+u", "text:alignment", "enter", "text: x", "enter")
        assert "not a tag" in remark(app)
        await app.press("backspace", "backspace", "enter")
        assert app.status == "alignment stays as it was"
        assert len(seeded.history.changes) == before


async def test_what_still_asks_for_the_old_name_is_told(start, seeded):
    seeded.do(SetTags([FIRST], add=["nlp"]))
    seeded.save_view("Language", "tag:nlp")
    async with start() as app:
        await app.press("slash", "text:tag:nlp", "enter", "R", "text:nlp", "enter", "ctrl+u", "text:ml", "enter")
        assert app.status == "Renamed nlp to ml; still asking for nlp: the filter, Language · u to undo"


# Colours


def test_a_tag_has_one_colour_with_all_that_is_below_it():
    assert tag_class("ml") == tag_class("ML/rlhf/x") == "tag--5"
    assert len({tag_class(name) for name in ("ml", "todo", "survey", "rlhf", "vision", "data", "theory", "eval")}) > 2


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "atom-one-light", "ansi-dark"])
async def test_tags_can_be_read_in_every_colour_also_under_the_cursor(seeded, theme):
    seeded.do(SetTags([FIRST, SECOND], add=["survey", "todo", "theory", "rlhf", "ml"]))
    app = ReadlistApp(seeded, config=Config(app=AppConfig(theme=theme)))
    async with app.run_test(size=(300, 30)) as pilot:
        await pilot.pause()
        drawn = [piece for y in (0, 1) for piece in app.main_screen.papers.render_line(y) if piece.text.startswith("#")]
        assert len(drawn) == 10
        for piece in drawn:
            if not theme.startswith("ansi"):
                assert contrast(piece.style.color.get_truecolor(), piece.style.bgcolor.get_truecolor()) >= 4.5
        assert len({piece.style.color for piece in drawn[5:]}) == 5


def contrast(one, other):
    """The contrast of two colours by the formula of WCAG 2.2, section 1.4.3."""

    def luminance(color):
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in (part / 255 for part in color)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_colour_that_can_be_read_stays_as_it_is():
    base = Style.parse("#ffffff on #000000")
    assert readable(Style.parse("#ffaa00"), base).color == Style.parse("#ffaa00").color
    assert readable(Style.parse("red"), base).color == Style.parse("red").color


@given(
    st.lists(st.text(alphabet="abé日本🙂/-", min_size=1), min_size=1, max_size=6),
    st.integers(min_value=1, max_value=40),
)
def test_tags_fill_no_more_cells_than_they_have(tags, cells):
    line = "".join(text for text, _, _ in tag_line(tags, cells, no_marks))
    assert cell_width(line) <= cells
    whole = " ".join(f"#{tag}" for tag in tags)
    assert line == whole or line.endswith("…")


async def test_what_was_looked_for_is_marked_in_tags(start, seeded):
    seeded.do(SetTags([FIRST], add=["alpha", "ml/rlhf"]))
    async with start() as app:
        await app.press("slash", "text:rlh tag:ml", "enter")
        row = list(app.screen.papers.render_line(0))
        marked = "".join(piece.text for piece in row if piece.style.underline)
        assert "rlh" in marked
        assert "alpha" not in marked
