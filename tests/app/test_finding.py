from types import SimpleNamespace

import pytest

from readlist import config
from readlist.app import filter_history
from readlist.app.app import ReadlistApp
from readlist.app.completing import QueryCompleter
from readlist.app.desk import Desk
from readlist.app.filter_history import FilterHistory
from readlist.app.widgets import markdown_lines, paper_list
from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper, Status
from readlist.store import disk
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"
ILLUSIONS = ("han2024instinctive", "zhang2023grounding")


class Defer:
    """Puts a paper out of sight until a day."""

    def __init__(self, key, until):
        self.key, self.until = key, until

    def change(self, library, now):
        before = library[self.key].defer_until
        return Change("defer", "Deferred", now, (Edit(self.key, {"defer_until": before}, {"defer_until": self.until}),))


def aside(app):
    """What stands behind the text that is being typed."""
    return app.pane_text(app.screen.query_one("#prompt-aside")).strip()


def remark(app):
    """What stands under it."""
    return app.pane_text(app.screen.query_one("#prompt-remark"))


def typed(app):
    """The text that is being typed."""
    return app.screen.query_one("#prompt-input").value


async def test_the_list_is_filtered_while_typing(start):
    async with start() as app:
        await app.press("slash", "text:illusion")
        assert app.rows == ILLUSIONS
        assert app.title() == "Inbox · 2 of 48 · /illusion"
        assert aside(app) == "2 of 48"


async def test_the_number_beside_the_filter_follows_what_other_programs_do(start, seeded):
    async with start() as app:
        await app.press("slash", "text:illusion is:inbox")
        assert aside(app) == "2 of 48"
        Repository(seeded.directory).do(Remove([ILLUSIONS[0], FIRST]))
        app.screen.take_in()
        await app.pilot.pause()
        assert aside(app) == "1 of 46"
        assert app.title().startswith("Inbox · 1 of 46")
        await app.press("escape")
        Repository(seeded.directory).do(Remove([ILLUSIONS[1]]))
        app.screen.take_in()
        assert app.title() == "Inbox · 45"


async def test_all_words_count_and_a_capital_is_exact(start):
    async with start() as app:
        await app.press("slash", "text:illusion grounding")
        assert app.rows == ("zhang2023grounding",)
        await app.press("ctrl+u", "text:-GROUNDING illusion")
        assert app.rows == ILLUSIONS


async def test_what_no_paper_has_says_so(start):
    async with start() as app:
        await app.press("slash", "text:year:1899")
        assert app.rows == ()
        assert "No paper in Inbox matches" in app.pane_text(app.screen.papers)


async def test_where_the_open_view_has_no_paper_it_is_said_which_has(start, seeded):
    seeded.do(SetStatus([FIRST], Status.QUEUED))
    seeded.do(SetStatus(["mossbench"], Status.ARCHIVED))
    async with start() as app:
        await app.press("slash", f"text:key:{FIRST}")
        assert "No paper in Inbox matches · view:all: 1" in app.pane_text(app.screen.papers)
        await app.press("ctrl+u", "text:key:mossbench")
        assert "No paper in Inbox matches · in the archive: 1" in app.pane_text(app.screen.papers)


async def test_a_view_that_is_named_and_has_no_papers_is_the_one_that_is_told(start):
    async with start() as app:
        await app.press("slash", "text:view:queue", "enter")
        assert "Queue: no papers · esc: back to Inbox" in app.pane_text(app.screen.papers)
        await app.press("slash", "ctrl+u", "text:view:inbox year:1899", "enter")
        assert "No paper in Inbox matches" in app.pane_text(app.screen.papers)


async def test_enter_keeps_the_filter_and_escape_takes_it_off(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "j")
        assert app.cursor == "zhang2023grounding"
        await app.press("escape")
        assert len(app.rows) == 48
        assert app.cursor == "zhang2023grounding"
        assert app.title() == "Inbox · 48"


