from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.text_merging import edits_between, merged

MARKER = "*Elsewhere:*"

WORDS = st.sampled_from(["one", "two", "three", "four.", "five", "-", "six?", "漢", "字"])
BLANKS = st.sampled_from([" ", "\n", "\n\n", "  ", "\n  ", " \n"])
WRITTEN = st.lists(st.tuples(WORDS, BLANKS), max_size=6).map(lambda parts: "".join(map("".join, parts)))
TEXTS = st.builds("".join, st.tuples(st.sampled_from(["", "\n", "  "]), WRITTEN, st.sampled_from(["", "end"])))


@st.composite
def sides(draw):
    """A text, and two that were made of it: each with some of it cut out, and something written in its place."""
    base = draw(TEXTS)
    made = [base]
    for _ in range(2):
        text = base
        for _ in range(draw(st.integers(0, 2))):
            start = draw(st.integers(0, len(text)))
            end = draw(st.integers(start, min(len(text), start + 8)))
            text = text[:start] + draw(WRITTEN) + text[end:]
        made.append(text)
    return tuple(made)


def words(text):
    return text.replace("漢", " 漢 ").replace("字", " 字 ").split()


@pytest.mark.parametrize(("base", "ours", "theirs", "result"), [
    # In different lines, and in different words of one.
    ("one\ntwo\nthree", "one, ours\ntwo\nthree", "one\ntwo\nthree, theirs", "one, ours\ntwo\nthree, theirs"),
    ("one\ntwo\nthree", "two\nthree", "one\ntwo\nthree\nfour", "two\nthree\nfour"),
    ("a good method", "a very good method", "a good method indeed", "a very good method indeed"),
    ("The end", "The end.", "The end\n\nNew.", "The end.\n\nNew."),
    ("The end", "The end\n\nNew.", "The end of it.", "The end of it.\n\nNew."),
    ("one two", "one\n\ntwo", "one two three", "one\n\ntwo three"),
    ("機械学習", "新機械学習", "機械学習入門", "新機械学習入門"),
    # Alike.
    ("one", "one\ntwo", "one\ntwo", "one\ntwo"),
    ("one two three", "one 2 three", "one 2 three", "one 2 three"),
    # In the same place.
    ("Begun.", "Begun. Ours.", "Begun. Theirs.", "Begun. Ours.\n\n{}\n\nTheirs."),
    ("Begun", "Begun by us", "Begun by them", "Begun by us\n\n{}\n\nBegun by them"),
    ("x\nIn.\n\ny", "x\nIn. Ours.\n\ny", "x\nIn. Theirs.\n\ny", "x\nIn. Ours.\n\n{}\n\nTheirs.\n\ny"),
    ("- a", "- a\n- ours", "- a\n  - theirs", "- a\n- ours\n\n{}\n\n  - theirs"),
    ("a bad day", "a good day", "a fine day", "a good day\n\n{}\n\na fine day"),
    ("x", "ours\n\nx", "theirs\n\nx", "ours\n\n{}\n\ntheirs\n\nx"),
    # Blanks that were typed have the cursor behind them.
    ("One.", "One. ", "One. Two.", "One.  Two."),
    ("One.", "One.\n\n", "One. Two.", "One. Two.\n\n"),
    ("One.", "One. Ours. ", "One. Theirs. ", "One. Ours. \n\n{}\n\nTheirs. "),
    # Taken out by one side.
    ("one\n\ntwo\n\nthree", "one\n\ntwo\n\nthree\n\nours", "two\n\nthree", "two\n\nthree\n\nours"),
    ("one", "one two", "", "one two"),
    ("note, ours", "note, ours more", "note", "note, ours more\n\n{}\n\nnote"),
    ("x\n\nHello", "x\n\nnew\n\nHello", "Hello", "x\n\nnew\n\nHello"),
])  # fmt: skip
def test_a_text_that_both_sides_have_changed(base, ours, theirs, result):
    assert merged(ours, theirs, MARKER, base=base) == result.format(MARKER)


@pytest.mark.parametrize(("ours", "theirs", "result"), [
    ("ours", "theirs", "ours\n\n{}\n\ntheirs"),
    ("long and longer", "long", "long and longer"),
    ("long", "so long", "so long"),
    ("party", "art", "party\n\n{}\n\nart"),
    ("", "theirs", "theirs"),
])  # fmt: skip
def test_two_texts_of_their_own_are_both_there_and_one_that_holds_the_other_is_enough(ours, theirs, result):
    assert merged(ours, theirs, MARKER) == result.format(MARKER)


@given(sides())
@settings(max_examples=500)
def test_every_word_that_was_written_is_there_and_none_that_was_not(made):
    base, ours, theirs = made
    result = merged(ours, theirs, MARKER, base=base)
    before, kept = Counter(words(base)), Counter(words(result))
    for side in (ours, theirs):
        assert Counter(words(side)) - before <= kept
    assert set(kept) <= {*words(base), *words(ours), *words(theirs), MARKER}


@given(sides())
def test_what_one_side_has_changed_is_what_comes_of_it(made):
    base, one, _ = made
    assert merged(one, base, MARKER, base=base) == merged(base, one, MARKER, base=base) == one
    assert merged(one, one, MARKER, base=base) == one


@given(TEXTS, TEXTS)
def test_edits_make_the_one_text_of_the_other(old, new):
    text = old
    for start, end, put in reversed(edits_between(old, new)):
        text = text[:start] + put + text[end:]
    assert text == new


@given(st.lists(st.tuples(st.booleans(), WRITTEN), max_size=12), TEXTS)
def test_sides_that_merge_in_turn_have_the_same_text_in_the_end(turns, begun):
    stored, bases, texts = begun, [begun, begun], [begun, begun]
    for second, written in [*turns, (False, ""), (True, ""), (False, "")]:
        side = int(second)
        stored = merged(texts[side] + written, stored, MARKER, base=bases[side])
        bases[side] = texts[side] = stored
    assert texts[0] == texts[1]


@pytest.mark.parametrize("unparted", ["word ", "line\n", "a paragraph of some words\n\n", "漢"])
def test_long_texts_of_the_same_words_are_merged(unparted):
    base = unparted * 20_000
    ours, theirs = f"{base}ours", f"theirs\n{base}"
    assert merged(ours, theirs, MARKER, base=base) == f"theirs\n{base}ours"
