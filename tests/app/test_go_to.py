"""Going to a paper by its title, wherever in the library it is."""

import pytest

from readlist.model.actions import SetStatus
from readlist.model.change import Change, Edit
from readlist.model.paper import Status

FIRST = "lin2024mitigating"


class Defer:
    """Puts a paper out of sight until a day."""

    def __init__(self, key, until):
        self.key, self.until = key, until

    def change(self, library, now):
        before = library[self.key].defer_until
        return Change("defer", "Deferred", now, (Edit(self.key, {"defer_until": before}, {"defer_until": self.until}),))


class Title:
    """Gives a paper another title."""

    def __init__(self, key, title):
        self.key, self.title = key, title

    def change(self, library, now):
        return Change("title", self.title, now, (Edit.of_fields(library[self.key], title=self.title),))


def choices(app):
    """The lines above the prompt."""
    return [line for line in app.pane_text(app.screen.query_one("#choices")).split("\n") if line]


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_a_few_letters_lead_to_a_paper(start, key):
    async with start() as app:
        await app.press(key, "text:mossb")
        assert choices(app)[0].startswith("▸ MOSSBench")
        await app.press("enter")
        assert app.cursor == "mossbench"
        assert app.title() == "Inbox · 48"
        assert not app.screen.query_one("#choices").display


async def test_misspelt_words_and_any_order_will_do(start):
    async with start() as app:
        await app.press("colon", "text:rlhf alignmnt tax", "enter")
        assert app.cursor == FIRST


async def test_the_arrow_keys_choose_among_several(start):
    async with start() as app:
        await app.press("colon", "text:illusion")
        shown = choices(app)
        await app.press("down")
        assert choices(app)[1].startswith("▸")
        title = shown[1].strip()[:30]
        await app.press("enter")
        assert app.paper.display_title.startswith(title)


async def test_a_title_with_latex_is_listed_as_it_is_shown(start, seeded):
    seeded.do(Title(FIRST, r"On {Erd\H{o}s} bounds of $O(n \log n)$"))
    async with start() as app:
        await app.press("colon", "text:bounds of")
        assert choices(app)[0].startswith("▸ On Erdős bounds of O(n log n)")


async def test_a_choice_says_who_wrote_it_and_when(start):
    async with start() as app:
        await app.press("colon", "text:alignment tax")
        assert choices(app)[0].endswith("Lin et al. 2024")


async def test_escape_leaves_everything_as_it_was(start):
    async with start() as app:
        await app.press("j", "colon", "text:mossbench", "escape")
        assert app.cursor == app.rows[1]
        assert not app.screen.query_one("#choices").display
        await app.press("j")
        assert app.cursor == app.rows[2]


async def test_a_filter_that_hides_the_paper_is_taken_off_and_one_that_does_not_stays(start):
    async with start() as app:
        await app.press("slash", "text:title:illusion", "enter", "colon", "text:grounding visual", "enter")
        assert app.title() == "Inbox · 2 of 48 · /title:illusion"
        assert app.cursor == "zhang2023grounding"
        await app.press("colon", "text:mossbench", "enter")
        assert app.title() == "Inbox · 48"
        assert app.cursor == "mossbench"


@pytest.mark.parametrize(
    ("status", "view"), [(Status.READ, "All"), (Status.ARCHIVED, "Archived"), (Status.QUEUED, "All")]
)
async def test_a_paper_that_is_not_in_the_view_is_shown_in_one_that_has_it(start, seeded, status, view):
    seeded.do(SetStatus(["mossbench"], status))
    async with start() as app:
        await app.press("colon", "text:mossbench", "enter")
        assert app.cursor == "mossbench"
        assert app.title().startswith(f"{view} · ")
        assert app.status == f"In {view}"


@pytest.mark.parametrize("status", [Status.INBOX, Status.ARCHIVED])
async def test_a_deferred_paper_is_shown_too(start, seeded, status):
    seeded.do(SetStatus(["mossbench"], status))
    seeded.do(Defer("mossbench", "2999-01-01"))
    async with start() as app:
        await app.press("colon", "text:mossbench", "enter")
        assert app.cursor == "mossbench"


async def test_nothing_like_it_says_so(start):
    async with start() as app:
        await app.press("colon", "text:qqqqxxxx")
        assert choices(app) == ["  no paper is like that"]
        await app.press("enter")
        assert app.status == "No paper is like “qqqqxxxx”"
        assert app.cursor == FIRST


async def test_a_click_chooses(start):
    async with start() as app:
        await app.press("colon", "text:illusion")
        second = choices(app)[1].strip()[:30]
        await app.pilot.click("#choices", offset=(5, 1))
        await app.press()
        assert app.paper.display_title.startswith(second)
        assert not app.screen.query_one("#choices").display


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_the_choices_fit_the_screen(start, size):
    async with start(size=size) as app:
        await app.press("colon", "text:model")
        lines = choices(app)
        assert 1 <= len(lines) <= 10
        assert all(len(line) <= size[0] for line in lines)
        assert app.screen.query_one("#prompt-input").region.bottom < size[1]
        assert app.screen.papers.size.height >= 1


