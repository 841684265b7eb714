import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.actions import SetStarred
from readlist.model.change import Edit
from readlist.model.deferred import DeferredPapers
from readlist.model.library import Library, UnknownPaperError, UnknownSortError
from readlist.model.paper import HEAD_FIELDS, InvalidPaperError, Paper, Status
from readlist.model.papermap import NumberTakenError

PAPERS = Library(
    [
        Paper(key="lin2024mitigating", number=1, title="zeta", authors=("Yong Lin",), year=2024, tags=("RLHF", "ml"),
              doi="10.18653/v1/2024.ABC"),
        Paper(key="arxiv2310.16271", number=2, abstract="We propose X.", year=2023, arxiv="2310.16271v2",
              tags=("rlhf",)),
        Paper(key="berg1999über", number=3, title="Älpha", authors=("Sebastian van der Berg",), year=1999,
              status=Status.READ, read_on="2026-01-02T00:00:00Z"),
    ]
)  # fmt: skip

TIME = "2026-01-02T00:00:00Z"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("lin2024mitigating", "lin2024mitigating"),
        ("LIN2024Mitigating", "lin2024mitigating"),
        ("2310.16271", "arxiv2310.16271"),
        ("arXiv:2310.16271v1", "arxiv2310.16271"),
        ("https://arxiv.org/abs/2310.16271", "arxiv2310.16271"),
        ("10.18653/v1/2024.abc", "lin2024mitigating"),
        ("https://doi.org/10.18653/v1/2024.ABC", "lin2024mitigating"),
    ],
)
def test_a_paper_is_found_by_key_arxiv_identifier_or_doi(name, key):
    assert PAPERS.find(name).key == key


@pytest.mark.parametrize("name", ["", "lin", "2310.16272", "10.18653/v1/2024"])
def test_what_names_no_paper_is_an_error(name):
    with pytest.raises(UnknownPaperError):
        PAPERS.find(name)


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("year", [3, 2, 1]),
        ("year-desc", [1, 2, 3]),
        ("title", [3, 2, 1]),
        ("author", [1, 3, 2]),
        ("read-desc", [3, 2, 1]),
        ("status", [1, 2, 3]),
        ("added", [1, 2, 3]),
    ],
)
def test_papers_can_be_sorted(order, numbers):
    assert [paper.number for paper in PAPERS.sorted_by(order)] == numbers


@pytest.mark.parametrize("name", ["year", "author", "venue", "read", "added"])
def test_papers_without_the_value_come_last_whichever_way_round(name):
    having = {"year": 2020, "authors": ("Zoë Zhang",), "venue": "Zebra Letters", "read_on": TIME, "added": TIME}
    library = Library([Paper(key="p1", number=1), Paper(key="p2", number=2, **having), Paper(key="p3", number=3)])
    assert library.sorted_by(name).keys == ("p2", "p1", "p3")
    assert library.sorted_by(f"{name}-desc").keys == ("p2", "p3", "p1")


@pytest.mark.parametrize("order", ["color", "year-up", ""])
def test_an_unknown_order_is_told_with_those_there_are(order):
    with pytest.raises(UnknownSortError, match="added"):
        PAPERS.sorted_by(order)


def test_tags_are_counted_whatever_their_case():
    assert dict(PAPERS.tags) == {"ml": 1, "RLHF": 2}


def test_counts():
    counts = PAPERS.counts
    assert (counts.total, counts.unread, counts.starred, counts.by_status[Status.READ]) == (3, 2, 0, 1)


def test_a_paper_survives_json():
    for paper in PAPERS:
        assert Paper.from_fields(paper.to_fields()) == paper


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", "2024"),
        ("year", True),
        ("title", 3),
        ("authors", "Lin"),
        ("authors", [1]),
        ("status", "done"),
        ("starred", 1),
        ("note", None),
        ("sources", [{"document": "x"}]),
        ("number", None),
        ("tags", {"a": 1}),
    ],
)
def test_a_field_that_is_not_what_it_must_be_is_named(field, value):
    with pytest.raises(InvalidPaperError, match=f"paper 'k', field '{field}': must be"):
        Paper.from_fields({"key": "k", "number": 1, field: value})


def test_a_paper_without_key_or_number_is_refused():
    with pytest.raises(InvalidPaperError, match="'number': is missing"):
        Paper.from_fields({"key": "k"})


def test_a_paper_s_addresses_are_its_page_then_its_links_and_web_addresses_only():
    paper = Paper(key="k", number=1, arxiv="2310.16271", links=("https://a.org", "https://arxiv.org/abs/2310.16271"))
    assert paper.addresses == ("https://arxiv.org/abs/2310.16271", "https://a.org")
    assert Paper(key="k", number=1, url="javascript:alert(1)", links=("file:///etc/passwd",)).addresses == ()


def numbered(count):
    """A library of papers p1, p2, ... whose numbers those are."""
    return Library(Paper(key=f"p{n}", number=n, title=f"{count - n:03}") for n in range(1, count + 1))


def adding(key, number, **fields):
    return Edit.adding(Paper(key=key, number=number, **fields))


