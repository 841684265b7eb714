"""Two papers that are likely the same, side by side: merged by a key, or kept."""

from __future__ import annotations

import dataclasses

import pytest

from readlist.app.screens import duplicates
from readlist.app.screens.duplicates_pair import differences, fields
from readlist.importers.likeness import likely_pairs
from readlist.model.actions import Remove
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper, Status
from readlist.store.errors import StoreError
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"
SIZES = [(60, 20), (80, 24), (120, 40), (30, 12)]


class Adding:
    def __init__(self, *papers):
        self.papers = papers

    def change(self, library, now):
        numbered = enumerate(self.papers, library.next_number)
        papers = (dataclasses.replace(paper, number=number, added=now) for number, paper in numbered)
        return Change("import", "Imported", now, tuple(map(Edit.adding, papers)))


def like(paper, key, **changes):
    return dataclasses.replace(paper, key=key, **changes)


@pytest.fixture
def twins(seeded):
    """The seeded library with two papers that are like the first one, and one that is like the second."""
    first, second = seeded.library[FIRST], seeded.library["wang2024theoremllama"]
    seeded.do(
        Adding(
            like(first, "tax", title="Mitigating Alignment Tax of RLHF", url=None, note="From a mail.", tags=("tax",)),
            like(first, "taxes", title="Mitigating the Alignment Taxes of RLHF", url=None, starred=True),
            like(second, "llama", url="https://example.org/llama", year=2027),
        )
    )
    return seeded


def pairs(screen):
    return {(pair.key, pair.other) for pair in likely_pairs(screen._desk.library)}


def shown(app):
    """What the screen on top shows, line by line."""
    screen = app.app.screen
    return app.pane_text(screen.query_one("#pair")).replace("▐", "")


def status(app):
    line = app.app.screen.query_one("#status")
    return f"{line.text} · {line.aside}" if line.aside else line.text


def title(app):
    return app.app.screen.query_one("#pair")._border_title.plain


async def test_the_best_pair_comes_first_and_says_why_and_what_is_different(start, twins):
    async with start(repository=twins) as app:
        await app.press("equals_sign")
        assert title(app) == "Likely duplicates · 1 of 4"
        text = shown(app)
        assert text.startswith("100 · equal titles, ")
        rows = {line[:9].strip(): line for line in text.split("\n")}
        assert rows["Key"].split() == ["Key", "wang2024theoremllama", "│", "llama"]
        assert rows["Year"].split() == ["Year", "≠", "2024", "│", "2027"]
        assert rows["Page"].split()[1] == "+"
        assert rows["Status"].split() == ["Status", "=", "inbox", "│", "inbox"]


async def test_words_that_differ_are_told_by_more_than_colour_and_only_they(start, twins):
    async with start(repository=twins) as app:
        await app.press("equals_sign", "j")
        pane = app.app.screen.query_one("#pair")
        marked = {piece.text for line in pane.lines for piece in line if piece.style == "pair--differs"}
        assert marked & {"Taxes", "Tax", "the"}
        assert not marked & {"Mitigating", "RLHF", "Yong"}
        assert pane.get_component_rich_style("pair--differs").bold


async def test_m_merges_into_the_older_paper_and_u_takes_it_back(start, twins, on_disk):
    async with start(repository=twins) as app:
        await app.press("equals_sign", "j")
        pair = app.app.screen.pair
        assert pair.key == FIRST
        await app.press("m")
        assert status(app).startswith(f"Merged {pair.other} into {FIRST}: Mitigating the Alignment Tax")
        assert pair.other not in on_disk()
        assert title(app).endswith(" of 2")
        await app.press("u")
        assert status(app).startswith("Undone: Merged ")
        assert status(app).endswith(" · ctrl+r to redo")
        assert pair.other in on_disk()
        assert app.app.screen.pair == pair
        await app.press("ctrl+r")
        assert pair.other not in on_disk()


async def test_all_that_the_reader_made_of_both_is_there_after_a_merge(start, twins, on_disk):
    async with start(repository=twins) as app:
        await app.press("equals_sign", "j", "m", "m")
        paper = on_disk()[FIRST]
        assert (paper.note, paper.tags, paper.starred) == ("From a mail.", ("tax",), True)
        assert not {"tax", "taxes"} & set(on_disk().keys)


