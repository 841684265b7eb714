"""Lists of authors, the way that most print them and others."""

from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.importers.citation_authors import whole_authors

WORDS = st.sampled_from(["Ana", "Bo", "Inés", "Eun-ji", "Van", "De", "La", "D'Angelo", "O’Neil", "Yu", "Ek"])
SPOKEN = st.lists(WORDS, min_size=2, max_size=4).map(" ".join)
ABBREVIATED = st.builds(" ".join, st.tuples(st.sampled_from(["J.", "J. P.", "Ö."]), WORDS))


@given(st.lists(SPOKEN | ABBREVIATED, min_size=2, max_size=5))
@settings(max_examples=500)
def test_commas_part_names_as_semicolons_do(names):
    assert whole_authors(", ".join(names)) == whole_authors("; ".join(names)) == tuple(names)


def test_what_stands_behind_a_comma_may_belong_to_the_name_before():
    assert whole_authors("Ana Moreno, Bo Ek, Jr, Cy Ax") == ("Ana Moreno", "Bo Ek, Jr", "Cy Ax")
    assert whole_authors("Ana Moreno, Jr Bo Ek") == ()


@given(st.lists(SPOKEN, min_size=1, max_size=5))
def test_a_title_is_no_name(names):
    assert whole_authors(", ".join([*names, "Attention Networks"])) == ()
