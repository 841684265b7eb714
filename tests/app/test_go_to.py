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