@pytest.mark.parametrize("many", [1, 3, 100], ids=["one by one", "some at once", "all at once"])
async def test_the_cursor_goes_to_the_next_paper_below_that_is_left_however_far_it_is(start, monkeypatch, many):
    monkeypatch.setattr(paper_list, "_LOOKED_FOR", (many, 2 * many, 1000))
    async with start() as app:
        before = app.rows
        await app.press(*"j" * 5)
        await app.press("slash", "text:illusion", "enter")
        assert 1 < len(app.rows) < len(before)
        below = [key for key in app.rows if before.index(key) > 5]
        assert app.cursor == below[0]


async def test_escape_while_typing_brings_back_what_was_there_with_its_cursor(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "j", "slash", "text: zzz", "escape")
        assert app.rows == ILLUSIONS
        assert app.cursor == "zhang2023grounding"


async def test_escape_while_typing_keeps_the_cursor_on_the_paper_that_was_found(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "down", "escape")
        assert len(app.rows) == 48
        assert app.cursor == "zhang2023grounding"


async def test_the_cursor_moves_in_the_list_while_the_filter_is_typed(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "down", "enter")
        assert app.cursor == "zhang2023grounding"
        await app.press("slash", "ctrl+p", "enter")
        assert app.cursor == "han2024instinctive"
        await app.press("slash", "ctrl+n", "enter")
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
        await app.press("t", "text:urgent", "enter", "slash", "text:tag:urgent", "enter", "t", "text:-urgent", "enter")
        assert app.rows == (FIRST,)
        assert app.screen.desk.stale == {FIRST}
        await app.press("dollar_sign")
        assert app.rows == ()


async def test_filtering_from_a_zoomed_abstract_shows_the_list(start):
    async with start() as app:
        await app.press("enter", "slash", "text:illusion", "enter")
        assert app.screen.papers.display
        assert app.rows == ILLUSIONS


# The query language


async def test_what_the_text_is_taken_to_mean_stands_under_it(start):
    async with start() as app:
        await app.press("slash")
        assert "tag:ml" in remark(app)
        await app.press("text:year:2023 is:unread")
        assert "of 2023, unread" in remark(app)
        assert all(app.library[key].year == 2023 for key in app.rows)


async def test_what_is_not_closed_yet_is_no_error_while_it_is_typed(start):
    async with start() as app:
        for part in ("(", '"chain of', ' thought" OR ', "tag:"):
            await app.press("slash", "ctrl+u", f"text:{part}")
            assert "^" not in remark(app), part
            await app.press("escape")


async def test_a_quote_that_is_open_at_the_end_is_closed_by_enter(start):
    async with start() as app:
        await app.press("slash", 'text:"alignment tax')
        shown = app.rows
        assert FIRST in shown
        await app.press("enter")
        assert app.rows == shown
        assert app.title().endswith('/"alignment tax"')
        assert not app.failed


async def test_an_unknown_field_leaves_the_list_and_is_pointed_at(start):
    async with start() as app:
        await app.press("slash", "text:illusion autor:")
        before = app.rows
        await app.press("text:x")
        line = remark(app)
        label = len(" / ")
        assert line.startswith(
            " " * (label + len("illusion ")) + "^^^^^ there is no field “autor”; did you mean author"
        )
        assert app.rows == before == ILLUSIONS
        await app.press("enter")
        assert typed(app) == "illusion autor:x"
        assert "^^^^^" in remark(app)
        await app.press("escape")
        assert len(app.rows) == 48


async def test_the_caret_stays_under_its_place_where_the_text_is_longer_than_the_line(start):
    async with start(size=(60, 20)) as app:
        await app.press("slash", f"text:{'illusion ' * 8}autor:x")
        line = app.pane_text(app.screen.query_one("#prompt-input"))
        label = len(" / ")
        start_of_carets = remark(app).index("^")
        assert line[start_of_carets - label :].startswith("autor:x")