def test_a_library_that_was_changed_leaves_the_one_before_as_it_was():
    before = numbered(30)
    after = before.apply([Edit("p2", {}, {"note": "new"}), Edit.removing(before["p3"]), adding("new", 31)])
    assert (before["p2"].note, after["p2"].note) == ("", "new")
    assert ("p3" in before, "p3" in after) == (True, False)
    assert ("new" in before, "new" in after) == (False, True)
    assert (len(before), len(after)) == (30, 30)
    assert before.keys == numbered(30).keys
    assert after.keys == (*(f"p{n}" for n in range(1, 31) if n != 3), "new")
    with pytest.raises(UnknownPaperError, match="'p3'"):
        after["p3"]


def test_a_paper_that_was_taken_out_comes_back_to_its_place_however_long_ago_that_was():
    before = numbered(30)
    without = before.apply([Edit.removing(before["p3"])])
    for n in range(10, 30):
        without = without.apply([Edit(f"p{n}", {}, {"starred": True})])
    assert "p3" not in without.keys
    assert without.apply([Edit.adding(before["p3"])]).keys == before.keys


def test_an_edit_of_a_paper_that_is_gone_is_none():
    before = numbered(3)
    gone = before.apply([Edit.removing(before["p2"]), Edit("p2", {}, {"note": "n"}), Edit("zz", {"note": ""}, None)])
    assert gone.keys == ("p1", "p3")
    assert len(gone) == 2


def test_a_paper_that_comes_with_a_key_that_is_there_takes_that_one_s_place():
    before = numbered(3).apply([Edit("p2", {}, {"note": "old", "tags": ["ml"]})])
    newer = Paper(key="p2", number=2, title="newer", starred=True)
    after = before.apply([Edit.adding(newer)])
    assert list(after) == [before["p1"], newer, before["p3"]]
    moved = before.apply([adding("p2", 9)])
    assert moved.keys == ("p1", "p3", "p2")
    assert (len(moved), moved.next_number) == (3, 10)


@pytest.mark.parametrize(
    "edits",
    [
        [adding("new", 2)],
        [adding("new", 9), adding("newer", 9)],
        [adding("p1", 3)],
        [Edit("p1", {"number": 1}, {"number": 3})],
    ],
)
def test_no_two_papers_get_one_number(edits):
    before = numbered(3)
    with pytest.raises(NumberTakenError, match="another paper has it"):
        before.apply(edits)
    assert before.keys == ("p1", "p2", "p3")


def test_a_number_is_free_when_its_paper_goes_in_the_same_change():
    before = numbered(3)
    after = before.apply([adding("new", 2), Edit.removing(before["p2"])])
    assert after.keys == ("p1", "new", "p3")
    swapped = before.apply([Edit("p1", {"number": 1}, {"number": 3}), Edit("p3", {"number": 3}, {"number": 1})])
    assert swapped.keys == ("p3", "p2", "p1")


def test_a_field_that_is_not_what_it_must_be_changes_nothing():
    before = numbered(3)
    with pytest.raises(InvalidPaperError, match="'starred'"):
        before.apply([Edit("p1", {}, {"note": "n"}), Edit("p2", {}, {"starred": "yes"})])
    assert list(before) == list(numbered(3))


def test_the_next_number_follows_what_comes_and_goes():
    library = numbered(3)
    assert Library().next_number == 1
    assert library.next_number == 4
    more = library.apply([adding("new", 8)])
    assert more.next_number == 9
    assert more.apply([Edit.removing(more["new"])]).next_number == 4
    assert more.apply([Edit.removing(more["p2"])]).next_number == 9
    assert library.apply([Edit("p3", {"number": 3}, {"number": 6})]).next_number == 7


def test_a_library_in_another_order_keeps_it_until_a_paper_comes():
    titled = numbered(30).sorted_by("title")
    backwards = tuple(f"p{n}" for n in range(30, 0, -1))
    assert titled.apply([Edit("p2", {}, {"title": "~"})]).keys == backwards
    assert titled.apply([Edit.removing(titled["p2"])]).keys == tuple(key for key in backwards if key != "p2")
    assert titled.apply([adding("new", 31)]).keys == (*numbered(30).keys, "new")


def test_counts_and_tags_are_those_of_the_changed_library():
    before = numbered(30)
    assert (before.counts.starred, dict(before.tags)) == (0, {})
    after = before.apply([Edit("p1", {}, {"starred": True, "tags": ["ml"], "status": "read"})])
    assert (after.counts.total, after.counts.starred, after.counts.by_status[Status.READ]) == (30, 1, 1)
    assert dict(after.tags) == {"ml": 1}


