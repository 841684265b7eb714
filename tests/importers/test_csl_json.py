import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError
from readlist.importers.csl_json import CslJson

EXPORT = "csl-json-zotero.txt"


def read(text):
    return CslJson().read(Document("x.json", text))


def record(**item):
    (found,) = read(json.dumps([{"title": "T", "type": "article"} | item])).found
    return found.record


def test_an_export_of_zotero(stored):
    assert importers.read(stored(EXPORT)).format == "csl-json"
    reading = CslJson().read(stored(EXPORT))
    assert reading.problems == ()
    first, second, thesis = reading.found
    assert [f.line for f in reading.found] == [2, 24, 34]
    assert [f.key for f in reading.found] == ["moreno2023counting", "li2024quiet", None]
    assert first.tags == ("bells", "Computer Science")
    assert first.record.title == "Counting Bells with RingNet & care"
    assert first.record.authors == (
        "Ana Moreno",
        "Jan van der Berg",
        "Lefèvre d’ Ormesson III",
        "Bell Ringers of Toronto",
    )
    assert first.record.year == 2023
    assert first.record.venue == "Proceedings of the 61st Annual Meeting of the Association for Bells"
    assert (first.record.doi, first.record.arxiv) == ("10.18653/v1/2023.acl-long.9901", None)
    assert first.record.url == "https://aclanthology.org/2023.acl-long.9901"
    assert first.record.links == ("https://github.com/moreno/ringnet",)
    assert (second.record.arxiv, second.record.year) == ("2401.99002", 2024)
    assert second.record.comment == "Accepted to BELL 2024"
    assert (thesis.record.venue, thesis.record.year) == ("University of Oslo", 2019)


def test_an_answer_of_crossref():
    work = {
        "DOI": "10.1234/bells",
        "type": "journal-article",
        "title": ["On Bells"],
        "container-title": ["Journal of Bells"],
        "author": [{"given": "Ana", "family": "Moreno", "sequence": "first"}, {"name": "The Chime Consortium"}],
        "issued": {"date-parts": [[None]]},
        "published": {"date-parts": [[2021, 5]]},
        "abstract": "<jats:title>Abstract</jats:title><jats:p>Bells\n ring &amp; <jats:italic>rest</jats:italic>."
        "</jats:p><jats:p>We say 1 &lt; 2.</jats:p>",
        "URL": "https://doi.org/10.1234/bells",
        "reference": [{"key": "1", "title": "Not this"}],
    }
    for answer in (
        {"status": "ok", "message-type": "work", "message": work},
        {"status": "ok", "message": {"total-results": 1, "items": [work], "query": {"data": []}}},
        {"items": [work]},
        work,
    ):
        document = Document("x", json.dumps(answer))
        assert CslJson().sniff(document) == 1
        (found,) = CslJson().read(document).found
        assert (found.record.title, found.record.venue, found.record.year) == ("On Bells", "Journal of Bells", 2021)
        assert found.record.authors == ("Ana Moreno", "The Chime Consortium")
        assert found.record.abstract == "Bells ring & rest.\nWe say 1 < 2."
        assert (found.record.doi, found.key) == ("10.1234/bells", None)


def test_an_answer_of_datacite():
    attributes = {
        "doi": "10.5281/zenodo.99",
        "titles": [{"title": "Bell Data"}],
        "creators": [
            {"name": "Li, Bo"},
            {"name": "Ax, Cy", "givenName": "Cy", "familyName": "Ax"},
            {"name": "Bells, Inc.", "nameType": "Organizational"},
        ],
        "publicationYear": 2020,
        "descriptions": [
            {"description": "How.", "descriptionType": "Methods"},
            {"description": "What.", "descriptionType": "Abstract"},
        ],
        "container": {"title": "Data of Bells"},
        "subjects": [{"subject": "bells"}],
        "url": "https://zenodo.org/record/99",
    }
    for data in ([{"id": "1", "type": "dois", "attributes": attributes}], {"id": "1", "attributes": attributes}):
        document = Document("x", json.dumps({"data": data}))
        assert CslJson().sniff(document) == 1
        (found,) = CslJson().read(document).found
        assert found.record.authors == ("Bo Li", "Cy Ax", "Bells, Inc.")
        assert (found.record.title, found.record.abstract, found.record.year) == ("Bell Data", "What.", 2020)
        assert (found.record.venue, found.record.doi, found.tags) == ("Data of Bells", "10.5281/zenodo.99", ("bells",))


