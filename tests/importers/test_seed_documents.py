"""Every field of the 48 papers of the seed documents, against a table made by reading them."""

import hashlib
import json
from pathlib import Path

import pytest

from readlist import importers
from readlist.importers.abstracts import Abstracts
from readlist.importers.acl_anthology import AclAnthology
from readlist.importers.arxiv_listing import ArxivListing
from readlist.importers.surname_given import SurnameGiven

SEEDS = Path(__file__).parents[2] / "seeds"
TABLE = json.loads(Path(__file__).with_name("seed_table.json").read_text(encoding="utf-8"))
PAPERS = [(name, paper) for name, entry in TABLE.items() for paper in entry["papers"]]


def found_in(name):
    return importers.read(importers.read_file(SEEDS / name))


@pytest.fixture(scope="module")
def readings():
    return {name: found_in(name) for name in TABLE}


def test_the_table_covers_all_seed_documents():
    assert sorted(path.name for path in SEEDS.glob("*.txt")) == sorted(TABLE)
    assert len(PAPERS) == 48


@pytest.mark.parametrize(("name", "papers", "authors", "links"), [
    ("000_7b429af63ac47363.txt", 9, 79, 3),
    ("001_d5cf6525421ce41d.txt", 10, 122, 5),
    ("002_85a5d4af8092253b.txt", 9, 108, 5),
    ("003_e084da7137da93fd.txt", 10, 0, 1),
    ("004_4bdc1b848966df52.txt", 10, 0, 4),
])  # fmt: skip
def test_how_many_there_are(readings, name, papers, authors, links):
    records = [found.record for found in readings[name].found]
    assert len(records) == papers
    assert sum(len(record.authors) for record in records) == authors
    assert len({link for record in records for link in record.links}) == links
    assert readings[name].format == TABLE[name]["format"]
    assert readings[name].problems == ()


def test_eight_papers_of_the_arxiv_page_have_a_comment(readings):
    assert sum(found.record.comment is not None for found in readings["004_4bdc1b848966df52.txt"].found) == 8


@pytest.mark.parametrize(("name", "paper"), PAPERS, ids=[f"{name[:3]}-{paper['position']}" for name, paper in PAPERS])
def test_every_field(readings, name, paper):
    found = readings[name].found[paper["position"] - 1]
    record = found.record
    assert found.position == paper["position"]
    assert record.title == paper["title"]
    assert record.authors == tuple(paper["authors"])
    assert (record.year, record.venue, record.arxiv) == (paper["year"], paper["venue"], paper["arxiv"])
    assert record.comment == paper["comment"]
    assert record.links == tuple(paper["links"])
    assert (record.doi, record.url) == (None, None)
    expected = paper["abstract"]
    assert record.abstract.startswith(expected["begins"])
    assert record.abstract.endswith(expected["ends"])
    assert len(record.abstract) == expected["length"]
    assert hashlib.sha256(record.abstract.encode()).hexdigest() == expected["sha256"]


@pytest.mark.parametrize("name", TABLE)
def test_each_record_says_on_which_line_it_begins(readings, name):
    lines = (SEEDS / name).read_text(encoding="utf-8").split("\n")
    for found in readings[name].found:
        title_or_abstract = found.record.title or found.record.abstract
        nearby = lines[found.line - 1 : found.line + 3]
        assert any(title_or_abstract in line for line in nearby)


@pytest.mark.parametrize("name", TABLE)
def test_one_importer_knows_each_and_the_others_do_not(name):
    document = importers.read_file(SEEDS / name)
    sure = {i.name: i.sniff(document) for i in (AclAnthology(), SurnameGiven(), Abstracts(), ArxivListing())}
    assert sure.pop(TABLE[name]["format"]) >= 0.9
    assert set(sure.values()) == {0}


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("spoil", [
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: text.encode("utf-16"),
    lambda text: text.replace("\n", "\r\n").encode("cp1252"),
    lambda text: (text + "\n").encode(),
    lambda text: ("\n\n" + text + "\n \n\n").encode(),
], ids=["CRLF", "BOM", "UTF-16", "Windows-1252", "last newline", "blank lines around"])  # fmt: skip
def test_encoding_and_line_ends_make_no_difference(readings, name, spoil):
    text = (SEEDS / name).read_text(encoding="utf-8")
    reading = importers.read(importers.Document.from_bytes(name, spoil(text)))
    assert [found.record for found in reading.found] == [found.record for found in readings[name].found]
    assert reading.problems == ()


@pytest.mark.parametrize("name", ["000_7b429af63ac47363.txt", "001_d5cf6525421ce41d.txt", "004_4bdc1b848966df52.txt"])
def test_blank_lines_between_all_lines_make_no_difference(readings, name):
    text = (SEEDS / name).read_text(encoding="utf-8").replace("\n", "\n\n")
    records = [found.record for found in importers.read(importers.Document(name, text)).found]
    for record, expected in zip(records, readings[name].found, strict=True):
        assert (record.title, record.authors, record.arxiv, record.comment) == (
            expected.record.title, expected.record.authors, expected.record.arxiv, expected.record.comment,
        )  # fmt: skip
        assert record.abstract.replace("\n\n", "\n") == expected.record.abstract


def test_two_pages_in_one_file_are_read_one_after_the_other(readings):
    names = ["001_d5cf6525421ce41d.txt", "002_85a5d4af8092253b.txt"]
    text = "\n".join((SEEDS / name).read_text(encoding="utf-8") for name in names)
    reading = importers.read(importers.Document("both.txt", text))
    expected = [found.record for name in names for found in readings[name].found]
    assert [found.record for found in reading.found] == expected
    assert reading.problems == ()