async def test_leaving_a_wrong_text_with_the_mouse_keeps_the_last_good_result(start):
    async with start() as app:
        await app.press("slash", "text:illusion autor:x")
        await app.pilot.click("#abstract")
        await app.press()
        assert app.rows == ILLUSIONS
        assert app.failed
        assert "there is no field" in app.status


async def test_misspelt_words_show_the_closest_papers_and_say_so(start):
    async with start() as app:
        await app.press("slash", "text:alignmnt tax")
        assert app.cursor == FIRST
        assert app.screen.desk.close == set(app.rows)
        assert aside(app).startswith("≈ ")
        assert remark(app).strip().startswith("no paper has these words; the closest:")
        await app.press("enter")
        assert app.status == "No paper has these words; these are the closest"


async def test_order_and_number_can_be_typed(start):
    async with start() as app:
        await app.press("slash", "text:year:2023.. sort:year-desc limit:3", "enter")
        years = [app.library[key].year for key in app.rows]
        assert years == sorted((paper.year or 0 for paper in app.library), reverse=True)[:3]


async def test_a_filter_can_name_a_view_whichever_is_open(start):
    async with start() as app:
        await app.press("w", "slash", "text:view:queue", "enter")
        assert app.rows == (FIRST,)
        await app.press("escape")
        assert FIRST in app.screen.desk.stale or FIRST not in app.rows


@pytest.mark.parametrize("text", ["view:queue,reading", "view:queue OR view:reading", "(view:queue OR view:reading)"])
async def test_a_filter_can_name_views_together_whichever_is_open(start, seeded, text):
    seeded.do(SetStatus([FIRST], Status.QUEUED))
    seeded.do(SetStatus(["mossbench"], Status.READING))
    async with start() as app:
        await app.press("slash", f"text:{text}", "enter")
        assert set(app.rows) == {FIRST, "mossbench"}
        assert app.title() == f"Queue or Reading · 2 of 2 · /{text}"
        await app.press("slash", "text: tax", "enter")
        assert app.rows == (FIRST,)
        assert app.title().startswith("Queue or Reading · 1 of 2 · ")


async def test_views_that_are_named_together_are_saved_as_they_were_shown(start, seeded):
    seeded.do(SetStatus([FIRST], Status.QUEUED))
    async with start() as app:
        await app.press("slash", "text:view:queue,reading", "enter", "F", "text:Soon", "enter")
        assert seeded.views["Soon"] == "view:queue,reading"
        assert app.title() == "Soon · 1"
        await app.press("slash", "text:view:queue,inbox")
        assert app.title().startswith("Queue or Inbox · 48 of 48")


async def test_a_filter_that_names_a_view_on_one_side_only_is_about_the_open_one(start, seeded):
    seeded.do(SetStatus([FIRST], Status.QUEUED))
    async with start() as app:
        await app.press("slash", "text:view:queue OR illusion", "enter")
        assert app.rows == ILLUSIONS
        assert app.title().startswith("Inbox · 2 of 47")


@pytest.mark.parametrize(
    "keys", [["escape"], ["enter"], ["text:x", "backspace", "enter"], ["text:illusion", "escape"], ["ctrl+u", "escape"]]
)
async def test_papers_that_were_acted_on_keep_their_rows_where_the_filter_stays_what_it_was(start, keys):
    async with start() as app:
        before = app.rows
        await app.press("j", "a", "slash", *keys)
        assert app.rows == before
        assert app.screen.desk.stale == {before[1]}
        await app.press("dollar_sign")
        assert before[1] not in app.rows


async def test_rows_that_are_dimmed_are_not_counted_among_those_that_a_filter_finds(start):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "a")
        assert app.rows == ILLUSIONS
        assert app.title() == "Inbox · 1 of 47 · /illusion"
        await app.press("slash")
        assert aside(app) == "1 of 47"
        await app.press("ctrl+u", "text:is:inbox", "enter", "a")
        assert app.title() == "Inbox · 46 of 46 · /is:inbox"