async def test_k_keeps_both_and_they_do_not_come_up_again(start, twins, on_disk):
    async with start(repository=twins) as app:
        await app.press("equals_sign", "k")
        assert status(app) == "Kept both: wang2024theoremllama and llama · u to undo"
        assert title(app) == "Likely duplicates · 1 of 3"
        await app.press("escape", "equals_sign")
        assert title(app) == "Likely duplicates · 1 of 3"
        assert {pair.other for pair in likely_pairs(on_disk())} == {"tax", "taxes"}
        await app.press("escape", "u", "equals_sign")
        assert title(app) == "Likely duplicates · 1 of 4"


async def test_when_all_is_settled_it_says_so_and_undo_brings_the_last_pair_back(start, twins):
    async with start(repository=twins) as app:
        await app.press("equals_sign", "k", "k", "k", "k")
        assert shown(app).strip() == duplicates.NO_MORE
        await app.press("m", "k", "j", "N")
        assert shown(app).strip() == duplicates.NO_MORE
        await app.press("u")
        assert title(app) == "Likely duplicates · 1 of 1"


async def test_j_n_and_capital_n_go_round(start, twins):
    async with start(repository=twins) as app:
        await app.press("equals_sign")
        first = app.app.screen.pair
        await app.press("N")
        assert title(app) == "Likely duplicates · 4 of 4"
        await app.press("j")
        assert app.app.screen.pair == first
        await app.press("n", "j", "n")
        assert title(app) == "Likely duplicates · 4 of 4"


async def test_where_nothing_is_alike_it_says_so(start):
    async with start() as app:
        await app.press("equals_sign")
        assert shown(app).strip() == duplicates.NONE
        await app.press("m", "k", "j", "u", "escape")
        assert app.app.screen is app.screen


async def test_the_list_shows_what_was_done_when_the_screen_is_left(start, twins):
    async with start(repository=twins) as app:
        before = len(app.rows)
        await app.press("equals_sign", "m", "escape")
        assert len(app.rows) == before - 1
        assert app.cursor == "wang2024theoremllama"
        assert app.status.startswith("Merged llama into wang2024theoremllama: ")
        await app.press("u")
        assert len(app.rows) == before


async def test_what_was_taken_back_is_not_said_to_be_done_when_the_screen_is_left(start, twins):
    async with start(repository=twins) as app:
        before = len(app.rows)
        await app.press("equals_sign", "m", "u", "escape")
        assert app.status.startswith("Undone: Merged llama into wang2024theoremllama: ")
        assert app.status.endswith(" · ctrl+r to redo")
        assert len(app.rows) == before
        await app.press("ctrl+r")
        assert len(app.rows) == before - 1


async def test_what_was_done_again_is_said_with_the_key_that_takes_it_back(start, twins):
    async with start(repository=twins) as app:
        before = len(app.rows)
        await app.press("equals_sign", "m", "u", "ctrl+r", "escape")
        assert app.status.startswith("Done again: Merged llama into wang2024theoremllama: ")
        assert app.status.endswith(" · u to undo")
        await app.press("u")
        assert len(app.rows) == before


async def test_two_selected_papers_are_compared_whether_they_are_alike_or_not(start, on_disk):
    async with start() as app:
        await app.press("space", "space", "equals_sign")
        assert title(app) == "Two papers"
        assert shown(app).startswith("0 · chosen by you, not alike")
        await app.press("m")
        assert app.app.screen is app.screen
        assert "wang2024theoremllama" not in on_disk()
        assert app.status.startswith(f"Merged wang2024theoremllama into {FIRST}: ")
        await app.press("u")
        assert on_disk()["wang2024theoremllama"].status is Status.INBOX


async def test_two_selected_papers_that_were_kept_before_can_be_merged_all_the_same(start, on_disk):
    async with start() as app:
        await app.press("space", "space", "equals_sign", "k")
        assert app.status.startswith(f"Kept both: {FIRST} and wang2024theoremllama")
        assert not app.screen.papers.selected
        await app.press("space", "space", "equals_sign", "m")
        assert "wang2024theoremllama" not in on_disk()


