"""The border that every record passes, whoever's importer read it: clean text, and arXiv's own DOIs in each format."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, Found, Reading
from readlist.importers.cleaning import cleaned
from readlist.importers.merge import Batch, plan
from readlist.model.library import Library
from readlist.model.record import Record

NOW = "2026-11-21T08:00:00Z"
OWN = "10.48550/arXiv.2310.16271"
PREPRINTS = {
    "bibtex": "@misc{li2023owls, title = {On Owls}, author = {Li, Bo}, doi = {%s}}",
    "ris": "TY  - GEN\nTI  - On Owls\nAU  - Li, Bo\nDO  - %s\nER  - \n",
    "csl-json": '[{"title": "On Owls", "author": [{"family": "Li", "given": "Bo"}], "DOI": "%s"}]',
    "feed": '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:p="http://prismstandard.org/namespaces/basic/2.0/">'
    "<entry><title>On Owls</title><author><name>Bo Li</name></author><p:doi>%s</p:doi></entry></feed>",
    "html": '<html><head><meta name="citation_title" content="On Owls"><meta name="citation_author" content="Bo Li">'
    '<meta name="citation_doi" content="%s"></head><body></body></html>',
    "readlist-json": '[{"key": "li2023owls", "title": "On Owls", "display_title": "On Owls", "authors": ["Bo Li"],'
    ' "doi": "%s"}]',
    "arxiv-page": "[1] arXiv:2310.16271 [pdf, other]\nTitle: On Owls\nAuthors: Bo Li\nDOI: %s\n",
    "arxiv-mail": "\\\\\narXiv:2310.16271\nDate: Wed, 25 Oct 2023 01:05:03 GMT\n\nTitle: On Owls\nAuthors: Bo Li\n"
    "DOI: %s\n\\\\\n  They see at night.\n\\\\ ( https://arxiv.org/abs/2310.16271 ,  78kb)\n",
}


def test_text_is_cleaned_even_where_an_importer_forgot():
    record = cleaned(Record(
        title="On\x1b[31m\nShadows ", authors=("Ana\u202e  Moreno", " "), venue=" \t", abstract="We\x9b do.\r\nSo.",
        comment="9\x07 pages", links=("https://a.org\x00",), doi="10.1/a\x7f", url="https://a.org\x1b",
    ))  # fmt: skip
    assert (record.title, record.authors, record.venue) == ("On\ufffd[31m Shadows", ("Ana\ufffd Moreno",), None)
    assert (record.abstract, record.comment) == ("We\ufffd do.\nSo.", "9\ufffd pages")
    assert all(text.isprintable() for text in (*record.links, record.doi, record.url))


def read(text: str, form: str) -> Record:
    (found,) = importers.read(Document.from_bytes("x", text.encode()), form).found
    return found.record


@pytest.mark.parametrize("doi", [OWN, OWN.upper(), f"https://doi.org/{OWN}"])
@pytest.mark.parametrize("form", PREPRINTS)
def test_every_format_keeps_arxivs_doi_as_the_arxiv_identifier(form, doi):
    record = read(PREPRINTS[form] % doi, form)
    assert (record.title, record.authors) == ("On Owls", ("Bo Li",))
    assert (record.arxiv, record.doi, record.year) == ("2310.16271", None, 2023)


@pytest.mark.parametrize("form", PREPRINTS)
def test_every_format_keeps_the_publishers_doi(form):
    assert read(PREPRINTS[form] % "10.1000/182", form).doi == "10.1000/182"


def test_in_a_listing_of_arxiv_the_publishers_doi_counts_whichever_comes_first():
    text = f"arXiv:2310.16271\nWe look at owls, and find that they look at us as well.\n{OWN}\nDOI: 10.1000/182\n"
    record = read(text, "arxiv-listing")
    assert (record.arxiv, record.doi) == ("2310.16271", "10.1000/182")


@pytest.mark.parametrize(("before", "after"), [
    ({"doi": OWN}, {"arxiv": "2310.16271", "year": 2023}),
    ({"doi": OWN, "year": 2024}, {"arxiv": "2310.16271", "year": 2024}),
    ({"doi": OWN, "arxiv": "2310.16271v3"}, {"arxiv": "2310.16271v3"}),
    ({"doi": OWN, "arxiv": "arXiv:2310.16271"}, {"arxiv": "arXiv:2310.16271"}),
    ({"doi": OWN, "arxiv": "2310.99999"}, {"doi": OWN, "arxiv": "2310.99999"}),
    ({"doi": "10.48550/arXiv.owls"}, {"doi": "10.48550/arXiv.owls"}),
    ({"doi": "10.1000/10.48550/arXiv.2310.16271"}, {"doi": "10.1000/10.48550/arXiv.2310.16271"}),
    ({"doi": "10.48550/arXiv.hep-th/9901001"}, {"arxiv": "hep-th/9901001", "year": 1999}),
])  # fmt: skip
def test_what_becomes_of_arxivs_doi(before, after):
    assert cleaned(Record(**before)) == Record(**after)


class Others:
    """An importer of another package."""

    name = "others"

    def read(self, _: Document) -> Reading:
        return Reading(self.name, (Found(Record(title="On Owls", doi=OWN), 1, 1),))


def imported(library: Library, *records: Record) -> Library:
    reading = Reading("others", tuple(Found(cleaned(record), i, i) for i, record in enumerate(records, 1)))
    return library.apply(plan([Batch("x", reading)], library, NOW).edits)


def test_it_holds_for_importers_of_other_packages(monkeypatch):
    monkeypatch.setattr(importers, "_registry", lambda: importers._Registry({"others": Others()}, {}))
    record = read("owls", "others")
    assert (record.arxiv, record.doi) == ("2310.16271", None)
    (paper,) = imported(Library(), record)
    assert paper.key == "arxiv2310.16271"


@pytest.mark.parametrize("preprint_first", [True, False])
@pytest.mark.parametrize("with_identifier", [True, False])
def test_preprint_and_publication_together_have_the_published_doi_and_are_found_by_both(
    preprint_first, with_identifier
):
    preprint = Record(title="On Owls", authors=("Bo Li",), doi=OWN, arxiv="2310.16271" if with_identifier else None)
    published = Record(title="On Owls", authors=("Bo Li",), year=2024, venue="Owl Letters", doi="10.1000/182")
    records = (preprint, published) if preprint_first else (published, preprint)
    library = Library()
    for record in records:
        library = imported(library, record)
    (paper,) = library
    assert (paper.doi, paper.arxiv, paper.venue) == ("10.1000/182", "2310.16271", "Owl Letters")
    assert all(library.find(name) is paper for name in (OWN, f"https://doi.org/{OWN}", "10.1000/182", "2310.16271v2"))


records = st.builds(
    Record,
    title=st.just("On Owls"),
    arxiv=st.sampled_from([None, "2310.16271", "2310.16271v2", "2310.99999", "hep-th/9901001"]),
    doi=st.sampled_from([None, OWN, OWN.upper(), "10.48550/arXiv.hep-th/9901001", "10.48550/x", "10.1000/182"]),
    url=st.sampled_from([None, f"https://doi.org/{OWN}", "https://arxiv.org/abs/2310.16271"]),
    year=st.sampled_from([None, 2020]),
)


@given(records)
def test_what_is_in_a_library_comes_back_from_our_json_as_it_was(record):
    (paper,) = imported(Library(), record)
    text = json.dumps([{**paper.to_fields(), "display_title": paper.display_title}])
    back = read(text, "readlist-json")
    assert all(getattr(back, part.name) == getattr(paper, part.name) for part in dataclasses.fields(Record))