async def test_another_filter_lets_go_of_papers_that_were_acted_on(start):
    async with start() as app:
        before = app.rows
        await app.press("j", "a", "slash", "text:-zzz", "enter")
        assert before[1] not in app.rows
        await app.press("escape")
        assert before[1] not in app.rows


async def test_archived_and_deferred_papers_show_only_where_asked_for(start, seeded, clock):
    seeded.do(SetStatus(["han2024instinctive"], Status.ARCHIVED))
    seeded.do(Defer("zhang2023grounding", "2026-12-01"))
    async with start(clock=clock) as app:
        await app.press("left_square_bracket", "slash", "text:title:illusion")
        assert app.rows == ()
        await app.press("text: is:archived")
        assert app.rows == ("han2024instinctive",)
        await app.press("ctrl+u", "text:title:illusion is:deferred")
        assert app.rows == ("zhang2023grounding",)


async def test_a_paper_is_back_on_the_day_that_it_was_deferred_to(start, seeded, clock):
    seeded.do(Defer(FIRST, "2026-12-01"))
    async with start(clock=clock) as app:
        assert FIRST not in app.rows
        assert app.title() == "Inbox · 47"
        clock.advance(days=10)
        app.screen.take_in()
        await app.press()
        assert app.rows[0] == FIRST
        assert app.title() == "Inbox · 48"


async def test_a_sorted_list_takes_in_what_another_program_adds_where_it_belongs(start, seeded):
    seeded.do(SetTags(["pi2024mllm", "zhang2023grounding"], add=["x"]))
    async with start() as app:
        await app.press("slash", "text:tag:x sort:year", "enter")
        assert app.rows == ("zhang2023grounding", "pi2024mllm")
        seeded.do(
            SetTags(["diao2024active", "liu2023plan"] if "liu2023plan" in app.library else ["diao2024active"], ["x"])
        )
        app.screen.take_in()
        assert app.rows == ("zhang2023grounding", "pi2024mllm", "diao2024active")


# Completion


async def test_fields_are_completed_and_then_their_values(start, seeded):
    seeded.do(SetTags([FIRST, "pi2024mllm"], add=["ml/rlhf"]))
    async with start() as app:
        await app.press("slash", "text:ta")
        assert "tab: tag:" in remark(app)
        await app.press("tab")
        assert typed(app) == "tag:"
        await app.press("text:rl")
        assert "tab: ml/rlhf" in remark(app)
        await app.press("tab")
        assert typed(app) == "tag:ml/rlhf "
        assert app.rows == (FIRST, "pi2024mllm")


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("author:yong l", 'author:"Yong Lin" '),
        ("is:unr", "is:unread "),
        ("view:que", "view:Queue "),
        ("sort:add", "sort:added "),
        ("has:no", "has:note "),
        ("-is:arch", "-is:archived "),
    ],
)
async def test_values_of_all_kinds_are_completed(start, text, completed):
    async with start() as app:
        await app.press("slash", f"text:{text}".replace("yong l", '"yong l'), "tab")
        assert typed(app) == completed


async def test_a_venue_is_completed_by_the_name_that_people_give_it(start):
    async with start() as app:
        await app.press("slash", "text:venue:emnl")
        # What it stands for is told while it can be chosen.
        assert "tab: EMNLP (Proceedings of the 20" in remark(app)
        await app.press("tab", "enter")
        assert typed(app) == "venue:EMNLP "
        assert app.rows
        assert all("Empirical Methods" in app.library[key].venue for key in app.rows)


def desk_of(tmp_path, papers):
    """What the main screen shows of a new library with some papers."""
    change = Change("import", "Imported", "2026-11-21T08:00:00Z", tuple(map(Edit.adding, papers)))
    return Desk(Repository.create(tmp_path / "l", contents=SimpleNamespace(change=lambda *_: change)))


