from __future__ import annotations

import re
from string import ascii_lowercase

from hypothesis import example, given
from hypothesis import strategies as st

from readlist.query.slips import is_slip
from readlist.search.candidates import Candidate
from readlist.search.likeness import one_slip_away

LETTERS = frozenset(ascii_lowercase)
WORDS = st.text("abc", min_size=4, max_size=7)


@given(WORDS, st.text("abc", min_size=1, max_size=9))
@example("abcd", "acdx")
@example("abcde", "abced")
@example("abcd", "abc")
def test_no_word_that_is_a_slip_away_begins_otherwise(typed, word):
    if is_slip(typed, word):
        assert word[:4] in one_slip_away(typed, 4, LETTERS)


def test_few_beginnings_are_a_slip_away():
    assert "xxgn" not in one_slip_away("align", 4, LETTERS)
    assert len(one_slip_away("align", 4, LETTERS)) < 300


@given(st.text("ab_-é1 ", max_size=20), st.text("abé1", min_size=1, max_size=3))
def test_a_word_of_an_abstract_is_a_whole_one(text, word):
    found = Candidate("", frozenset(), lambda: text).in_abstract([word])
    assert found == ([word] if word in re.findall(r"\w+", text) else [])
