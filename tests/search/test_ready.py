from __future__ import annotations

import io
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.query.filters_text import Text
from readlist.query.query import Query
from readlist.search.ready import Kept, Made
from readlist.search.sections import DamagedError

SIZE = 200
ROWS = st.sets(st.integers(0, SIZE - 1))
CHUNKS = st.sampled_from(
    ["of", "(of", "often", "the", "(the", "the.", "a", "model", "-model", "models", "É", "e", "", "1st"]
)
PHRASES = st.lists(CHUNKS, max_size=8).map(" ".join)


def as_set(rows):
    return sum(1 << row for row in rows)


def kept(made, identity="x"):
    file = io.BytesIO()
    for _ in made.write(file, "x"):
        pass
    return Kept(file.getvalue(), identity=identity, size=SIZE)


@given(st.dictionaries(st.text(max_size=3), ROWS, max_size=5))
def test_sets_that_are_kept_are_read_as_they_were_made(sets):
    made, of_numbers = Made(SIZE), Made(SIZE)
    for name, rows in sets.items():
        made.add(name, as_set(rows))
        of_numbers.add_rows(name, array("I", sorted(rows)))
    expected = {name: as_set(rows) for name, rows in sets.items()}
    assert dict(made) == dict(of_numbers) == dict(kept(made)) == expected
    assert "no such name" not in kept(made)
    assert kept(made).get("no such name") is None


def test_sets_of_another_index_are_refused():
    with pytest.raises(DamagedError):
        kept(Made(SIZE), identity="y")


@given(st.lists(st.tuples(PHRASES, PHRASES, PHRASES), min_size=1, max_size=5), PHRASES, st.data())
@settings(deadline=None)
def test_a_phrase_is_found_in_any_field_wherever_it_is_cut(indexed_finder, papers, phrase, data):
    library = Library(
        [
            Paper(key=f"k{number}", number=number, title=title, authors=(author,), abstract=abstract)
            for number, (title, author, abstract) in enumerate(papers, 1)
        ]
    )
    finder = indexed_finder(library)
    start = data.draw(st.integers(0, len(phrase)))
    for field in (None, "title", "author", "abstract"):
        for end in range(start, len(phrase) + 1):
            query = Query(Text(phrase[start:end], field))
            assert finder.count(query) == sum(map(query.matches, library))