@pytest.mark.parametrize("typed", ["erdos", "Erdős", "pal", "edros"])
def test_a_name_in_latex_is_completed_as_it_is_shown_and_finds_its_papers(tmp_path, typed):
    authors = ("Bo Li", r"P\'al Erd\H{o}s")
    desk = desk_of(tmp_path, [Paper(key="a", number=1, authors=authors), Paper(key="b", number=2)])
    completion = QueryCompleter(desk).complete(f"author:{typed}", len(f"author:{typed}"))
    assert completion.candidates == ['"Pál Erdős"']
    desk.set_filter(f"author:{completion.candidates[0]}")
    assert list(desk.rows) == ["a"]


def test_a_rare_name_among_many_is_completed_and_what_was_typed_wrong_is_forgotten(tmp_path):
    frequent = [f"{word} {word}son" for word in ("Anna", "Hanna", "Johanna", "Nana", "Ana")]
    papers = [Paper(key=f"p{n}", number=n, authors=(frequent[n % 5], f"Author {n} Anders")) for n in range(1, 2101)]
    papers.append(Paper(key="q", number=2101, authors=("Zoë Quince",)))
    completer = QueryCompleter(desk_of(tmp_path, papers))

    def completed(typed):
        return list(completer.complete(f"author:{typed}", len(f"author:{typed}")).candidates)

    assert completed("quin") == ['"Zoë Quince"']
    assert set(completed("ann")) == {'"Anna Annason"', '"Hanna Hannason"', '"Johanna Johannason"'}
    assert completed("annx") == []
    assert completed('"zoe q') == ['"Zoë Quince"']
    # Where one name ends and the next begins, there is none.
    assert completed("sonhan") == []


@pytest.mark.parametrize(("name", "typed"), [("Conan O’Brien", "o'br"), ("Jürgen Weiß", "weiss")])
def test_a_name_is_completed_by_what_a_keyboard_has_of_it(tmp_path, name, typed):
    desk = desk_of(tmp_path, [Paper(key="a", number=1, authors=(name,))])
    completion = QueryCompleter(desk).complete(f"author:{typed}", len(f"author:{typed}"))
    assert completion.candidates == [f'"{name}"']


@pytest.mark.parametrize(
    ("typed", "written", "name"),
    [
        ("work", '"Workshop on Robust"', 0),
        ("robust", "Robust", 0),
        ("emnlp", "EMNLP", 3),
        ("zeb", '"Zebra Letters"', 4),
    ],
)
def test_of_a_venue_as_little_is_written_as_finds_it(tmp_path, typed, written, name):
    venues = [
        "Workshop on Robust Reasoning and Planning with Agents",
        "Workshop on Reliable Evaluation and Measuring of Models",
        "Proceedings of the 2023 Conference on Empirical Methods in Natural Language Processing",
        "Proceedings of the 2022 Conference on Empirical Methods in Natural Language Processing",
        "Zebra Letters",
    ]
    papers = [Paper(key=f"p{n}", number=n, title="T", venue=venue) for n, venue in enumerate(venues, start=1)]
    desk = desk_of(tmp_path, papers)
    completer = QueryCompleter(desk)
    completion = completer.complete(f"venue:{typed}", len(f"venue:{typed}"))
    assert completion.candidates[0] == written
    assert len(completion.candidates) == (2 if typed == "work" else 1)
    assert completer.in_full(written) == venues[name]
    desk.set_filter(f"venue:{written}")
    assert f"p{name + 1}" in desk.rows


async def test_a_completion_amid_the_text_leaves_what_is_behind_it(start):
    async with start() as app:
        await app.press("slash", "text:is:unr year:2023", *["left"] * 10, "tab")
        assert typed(app) == "is:unread year:2023"


# History


async def test_filters_come_back_with_the_arrow_keys_also_after_a_restart(start, seeded):
    async with start() as app:
        await app.press("slash", "text:illusion", "enter", "slash", "ctrl+u", "text:year:2023", "enter", "escape")
    async with start() as app:
        await app.press("slash", "up")
        assert typed(app) == "year:2023"
        await app.press("up")
        assert typed(app) == "illusion"
        assert app.rows == ILLUSIONS
        await app.press("down", "down")
        assert typed(app) == ""
        await app.press("up", "up", "enter")
        assert app.rows == ILLUSIONS
    assert FilterHistory(seeded.directory / filter_history.FILE).texts == ["illusion", "year:2023"]


