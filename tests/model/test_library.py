import pytest

from readlist.model.library import Library, UnknownPaperError, UnknownSortError
from readlist.model.paper import InvalidPaperError, Paper, Status

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