def test_a_library_opens_is_counted_and_changes_without_loading_what_is_not_looked_at():
    loaded = []
    whole = {paper.key: paper for paper in numbered(300)}

    def load(paper):
        loaded.append(paper.key)
        return whole[paper.key]

    heads = {name: [paper.to_fields()[name] for paper in whole.values()] for name in HEAD_FIELDS}
    library = Library(DeferredPapers(heads, load))
    assert library.find("p7").key == library.find("P7").key == library["p7"].key
    with pytest.raises(UnknownPaperError):
        library.find("p301")
    for n in range(100, 150):
        library = library.apply(SetStarred([f"p{n}"]).change(library, "2026-11-21T08:00:00Z").edits)
    library = library.apply([adding("new", library.next_number), Edit("p9", {}, None)])
    library = library.apply([adding("p9", 9)]).sorted_by("status").sorted_by("number-desc").sorted_by("key")
    assert (library.counts.starred, library.counts.unread, len(library.keys)) == (50, 301, 301)
    assert loaded == [f"p{n}" for n in range(100, 150)]


@pytest.mark.parametrize("alone", [3, 250])
def test_a_paper_that_was_asked_for_alone_is_the_same_among_all(alone):
    loaded = []
    whole = {paper.key: paper for paper in numbered(300)}

    def load(paper):
        loaded.append(paper.key)
        return whole[paper.key]

    heads = {name: [paper.to_fields()[name] for paper in whole.values()] for name in HEAD_FIELDS}
    library = Library(DeferredPapers(heads, load))
    keys = [f"p{n}" for n in range(1, alone + 1)]
    assert [library[key].title for key in keys] == [whole[key].title for key in keys]
    assert [paper.title for paper in library] == [paper.title for paper in whole.values()]
    assert sorted(loaded) == sorted(whole)


KEYS = [f"p{n}" for n in range(1, 50)]
NUMBERS = st.integers(1, 60)
EDITS = st.one_of(
    st.builds(lambda key, note: Edit(key, {}, {"note": note}), st.sampled_from(KEYS), st.text(max_size=3)),
    st.builds(lambda key: Edit(key, {}, None), st.sampled_from(KEYS)),
    st.builds(adding, st.sampled_from(KEYS), NUMBERS),
    st.builds(lambda key, number: Edit(key, {}, {"number": number}), st.sampled_from(KEYS), NUMBERS),
)


def applied(papers, edits):
    """What a library without any cunning does: papers by key, in the order of their numbers, or None."""
    papers = dict(papers)
    for edit in edits:
        if edit.after is None:
            papers.pop(edit.key, None)
        elif edit.before is None:
            papers[edit.key] = dict(edit.after)
        elif edit.key in papers:
            papers[edit.key] = {**papers[edit.key], **edit.after}
    if len({fields["number"] for fields in papers.values()}) < len(papers):
        return None
    return dict(sorted(papers.items(), key=lambda item: item[1]["number"]))


def assert_holds(library, papers):
    assert [paper.to_fields() for paper in library] == list(papers.values())
    assert library.keys == tuple(papers)


@settings(deadline=None)
@given(st.integers(0, 48), st.lists(st.tuples(st.lists(EDITS, min_size=1, max_size=3), st.booleans()), max_size=30))
def test_a_library_holds_what_a_plain_dict_would(count, steps):
    library = numbered(count)
    papers = {paper.key: paper.to_fields() for paper in library}
    past = []
    for edits, look in steps:
        expected = applied(papers, edits)
        if expected is None:
            with pytest.raises(NumberTakenError):
                library.apply(edits)
            continue
        past.append((library, papers))
        library, papers = library.apply(edits), expected
        assert len(library) == len(papers)
        assert all((key in library) == (key in papers) for key in KEYS)
        assert all((paper := library.get(key)) is None or paper.to_fields() == papers[key] for key in KEYS)
        if look:
            assert_holds(library, papers)
            assert library.next_number == max((fields["number"] for fields in papers.values()), default=0) + 1
    for earlier, held in [*past, (library, papers)]:
        assert_holds(earlier, held)
        assert earlier.next_number == max((fields["number"] for fields in held.values()), default=0) + 1


class Columns:
    """Reads papers one by one, and notes which; gives some fields of all at once."""

    def __init__(self, papers, *at_hand):
        self.papers, self.at_hand, self.loaded = {paper.key: paper for paper in papers}, at_hand, []

    def __call__(self, paper):
        self.loaded.append(paper.key)
        return self.papers[paper.key]

    def columns(self, papers, names):
        fields = [self.papers[paper.key].to_fields() for paper in papers]
        return {name: [each[name] for each in fields] for name in names if name in self.at_hand}


def test_fields_that_are_at_hand_are_read_of_all_papers_at_once():
    papers = list(numbered(300))
    load = Columns(papers, "title", "authors", "year")
    heads = {name: [paper.to_fields()[name] for paper in papers] for name in HEAD_FIELDS}
    library = Library(DeferredPapers(heads, load))
    library = library.apply(SetStarred(["p7", "p8"], starred=True).change(library, "2026-11-21T08:00:00Z").edits)
    load.loaded.clear()
    library.prefetch(["title", "authors", "year", "venue"])
    assert [(p.title, p.authors, p.year) for p in library] == [(p.title, p.authors, p.year) for p in papers]
    assert load.loaded == []
    assert library["p9"].venue == papers[8].venue
    assert load.loaded == ["p9"]