async def test_a_text_that_is_typed_is_not_lost_to_the_history(start):
    async with start() as app:
        await app.press("slash", "text:year:2023", "enter", "escape", "slash", "text:illusion", "down", "up")
        assert typed(app) == "illusion"


def test_the_history_keeps_each_filter_once_and_not_too_many(tmp_path):
    history = FilterHistory(tmp_path / "filters.txt")
    for number in range(300):
        history.add(f"word{number}")
    history.add("word250")
    texts = FilterHistory(tmp_path / "filters.txt").texts
    assert texts[:2] == ["word250", "word299"]
    assert len(texts) == len(set(texts)) == filter_history.MOST


def test_two_apps_lose_none_of_each_other_s_filters(tmp_path):
    one, other = (FilterHistory(tmp_path / "filters.txt") for _ in range(2))
    assert one.texts == other.texts == []
    one.add("one")
    other.add("other")
    one.add("more")
    assert FilterHistory(tmp_path / "filters.txt").texts == ["more", "other", "one"]


def test_a_history_that_cannot_be_written_or_read_is_no_problem(tmp_path, monkeypatch):
    path = tmp_path / "filters.txt"
    path.write_bytes(b"good\n\xff\xfe \x1b[2J\n")
    assert FilterHistory(path).texts == ["�� �[2J", "good"]
    monkeypatch.setattr(disk, "replace", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    history = FilterHistory(path)
    history.add("mine")
    assert history.texts[0] == "mine"
    assert FilterHistory(tmp_path / "filters.txt" / "below").texts == []


# The index


async def test_the_index_is_made_when_nobody_is_busy_and_finds_the_same(start, seeded):
    seeded.do(SetStarred([FIRST]))
    seeded.do(SetNote(FIRST, "illusion"))
    async with start() as app:
        app.screen.lookout._last_key -= 60
        before = [key for key in app.screen.desk.library.keys if key in {FIRST, *ILLUSIONS}]
        while app.screen._indexing._work():
            pass
        await app.press("slash", "text:illusion", "enter")
        assert list(app.rows) == before


@pytest.mark.parametrize("note", ["", "*why*"])
async def test_what_shows_notes_is_made_ready_where_a_paper_has_one(start, seeded, monkeypatch, note):
    made = []
    monkeypatch.setattr(markdown_lines, "prepare", lambda: made.append(1))
    if note:
        seeded.do(SetNote(FIRST, note))
    async with start() as app:
        while app.screen._indexing._work():
            pass
    assert bool(made) == bool(note)


def test_the_user_s_views_of_library_and_configuration_can_be_opened(seeded):
    from readlist.config import Config  # noqa: PLC0415 -- needed here alone

    seeded.save_view("Illusions", "title:illusion")
    app = ReadlistApp(seeded, config=Config(views={"New ones": "year:2024", "Broken": "tagg:x"}))
    desk = app.main_screen.desk
    assert desk.load_views()
    by_name = {view.name: view for view in desk.views}
    assert desk.counts["Illusions"] == 2
    desk.open_view(by_name["Illusions"])
    assert desk.rows == ILLUSIONS
    assert desk.counts["New ones"] == sum(paper.year == 2024 for paper in desk.library)
    assert "Broken" not in by_name
    assert any("Broken" in line for line in desk.take_notices())


def test_a_view_of_the_configuration_can_be_opened_as_soon_as_the_library_has_the_one_that_it_names(seeded, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("[views]\nUses = 'view:Illusions OR year:1899'\n")
    app = ReadlistApp(seeded, config=config.load(path))
    desk = app.main_screen.desk
    desk.load_views()
    assert "Uses" not in desk.counts
    assert any("there is no view “Illusions”" in line for line in desk.take_notices())
    desk.save_view("Illusions", "title:illusion")
    assert desk.counts["Uses"] == 2
