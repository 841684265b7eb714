import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.text import (
    as_typed,
    caseless,
    cell_width,
    clean,
    clean_line,
    cut,
    drawable,
    fold,
    plain_ascii,
    unbroken,
    unmark,
    wrap,
)

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    "hostile",
    list("\x1b\x00\x07\x08\x0b\x0c\x7f\x85\x9b\x9d\u202e\u202a\u2066\u2069\ud800\udfff"),
)
def test_what_drives_a_terminal_is_replaced_by_a_visible_sign(hostile):
    assert clean(f"a{hostile}b") == "a\ufffdb"


@pytest.mark.parametrize("harmless", ["\t", "\n", " ", "é", "漢", "🎉", "‍", "\u200b", "[RETRACTED]", "[/]", "\\"])
def test_everything_else_stays(harmless):
    assert clean(f"a{harmless}b") == f"a{harmless}b"


def test_line_ends_of_other_systems_become_newlines():
    assert clean("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_a_line_has_single_spaces_and_no_line_ends():
    assert clean_line("  A title\r\n\tover  two\u00a0lines \x1b[31m ") == "A title over two lines \ufffd[31m"


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once_and_leaves_only_tab_and_newline_as_controls(text):
    once = clean(text)
    assert clean(once) == once
    assert {c for c in once if unicodedata.category(c) in {"Cc", "Cs"}} <= {"\t", "\n"}
    once.encode()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Dvořák", "dvorak"),
        ("ØRSTED", "orsted"),
        ("Straße", "strasse"),
        ("Łukasz", "lukasz"),
        ("ﬁne", "fine"),
        ("漢字", "漢字"),
        ("İstanbul", "istanbul"),
    ],
)
def test_accents_and_case_do_not_count_when_compared(text, folded):
    assert fold(text) == folded


def test_case_stays_where_only_accents_are_dropped():
    assert unmark("Dvořák") == "Dvorak"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Inter\u00adpret\u00adable\u200b \ufeffTrans\u2060former", "Interpretable Transformer"),
        ("MLLM’s ‘Safety’ at 5′", "MLLM's 'Safety' at 5'"),
        ("“Safety”, „first“", '"Safety", "first"'),
        ("k‑NN, Chain‐of‒Thought – a—b −1", "k-NN, Chain-of-Thought - a-b -1"),
        ("Weiß, STRAẞE", "Weiss, STRASSE"),
        ("Dvořák, Ǿrsted, ﬁne", "Dvorak, Orsted, fine"),
        ("مى\u200cخواهم 漢字 Ж", "مىخواهم 漢字 Ж"),
    ],
)
def test_texts_are_looked_for_as_they_are_typed(text, typed):
    assert as_typed(text) == typed
    assert caseless(text) == typed.casefold()


@given(ANY_TEXT, ANY_TEXT)
def test_a_part_of_a_text_is_a_part_of_what_is_looked_through_and_typing_that_changes_nothing(text, other):
    assert as_typed(text) + as_typed(other) == as_typed(text + other)
    assert as_typed(as_typed(text)) == as_typed(text)
    assert caseless(as_typed(text)) == caseless(text)


@pytest.mark.parametrize("text", ["inter\u00adnational", "mllm’s", "k‑nn", "a–b"])
def test_what_a_paper_is_known_by_keeps_the_signs_that_it_has(text):
    assert fold(text.replace("‑", "‐")) == text.replace("‑", "‐")


@pytest.mark.parametrize(
    ("text", "ascii_"), [("Erdős", "Erdos"), ("Weiß", "Weiss"), ("張伟 Zhang", " Zhang"), ("Æ", "Ae")]
)
def test_plain_ascii_keeps_what_a_key_can_be_made_of(text, ascii_):
    assert plain_ascii(text) == ascii_


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("ａ", 2), ("a\u200db", 2), ("", 0)]
)
def test_width_in_cells(text, cells):
    assert cell_width(text) == cells


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("👍\U0001f3fd", "👍"),
        ("🇩🇪", "DE"),
        ("❤\ufe0f 1\ufe0f\u20e3", "❤ 1"),
        ("inter\u00adnational\u200b", "international"),
        ("e\u0301 漢 क्ष ᄒ\u1161ᆫ", "e\u0301 漢 क्ष ᄒ\u1161ᆫ"),
    ],
)
def test_what_terminals_join_or_not_is_drawn_in_parts_that_all_take_for_the_same_width(text, drawn):
    assert drawable(text) == drawn
    assert cell_width(text) == cell_width(drawn)


@pytest.mark.parametrize(
    ("text", "cells", "result"),
    [
        ("short", 5, "short"),
        ("longer text", 7, "longer…"),
        ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
    ],
)
def test_cut_ends_in_an_ellipsis_and_fits(text, cells, result):
    assert cut(text, cells) == result


@given(st.text(alphabet="ab 漢é\u0301", max_size=60), st.integers(0, 30))
def test_a_cut_text_never_takes_more_cells(text, cells):
    assert cell_width(cut(text, cells)) <= max(cells, 0)


def test_text_wraps_at_words():
    assert wrap("the quick brown fox", 10) == ["the quick", "brown fox"]


def test_newlines_and_empty_lines_stay():
    assert wrap("one\n\ntwo", 10) == ["one", "", "two"]


def test_a_long_word_is_broken_so_that_no_cell_is_lost():
    assert wrap("see https://example.org/very/long for it", 12) == [
        "see",
        "https://exam",
        "ple.org/very",
        "/long for it",
    ]


def test_wide_characters_count_twice_when_wrapped():
    assert wrap("漢字漢字漢", 4) == ["漢字", "漢字", "漢"]


def test_indentation_stays_before_the_first_word():
    assert wrap("    indented words here", 14) == ["    indented", "words here"]


@given(st.text(alphabet="ab 漢\n\tz", max_size=120), st.integers(2, 20))
def test_wrapping_loses_nothing_but_blanks_and_fits(text, cells):
    lines = wrap(text, cells)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_width(line) <= cells for line in lines)


def test_a_paragraph_of_blanks_is_a_line_still():
    assert wrap("a\n" + " " * 30 + "\nb", 10) == ["a", "", "b"]


def test_a_word_of_many_lines_is_cut_into_whole_lines():
    lines = wrap("多" * 20_001, 9)
    assert "".join(lines) == "多" * 20_001
    assert {cell_width(line) for line in lines[:-1]} == {8}


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("one line", "one line"),
        ("chain of\nthought", "chain of thought"),
        ("  indented \n\t lines \nof one", "indented lines of one"),
        ("a paragraph\n \nand another", "a paragraph\n\nand another"),
        (" a blank before, and no line end ", " a blank before, and no line end "),
    ],
)
def test_lines_of_a_paragraph_become_one(text, joined):
    assert unbroken(text) == joined