async def test_a_title_that_looks_like_markup_is_shown_as_it_is(start, seeded):
    class Adding:
        def change(self, library, now):
            from readlist.model.paper import Paper  # noqa: PLC0415 -- needed here alone

            paper = Paper(key="re", number=library.next_number, title="[Re] zebra [/]\x1b[2J crossing", added=now)
            return Change("import", "Imported", now, (Edit.adding(paper),))

    seeded.do(Adding())
    async with start() as app:
        await app.press("colon", "text:zebra")
        assert choices(app)[0].startswith("▸ [Re] zebra [/]�[2J crossing")


# Commands and views


@pytest.mark.parametrize("typed", [">sweep", "sweep", "sweep dimmed"])
async def test_a_command_is_run_by_its_name(start, typed):
    async with start() as app:
        await app.press("m", "colon", f"text:{typed}")
        assert choices(app)[0].startswith("▸ > Sweep")
        assert choices(app)[0].endswith("$")
        await app.press("enter")
        assert app.status == "Swept 1 row"


async def test_a_command_that_asks_takes_what_is_typed_behind_it(start):
    async with start() as app:
        await app.press("colon", "text:>add tags\nrlhf\nj")
        assert app.library[FIRST].tags == ("rlhf",)
        assert app.cursor == app.rows[1]


async def test_after_the_sign_for_commands_there_are_no_papers(start):
    async with start() as app:
        await app.press("colon", "text:>")
        lines = choices(app)
        assert len(lines) == 10
        assert all(line[2] == ">" for line in lines)
        await app.press("text:model")
        assert not any("Model" in line for line in choices(app))
        await app.press("text:qqqq")
        assert choices(app) == ["  no command is called like that"]
        await app.press("enter")
        assert app.status == "No command is like “modelqqqq”"


async def test_more_commands_than_fit_are_scrolled_to(start):
    async with start(size=(80, 20)) as app:
        await app.press("colon", "text:>", *["down"] * 15)
        marked = [line for line in choices(app) if line.startswith("▸")]
        assert len(marked) == 1


async def test_commands_that_are_not_possible_stay_out_of_the_way_of_papers(start):
    async with start() as app:
        await app.press("colon", "text:sweep")
        assert not any("> Sweep" in line for line in choices(app))
        await app.press("escape", "colon", "text:>sweep")
        assert choices(app)[0].endswith("not now")
        await app.press("enter")
        assert app.status.startswith("Not possible now: Sweep")


async def test_what_means_a_paper_brings_no_command(start):
    async with start() as app:
        for text in ("illusion", "language model", "re", "the tax"):
            await app.press("colon", f"text:{text}")
            assert not any(line[2:4] in {"> ", "≡ "} for line in choices(app)), text
            await app.press("escape")


async def test_papers_stand_under_the_commands(start):
    async with start() as app:
        await app.press("colon", "text:tags")
        lines = choices(app)
        above = [line for line in lines if line[2] == ">"]
        assert 1 <= len(above) <= 3
        assert lines[: len(above)] == above
        assert len(lines) > len(above)


async def test_a_view_is_opened_by_its_name(start):
    async with start() as app:
        await app.press("s", "colon", "text:starr")
        assert choices(app)[0].startswith("▸ ≡ Starred")
        assert choices(app)[0].endswith("view · g s")
        assert not any("papers with a star" in line for line in choices(app))
        await app.press("enter")
        assert app.title() == "Starred · 1"


async def test_the_user_s_own_view_is_opened_by_its_name(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "F", "text:Seeing", "enter", "g", "a")
        assert app.title().startswith("All")
        await app.press("colon", "text:seeing")
        assert choices(app)[0].startswith("▸ ≡ Seeing")
        await app.press("enter")
        assert app.title().startswith("Seeing")


async def test_nothing_typed_says_what_can_be_and_later_what_was_gone_to(start):
    async with start() as app:
        await app.press("colon")
        assert "> for commands" in choices(app)[0]
        await app.press("text:mossbench", "enter", "colon", "text:alignment tax", "enter", "colon")
        assert "MOSSBench" in choices(app)[0]
        await app.press("enter")
        assert app.cursor == "mossbench"
        await app.press("ctrl+o")
        assert app.cursor == FIRST


async def test_the_palette_works_where_there_are_no_papers(start, tmp_path, clock):
    from readlist.store.repository import Repository  # noqa: PLC0415 -- needed here alone

    async with start(repository=Repository.create(tmp_path / "empty", clock=clock)) as app:
        await app.press("colon", "text:illusion")
        assert choices(app) == ["  no paper is like that"]
        await app.press("escape", "colon", "text:>help", "enter")
        assert app.app.screen.query_one("#help-list")
