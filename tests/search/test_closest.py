from __future__ import annotations

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from readlist.search import closest

TAGS = ["survey", "ml/rlhf", "rlhf-data", "RLHF", "alignment", "to-discuss", "Évaluation", "nlp"]


def test_beginnings_come_first_the_shortest_of_them_first_and_then_word_beginnings():
    assert closest("rlhf", TAGS) == ["RLHF", "rlhf-data", "ml/rlhf"]


def test_what_contains_the_text_comes_after_what_begins_with_it():
    assert closest("discuss", ["undiscussed", "to-discuss", "discussion"]) == [
        "discussion",
        "to-discuss",
        "undiscussed",
    ]


def test_of_names_with_the_same_surname_the_one_that_stands_first_comes_first():
    authors = ["Zhiyuan Liu", "Xiang Liu", "Liumeng Xue", "Bo Liu"]
    assert closest("liu", authors) == ["Liumeng Xue", "Zhiyuan Liu", "Xiang Liu", "Bo Liu"]


def test_case_and_accents_do_not_count():
    assert closest("EVAL", TAGS) == ["Évaluation"]
    assert closest("éval", ["evaluation"]) == ["evaluation"]


def test_a_slip_finds_what_was_meant():
    assert closest("alginment", TAGS, 1) == ["alignment"]
    assert closest("lin2024mitigatng", ["pi2024mllm", "lin2024mitigating", "zhou2023mcc"], 1) == ["lin2024mitigating"]


def test_what_nothing_is_like_finds_nothing():
    assert closest("quantum-chromodynamics", ["nlp", "rlhf"]) == []


def test_an_empty_text_finds_the_first_candidates_as_they_stand():
    assert closest("  ", TAGS, 3) == TAGS[:3]


def test_no_more_than_asked_for():
    assert len(closest("a", [f"a{i}" for i in range(50)], 7)) == 7


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=8), st.integers(1, 5))
def test_any_text_gives_candidates_without_repeating_places(text, candidates, limit):
    found = closest(text, candidates, limit)
    assert len(found) <= limit
    assert all(found.count(candidate) <= candidates.count(candidate) for candidate in found)


def test_a_beginning_is_found_without_loading_the_fuzzy_matcher():
    code = "from readlist.search import closest; closest('a', ['ab', 'ac'], 2)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print('rapidfuzz' in sys.modules)"],
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"False\n"
