"""Every line is exactly as wide as what it stands in, whatever is written in it, and readable in every theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from wcwidth import wcwidth

from readlist.app.widgets.cells import EvenCells, filled
from readlist.config import AppConfig, Config
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper
from readlist.store.repository import Repository
from readlist.text import cell_width, clean_line, cut, drawable

WIDE = [
    "漢字かな交じり文の題名", "👨\u200d👩\u200d👧\u200d👦 a family", "👍\U0001f3fd skin", "🇩🇪🇫🇷 flags",
    "❤\ufe0f heart 1\ufe0f\u20e3 keycap ™\ufe0f", "e\u0301a\u0308\u0323 marks", "zero\u200bwidth\u2060joiner\ufeff",
    "עברית ועוד", "العربية", "हिन्दी क्\u200dष", "ᄒ\u1161ᆫ jamo", "soft\u00adhyphen",
    "🏴\U000e0067\U000e0062\U000e007f", "ＦＵＬＬ",
]  # fmt: skip
ASSIGNED = st.characters(codec="utf-8", exclude_categories=("Cc", "Cn", "Co", "Cs"))
PIECES = st.sampled_from([
    "a ", "B", "漢", "👨\u200d👩\u200d👧", "👍\U0001f3fd", "🇩🇪", "❤\ufe0f", "e\u0301", "\u200b", "\u200d", "\ufe0f",
    "\U0001f3fd", "\U0001f1e9", "ש", "क्\u200dष", "\u1161", "\u00ad", "…",
])  # fmt: skip
TEXT = st.one_of(st.lists(PIECES, max_size=30).map("".join), st.text(ASSIGNED, max_size=40)).map(clean_line)


def drawn_cells(text):
    """Cells that a terminal that knows each character by itself takes for a line."""
    return sum(map(wcwidth, text))


@given(TEXT, st.integers(1, 60))
def test_a_line_fills_its_cells_in_a_terminal(text, cells):
    line = "".join(piece.text for piece in filled([Segment(text)], cells, Style()))
    assert drawn_cells(line) == cells


@given(TEXT, st.integers(0, 40))
def test_what_is_measured_is_what_a_terminal_takes(text, cells):
    assert cell_width(text) == drawn_cells(drawable(text))
    assert cell_width(cut(text, cells)) <= cells


@given(TEXT)
def test_what_others_draw_takes_the_cells_that_they_took_for_it(text):
    segment = Segment(text, Style(bold=True))
    even = EvenCells().apply([segment], Color(0, 0, 0))
    assert drawn_cells("".join(piece.text for piece in even)) == segment.cell_length


@pytest.fixture
def wide(tmp_path, clock):
    """A library whose every field has wide characters."""

    class Contents:
        def change(self, _library, now):
            papers = [
                Paper(
                    key=f"wide{n}", number=n, title=f"{text} " * 9, authors=(text,), year=2024, venue=text,
                    abstract=f"{text} " * 40, tags=(f"t{n}", text.replace(" ", "")), note=f"# {text}\n> {text}",
                    added=now,
                )
                for n, text in enumerate(WIDE, 1)
            ]  # fmt: skip
            return Change("import", "Wide", now, tuple(map(Edit.adding, papers)))

    return Repository.create(tmp_path / "wide", contents=Contents(), clock=clock)


@pytest.mark.parametrize("size", [(60, 20), (120, 40), (200, 60)])
@pytest.mark.parametrize("keys", [
    ["4"],
    ["slash", *"漢字"], ["colon", "a"],
    ["t", "t"], ["i", "❤\ufe0f👨\u200d👩\u200d👧 🇩🇪"], ["s", "1"], ["g"], ["j", "3"],
])  # fmt: skip
async def test_every_line_of_the_screen_ends_where_the_terminal_does(start, wide, size, keys):
    async with start(size=size, repository=wide) as app:
        for key in keys:
            if app.screen.note.editor is not None:
                app.screen.note.editor.insert(key)
            else:
                await app.press(key)
        await app.press()
        for row in range(3):
            for strip in app.app.screen._compositor.render_strips():
                text = "".join(segment.text for segment in strip)
                assert drawn_cells(text) == size[0], (row, text)
            if app.screen.note.editor is None:
                app.screen.step_papers(5)
                await app.press()


# Colours


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(style):
    """How well a style can be read: 1 not at all, 21 black on white."""
    colours = [style.color.triplet, style.bgcolor.triplet]
    low, high = sorted(map(luminance, colours))
    return (high + 0.05) / (low + 0.05)


SCENES = [
    ["s", "m", "w", "a", "space", "j", "t", *"ml", "enter", "slash", *"lan", "enter", "j"], ["1", "j"],
    ["slash", *"alignmnt"], ["colon", *"lan"], ["g"], ["i", *"words"], ["w", "j"], ["t", *"x"],
]  # fmt: skip
FAINT = 3.0
READ = 4.5


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "nord", "gruvbox", "dracula"])
@pytest.mark.parametrize("keys", SCENES)
async def test_all_text_can_be_read(start, theme, keys):
    async with start(size=(140, 40), config=Config(app=AppConfig(theme=theme))) as app:
        await app.press(*keys)
        worst, total, read = 21.0, 0, 0
        for strip in app.app.screen._compositor.render_strips():
            for text, style, _ in strip:
                letters = sum(map(str.isalnum, text))
                if letters and style.color and style.bgcolor:
                    ratio = contrast(style)
                    worst = min(worst, ratio)
                    total += letters
                    read += letters * (ratio >= READ)
        assert worst >= FAINT
        # The rest are asides: counts, years, keys of the footer.
        assert read > total * 0.7


@pytest.mark.parametrize("term", ["linux", "screen", "xterm", "vt100", "dumb"])
async def test_with_few_colours_the_cursor_is_told_by_more_than_them(start, monkeypatch, term):
    monkeypatch.setenv("TERM", term)
    monkeypatch.delenv("COLORTERM", raising=False)
    async with start(size=(120, 40)) as app:
        await app.press("j")
        rows = [app.screen.papers.render_line(y) for y in range(4)]
        assert [all(part.style.reverse for part in row if part.text.strip("▐ ")) for row in rows] == [
            False, True, False, False,
        ]  # fmt: skip


async def test_an_empty_no_color_leaves_the_colours(start, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "")
    async with start(size=(120, 40)) as app:
        sent = app.app.screen._compositor.render_strips()
        colours = {style.color.triplet for strip in sent for _, style, _ in strip if style and style.color}
        # Grey is what is left of colours where they are taken off.
        assert any(len({*triplet}) > 1 for triplet in colours if triplet is not None)


async def test_without_colours_none_are_sent_and_the_cursor_is_still_seen(start, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with start(size=(120, 40)) as app:
        await app.press("s", "slash", *"lan", "enter", "j")
        for strip in app.app.screen._compositor.render_strips():
            for _, style, _ in strip:
                for colour in (style.color, style.bgcolor) if style else ():
                    assert colour is None or colour.is_default
        rows = [app.screen.papers.render_line(y) for y in range(4)]
        assert [all(part.style.reverse for part in row if part.text.strip("▐ ")) for row in rows] == [
            False, True, False, False,
        ]  # fmt: skip
        assert [part.text for part in rows[1] if part.style.underline] == ["EMNLP"]
        await app.press("1")
        cursor = app.screen.papers.render_line(1)
        assert all(part.style.underline for part in cursor if part.text.strip("▐ "))