@pytest.mark.parametrize("key", ["m", "k"])
@pytest.mark.parametrize("taken_in", [False, True])
async def test_a_paper_that_another_program_removed_meanwhile_is_told(start, twins, key, taken_in):
    async with start(repository=twins) as app:
        await app.press("equals_sign")
        pair = app.app.screen.pair
        Repository(twins.directory).do(Remove([pair.other]))
        if taken_in:
            app.screen.take_in()
        await app.press(key)
        assert app.app.screen.query_one("#status").is_error
        assert pair.other in status(app)
        assert app.app.screen.pair.key == FIRST


async def test_a_change_that_cannot_be_saved_is_told_and_the_pair_stays(start, twins, monkeypatch):
    async with start(repository=twins) as app:
        await app.press("equals_sign")
        pair = app.app.screen.pair

        def full(_action):
            raise StoreError("no space left on the device")

        monkeypatch.setattr(twins, "do", full)
        await app.press("m")
        assert status(app) == "no space left on the device"
        assert app.app.screen.pair == pair


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_fits_and_all_keys_have_a_place(start, twins, size):
    async with start(size=size, repository=twins) as app:
        await app.press("equals_sign")
        pane = app.app.screen.query_one("#pair")
        widths = [sum(len(piece.text) for piece in line) for line in pane.lines]
        if size[0] >= SIZES[0][0]:
            assert max(widths) <= pane.size.width - 1
            hints = app.pane_text(app.app.screen.query_one("#hints"))
            assert all(word in hints for word in ("m merge", "k keep both", "j next", "u undo", "esc back"))
        top = pane.top
        await app.press("ctrl+d", "down", "G")
        assert pane.top >= top
        await app.press("g", "up")
        assert pane.top == 0


async def test_hostile_text_is_shown_as_text(start, twins):
    evil = "\x1b[31m[bold]Mitigating[/bold] the \u202eAlignment Tax of RLHF"
    twins.do(Adding(like(twins.library[FIRST], "evil", title=evil, note="[/]\x1b", venue="[link=x]", url="\x9b")))
    async with start(repository=twins) as app:
        await app.press("equals_sign")
        texts = []
        for _ in range(8):
            texts.append("".join(piece.text for line in app.app.screen.query_one("#pair").lines for piece in line))
            await app.press("j")
        assert any("[bold]Mitigating[/bold]" in text for text in texts)
        assert not any(sign in text for text in texts for sign in "\x1b\u202e\x9b")


def test_a_field_that_both_lack_is_left_out_and_one_that_one_has_is_marked():
    left = Paper(key="a", number=1, title="On Light", year=2020)
    right = Paper(key="b", number=2, title="On Light", venue="Shade")
    assert {(field.label, field.sign) for field in fields(left, right)} == {
        ("Title", "="), ("Year", "+"), ("Venue", "+"), ("Status", "="),
    }  # fmt: skip
    named = Paper(key="c", number=3, arxiv="2310.16271", primary_class="cs.CL", files=("a.pdf", "b\x1b.pdf"))
    shown = {field.label: field.right for field in fields(left, named)}
    assert (shown["arXiv"], shown["Files"]) == ("2310.16271 [cs.CL]", "a.pdf\nb\ufffd.pdf")


def test_the_words_of_a_very_long_text_are_not_compared_one_by_one():
    ours, theirs = differences("a " * 100_000, "b " * 100_000)
    assert len(ours) == len(theirs) == 100_000
    assert differences("first\ttwo three", "first two four")[0] == [(12, 17, "pair--differs", None)]


async def test_an_author_that_only_one_has_is_marked_as_a_whole(start, seeded):
    first = seeded.library[FIRST]
    seeded.do(Adding(like(first, "tax", title="Mitigating Alignment Tax of RLHF", authors=first.authors[:6])))
    async with start(repository=seeded) as app:
        await app.press("equals_sign")
        lines = app.app.screen.query_one("#pair").lines
        marked = " ".join(piece.text for line in lines for piece in line if piece.style == "pair--differs")
        assert first.authors[5].split()[-1] == first.authors[-1].split()[-1]
        assert " ".join(first.authors[6:]) in marked.replace(", ", " ").replace(" ,", "")
        assert first.authors[5] not in marked
