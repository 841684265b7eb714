"""Running text: whatever is in it, its lines fit, nothing of it is lost, and it is unwrapped to what it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.app.marks import marks_of
from readlist.app.widgets.abstract_pane import AbstractPane
from readlist.app.widgets.prose import address_marks, lay_out
from readlist.app.widgets.text_selection import Place, Selection, text_of
from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.query.parser import parse
from readlist.text import cell_width, clean

ODD = [
    "$x^{2^{3^{4}}}$ and $\\frac{\\frac{a}{b}}{c}$",
    "as in \\cite{a,b} and \\\\cite{c} and \\cite",
    "{unbalanced {{ braces $ and } dollars $$ \\",
    "tabs\tin\t\tit",
    "x" * 20_000,
    "word " * 4_000,
    "漢字" * 2_000,
    "e\u0301" * 5_000,
    "a" + "\u0301" * 5_000,
    "שלום עולם \u202eevil\u2066 " * 100,
    "👩\u200d👩\u200d👧\u200d👦 🇩🇪 👍🏽 ❤\ufe0f " * 50,
    "$" * 5_000,
    "{" * 5_000,
    "\\textit{" * 2_000,
    "\\begin{a}" * 1_000,
    "http://" + "." * 5_000,
    "http://a.org/x " * 1_000,
    "\x1b[31mred\x07 \x9b1m\x00",
    "\n\n\n",
    "  indented\n    more\n\n\nthen",
]
TEXTS = st.text(st.sampled_from("abc 漢字é\u0301\u200d👍🏽ا\n\t-"), max_size=200).map(lambda text: f"x{text}")

BLANK_LINE = re.compile(r"^[ \t]+$", re.MULTILINE)


def shown(lines):
    return ["".join(piece.text for piece in line) for line in lines]


def all_of(lines):
    """All that is selected when everything is."""
    return text_of(Selection(Place(0, 0), Place(len(lines) - 1, 0), whole_lines=True), lines)


@pytest.mark.parametrize("abstract", ODD, ids=lambda text: text[:12])
@pytest.mark.parametrize("cells", [1, 2, 37, 80])
def test_odd_abstracts_are_cut_to_the_cells_and_nothing_is_lost(abstract, cells):
    pane = AbstractPane(lambda: "2026-11-21")
    pane.show(Paper(key="a", number=1, title="T", abstract=abstract))
    lines = pane.lay_out_lines(cells)
    assert max(map(cell_width, shown(lines))) <= max(cells, 2)
    drawn = "".join("".join(shown(lines)).split())
    assert "".join(clean(to_unicode(abstract)).split()) in drawn or not abstract.strip()


@given(TEXTS, st.integers(2, 30))
def test_what_was_wrapped_is_unwrapped_to_what_it_was(text, cells):
    text = BLANK_LINE.sub("", text)
    lines = lay_out(text, cells)
    assert all(cell_width(line) <= cells for line in shown(lines))
    expected = [line.split(" ") for line in text.expandtabs(4).split("\n")]
    unwrapped = [line.split(" ") for line in all_of(lines).split("\n")]
    # Blanks at the ends of lines are no part of what is shown; indentation may be less on narrow lines.
    assert [list(filter(None, words)) for words in unwrapped] == _without_empty_end(
        [list(filter(None, words)) for words in expected]
    )


def _without_empty_end(lines):
    while len(lines) > 1 and not lines[-1]:
        lines = lines[:-1]
    return lines


@given(TEXTS, st.integers(1, 20), st.data())
def test_a_selection_is_what_lies_between_its_cells(text, cells, data):
    lines = lay_out(text, cells)
    index = data.draw(st.integers(0, len(lines) - 1))
    line = shown(lines)[index]
    first, last = sorted(data.draw(st.lists(st.integers(0, 40), min_size=2, max_size=2)))
    start, end = Selection(Place(index, last), Place(index, first)).span(index, lines[index])
    assert 0 <= start <= end <= len(line)
    assert cell_width(line[:start]) <= first or start == len(line)
    assert cell_width(line[start:end]) >= min(last + 1, cell_width(line)) - min(first, cell_width(line)) or start == end


def test_addresses_survive_the_wrapping():
    text = "See https://example.org/a/very/long/address/that/is/broken for more."
    lines = lay_out(text, 20, marks=address_marks(text, "link"))
    address = "https://example.org/a/very/long/address/that/is/broken"
    assert "".join(piece.text for line in lines for piece in line if piece.address) == address
    assert {piece.address for line in lines for piece in line} == {None, address}


@pytest.mark.parametrize(
    ("abstract", "query", "found"),
    [
        (r"found \textit{in situ} by us", "situ", "situ"),
        (r"found \textit{in situ} by us", '"in situ"', "in situ"),
        (r"saves $69\%$ of it", "69", "69"),
        (r"by Erd\H{o}s and others", "others", "others"),
        (r"{\bf Deep} nets", "deep", "Deep"),
        (r"an $\alpha$-stable law", "stable", "stable"),
    ],
)
def test_a_match_in_what_was_latex_is_marked_where_it_is_shown(abstract, query, found, clock):
    pane = AbstractPane(lambda: "2026-11-21")
    pane.show(Paper(key="a", number=1, title="T", abstract=abstract), marks_of(parse(query, now=clock())))
    pieces = [piece for line in pane.lay_out_lines(60) for piece in line]
    assert [piece.text for piece in pieces if piece.found] == [found]


@given(TEXTS, st.integers(2, 30), st.integers(2, 30), st.data())
def test_a_selection_has_the_same_text_when_the_lines_are_wrapped_anew(text, cells, others, data):
    before, after = lay_out(text, cells), lay_out(text, others)
    places = [Place(data.draw(st.integers(0, len(before) - 1)), data.draw(st.integers(0, cells))) for _ in range(2)]
    selection = Selection(*places)
    moved = selection.moved(before, after)
    if moved is not None:
        assert "".join(text_of(moved, after).split()) == "".join(text_of(selection, before).split())


def test_a_selection_of_another_text_is_none():
    before, after = lay_out("one two three", 5), lay_out("one four three", 5)
    assert Selection(Place(0, 0), Place(1, 1)).moved(before, after) is None
    assert Selection(Place(0, 0), Place(0, 2)).moved(before, after) == Selection(Place(0, 0), Place(0, 2))
    assert Selection(Place(0, 0), Place(0, 2)).moved(before, []) is None