def test_better_bibtexs_own_json():
    item = {
        "itemType": "journalArticle",
        "citationKey": "li2020",
        "title": "Bells",
        "creators": [
            {"creatorType": "author", "firstName": "Bo", "lastName": "Li"},
            {"creatorType": "editor", "name": "Nobody"},
        ],
        "date": "May 2020",
        "publicationTitle": "Bell Letters",
        "abstractNote": "We ring.",
        "extra": "arXiv: 2005.99001",
        "tags": [{"tag": "bells"}],
    }
    text = json.dumps({"config": {"id": 1}, "items": [item, {"itemType": "attachment", "title": "x.pdf"}]})
    assert CslJson().sniff(Document("x", text)) == 1
    reading = read(text)
    (found,) = reading.found
    assert (found.key, found.tags, found.record.authors) == ("li2020", ("bells",), ("Bo Li",))
    assert (found.record.year, found.record.venue, found.record.arxiv) == (2020, "Bell Letters", "2005.99001")
    assert reading.problems == ()


def test_files_links_and_notes_of_zotero():
    item = {
        "itemType": "journalArticle",
        "title": "Bells",
        "attachments": [
            {"itemType": "attachment", "path": "/home/ana/bells.pdf", "url": "https://a.org/bells.pdf"},
            {"itemType": "attachment", "url": "https://github.com/ana/bells"},
        ],
        "notes": [{"itemType": "note", "note": "<p>My <b>own</b> note</p><p>More</p>"}, {"note": "<p>Other</p>"}],
    }
    (found,) = read(json.dumps({"items": [item]})).found
    assert found.record.files == ("/home/ana/bells.pdf",)
    assert found.record.links == ("https://github.com/ana/bells",)
    assert found.state == {"note": "My own note\nMore\n\nOther"}


@pytest.mark.parametrize(("item", "name", "value"), [
    ({"issued": 2020}, "year", 2020),
    ({"issued": "2020-05"}, "year", 2020),
    ({"issued": {"year": "2020"}}, "year", 2020),
    ({"issued": {"date-parts": [[2020], [2021]]}}, "year", 2020),
    ({"issued": {"date-parts": [["x"]], "literal": "spring 2020"}}, "year", 2020),
    ({"issued": {"date-parts": []}}, "year", None),
    ({"author": "Moreno, Ana; Bo Li"}, "authors", ("Ana Moreno", "Bo Li")),
    ({"author": ["Moreno, Ana", 3, {"family": "Li"}, {}]}, "authors", ("Ana Moreno", "Li")),
    ({"editor": [{"family": "Wit", "given": "Eva"}]}, "authors", ("Eva Wit",)),
    ({"archive": "arXiv", "archive_location": "2310.16271"}, "arxiv", "2310.16271"),
    ({"container-title": "arXiv preprint arXiv:2310.16271"}, "arxiv", "2310.16271"),
    ({"URL": "https://arxiv.org/abs/2310.16271v2"}, "arxiv", "2310.16271v2"),
    ({"DOI": "https://doi.org/10.1234/ab"}, "doi", "10.1234/ab"),
    ({"URL": "javascript:alert(1)"}, "url", None),
    ({"note": "DOI: 10.1234/ab\nTo appear"}, "doi", "10.1234/ab"),
    ({"note": "DOI: 10.1234/ab\nTo appear"}, "comment", "To appear"),
    ({"title": {"x": 1}, "abstract": "A"}, "title", None),
])  # fmt: skip
def test_other_fields(item, name, value):
    assert getattr(record(**item), name) == value


@pytest.mark.parametrize("own", ["http://zotero.org/x", "12", 12, "1/ABCD2345", "ITEM-1", "10.1234/ab", None, True])
def test_identifiers_of_programs_are_no_citation_keys(own):
    (found,) = read(json.dumps([{"id": own, "title": "T"}])).found
    assert not found.key


