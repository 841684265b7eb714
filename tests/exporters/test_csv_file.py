import csv
import io

import pytest

from readlist.exporters.csv_file import COLUMNS, Csv


def row(paper):
    text = Csv().text_of([paper])
    (found,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return found


def test_a_paper_is_a_row(make_paper):
    assert row(make_paper(links=(), note='# A\n\nb, "c"')) == {
        "key": "lin2024mitigating",
        "title": "Mitigating the Alignment Tax of RLHF",
        "display_title": "Mitigating the Alignment Tax of RLHF",
        "authors": "Yong Lin; Hangyu Lin",
        "year": "2024",
        "venue": "Proceedings of EMNLP",
        "abstract": "LLMs forget. See https://github.com/a_b/c_d.",
        "arxiv": "2309.06256",
        "doi": "10.18653/v1/2024.emnlp-main.35",
        "url": "https://aclanthology.org/2024.emnlp-main.35",
        "links": "",
        "comment": "13 pages",
        "status": "queued",
        "starred": "true",
        "tags": "rlhf; ml/alignment",
        "note": '# A\n\nb, "c"',
        "defer_until": "",
        "added": "2026-11-21T08:00:00Z",
        "triaged": "",
        "read_on": "",
    }


def test_files_and_class_have_columns_where_a_paper_has_them(make_paper):
    text = Csv().text_of([make_paper(), make_paper("b2020", files=("a.pdf", "b;c.pdf"), primary_class="cs.CL")])
    assert text.partition("\r\n")[0].endswith(",read_on,files,primary_class")
    assert text.endswith(',a.pdf; ""b;c.pdf"",cs.CL\r\n'.replace("a.pdf", '"a.pdf').replace('"",cs', '""",cs'))
    assert Csv().is_ours(text)
    assert Csv().is_ours(Csv().text_of([make_paper()]))
    assert not Csv().is_ours(text.replace("files", "mine", 1))


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "'=1"])
def test_a_spreadsheet_runs_no_formula(make_paper, text):
    found = row(make_paper(title=text, authors=(text, "Bo"), note=text, venue=text, tags=(text,)))
    for name in ("title", "display_title", "authors", "note", "venue", "tags"):
        assert found[name].startswith("'" + text)


def test_other_apostrophes_stay_as_they_are(make_paper):
    assert row(make_paper(title="'Tis = so"))["title"] == "'Tis = so"


def test_parts_with_semicolons_stand_in_quotes(make_paper):
    paper = make_paper(authors=("A; B", 'C "D"', "E"))
    assert row(paper)["authors"] == '"A; B"; "C ""D"""; E'


def test_spreadsheets_see_that_it_is_utf8_and_rows_end_as_the_standard_says(make_paper):
    text = Csv().text_of([make_paper()])
    assert text.startswith("\ufeffkey,title,display_title,")
    assert text.endswith("\r\n")


def test_a_table_with_a_column_of_somebodys_is_not_ours():
    header = ",".join(COLUMNS)
    assert Csv().is_ours(f"\ufeff{header}\r\nx\r\n")
    assert Csv().is_ours(header.replace(",", '","').join('""') + "\n")
    assert not Csv().is_ours(f"{header},mine\n")
