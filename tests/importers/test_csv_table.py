import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError
from readlist.importers.csv_table import CsvTable

HEADER = "key,title,authors,year,status,starred,tags,note,added"


def read(*lines):
    return CsvTable().read(Document("x.csv", "\n".join(lines)))


def test_a_row_is_a_paper():
    reading = read(
        HEADER, 'lin2024,On Bells,Yong Lin; Bo Li,2024,queued,true,rlhf; ml/x,"Two\n\nlines",2026-11-21T08:00:00Z'
    )
    assert reading.problems == ()
    (found,) = reading.found
    assert (found.record.title, found.record.authors, found.record.year) == ("On Bells", ("Yong Lin", "Bo Li"), 2024)
    assert (found.key, found.tags, found.line, found.position) == ("lin2024", ("rlhf", "ml/x"), 2, 1)
    assert found.state == {
        "status": "queued",
        "starred": True,
        "note": "Two\n\nlines",
        "added": "2026-11-21T08:00:00Z",
    }


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spreadsheets_part_cells_as_their_country_does(delimiter):
    header = delimiter.join(["Title", "KEY", "mine", "authors", "status"])
    document = Document(
        "x.csv", f'\ufeff{header}\r\nOn Bells{delimiter}k{delimiter}!{delimiter}"A; B"{delimiter}READ\r\n'
    )
    assert importers.read(document).format == "csv"
    (found,) = CsvTable().read(document).found
    assert (found.record.title, found.key, found.record.authors) == ("On Bells", "k", ("A", "B"))
    assert found.state == {"status": "read"}


def test_what_is_no_table_of_ours_is_not_taken():
    for text in (
        "key,title\na,b\n",
        "title,authors,key,doi\n",
        "We propose key,title,authors,status\n",
        "key;title,authors",
    ):
        assert CsvTable().sniff(Document("x", text)) == 0
    with pytest.raises(ImportFailedError, match="does not name the columns"):
        read("key,title", "a,b")


def test_cells_that_are_not_as_they_must_be_are_told_and_left_out():
    reading = read(HEADER, "a,On Bells,A,MMXX,eaten,,,,yesterday", "", ",,,,,,,,", "b,On Towers,B,2024.0,,x,,,")
    assert [(problem.line, problem.message.partition(" ")[0]) for problem in reading.problems] == [
        (2, "year"),
        (2, "added"),
        (2, "status"),
    ]
    first, second = reading.found
    assert (first.record.year, first.state) == (None, {})
    assert (second.record.year, second.state, second.position, second.line) == (2024, {"starred": True}, 2, 5)


def test_guards_against_formulas_are_taken_off():
    (found,) = read(HEADER, "k,'=1+1,'-A; B,,,,,'@x,").found
    assert (found.record.title, found.record.authors, found.state["note"]) == ("=1+1", ("-A", "B"), "@x")
    (found,) = read(HEADER, "k,'Tis so,''=x,,,,,,").found
    assert (found.record.title, found.record.authors) == ("'Tis so", ("'=x",))


def test_a_row_with_more_cells_than_columns_is_told():
    reading = read(HEADER, "k,On Bells, and Towers,A,2024,read,,,,,x")
    assert [problem.message.partition(":")[0] for problem in reading.problems if "cells" in problem.message] == [
        "more cells than there are columns"
    ]


def test_a_quote_that_is_never_closed_is_no_disaster():
    reading = read(HEADER, 'k,"On Bells,A', "l,On Towers,B,2024,read,,,,")
    assert len(reading.found) == 1


ZOTERO = (
    '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Abstract Note","Date",'
    '"Extra","Notes","File Attachments","Link Attachments","Manual Tags","Automatic Tags"'
)


def test_a_table_of_zotero():
    document = Document(
        "x.csv",
        f'{ZOTERO}\n"AB12CD34","journalArticle","2021","Better, Ann; van der Berg, Jan","A Better Paper, or Not",'
        '"J. Better","10.1234/abc","https://example.org/a","We better.","2021-05","arXiv:2105.00001 [cs.CL]",'
        '"<p>Mine</p>; <p>Other</p>","/home/ana/a.pdf; /home/ana/b.pdf","https://github.com/ana/a","to read","auto"\n'
        '"EF56GH78","document","","","","","","","","","","","","","",""\n',
    )
    assert importers.read(document).format == "csv"
    reading = CsvTable().read(document)
    (found,) = reading.found
    record = found.record
    assert (record.title, record.authors) == ("A Better Paper, or Not", ("Ann Better", "Jan van der Berg"))
    assert (record.year, record.venue, record.abstract) == (2021, "J. Better", "We better.")
    assert (record.doi, record.arxiv, record.url) == ("10.1234/abc", "2105.00001", "https://example.org/a")
    assert (record.files, record.links) == (("/home/ana/a.pdf", "/home/ana/b.pdf"), ("https://github.com/ana/a",))
    assert (found.tags, found.state, found.key) == (("to read", "auto"), {"note": "Mine\n\nOther"}, None)
    assert [(p.line, p.message) for p in reading.problems] == [
        (3, 'nothing of a paper in this row: "EF56GH78, document"')
    ]


@given(st.text("abc,;\"'\n\t=1", max_size=80))
def test_any_text_below_our_header_is_read(text):
    reading = read(HEADER, text)
    assert [found.position for found in reading.found] == [*range(1, len(reading.found) + 1)]