def test_what_is_no_item_is_told_and_the_others_come_in():
    reading = read('[\n {"title": "One"},\n 5,\n {"x": {"y": 1}},\n {"title": "Two"}\n]')
    assert [(f.record.title, f.line, f.position) for f in reading.found] == [("One", 2, 1), ("Two", 5, 2)]
    assert [(p.line, p.message) for p in reading.problems] == [
        (3, 'not an item with anything of a paper: "5"'),
        (4, 'not an item with anything of a paper: "x"'),
    ]


def test_what_stands_before_a_broken_place_comes_in():
    reading = read('[\n {"title": "One"},\n {"title": "Two",\n  "author" []},\n {"title": "Three"}\n]')
    assert [f.record.title for f in reading.found] == ["One"]
    assert [(p.line, p.message) for p in reading.problems] == [
        (4, 'not JSON from here on (expecting \':\' delimiter): "[]}, {"title": "Three"} ]"')
    ]


def test_json_lines_are_as_many_items():
    reading = read('{"title": "One"}\n{"title": "Two"}\n')
    assert [(f.record.title, f.line) for f in reading.found] == [("One", 1), ("Two", 2)]


@pytest.mark.parametrize("text", [
    "[" * 100_000,
    '{"issued":' * 100_000,
    '{"message":' * 50_000,
    '[{"title": "T", "issued": ' + "[" * 100_000,
    '{"title": "T", "issued": ' + "9" * 10_000 + "}",
    '{"title": "T", "issued"',
])  # fmt: skip
def test_json_that_no_program_reads_is_one_clear_line(text):
    with pytest.raises(ImportFailedError) as failure:
        read(text)
    assert str(failure.value).startswith("x.json: line 1: not JSON from here on (")
    assert len(str(failure.value)) < 200


@pytest.mark.parametrize("text", [
    "", "[]", "{}", '{"title": "A"}', '[{"type": "Feature", "title": "A"}]', '{"name": "p", "author": "me", "v": "1"}',
    "[1, 2]", "{title: 1}", '{"title": "On Shadows", "authors": ["Ana Moreno"], "abstract": "We do."}',
])  # fmt: skip
def test_what_is_no_csl_json_is_not_taken_for_it(text):
    assert CslJson().sniff(Document("x", text)) == 0


@pytest.fixture(scope="session")
def papers(words):
    text = words('"\\')
    people = st.lists(st.tuples(text, text), max_size=4)
    paper = st.tuples(text, text, st.integers(1900, 2029), people, text, st.integers(1, 9))
    return st.lists(paper, min_size=1, max_size=4)


@settings(deadline=None)
@given(st.data(), st.sampled_from([None, 2]))
def test_what_is_written_comes_back(papers, read_whole, data, indent):
    written = data.draw(papers)
    items = [
        {
            "id": f"k{number}",
            "title": title,
            "container-title": venue,
            "issued": {"date-parts": [[year, 1, 1]]},
            "author": [{"family": f, "given": g} for f, g in people],
            "abstract": abstract,
        }
        for title, venue, year, people, abstract, number in written
    ]
    wrapped, ascii_only = data.draw(st.booleans()), data.draw(st.booleans())
    text = json.dumps({"items": items} if wrapped else items, indent=indent, ensure_ascii=ascii_only)
    found = read_whole(CslJson(), text)
    assert [
        (f.record.title, f.record.venue, f.record.year, f.record.authors, f.record.abstract, f.key) for f in found
    ] == [(t, v, y, tuple(f"{g} {s}" for s, g in people), a, f"k{n}") for t, v, y, people, a, n in written]
    if indent:
        starts = [i for i, line in enumerate(text.split("\n"), 1) if '"id"' in line]
        assert [f.line for f in found] == [start - 1 for start in starts]


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "title",
                    "author",
                    "issued",
                    "date-parts",
                    "items",
                    "data",
                    "attributes",
                    "note",
                    "id",
                    "keyword",
                    "itemType",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)
PIECES = ["", "{", "]", '"', ",", "null", "\n", ":"]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_text_breaks_it(stored, spoilt, withstands, data):
    withstands(CslJson(), data.draw(JSON.map(json.dumps) | spoilt(stored(EXPORT).text, PIECES)))
