"""Programs that others wrote read our exports: BibTeX parsers, Pandoc, readers of RIS, CSV and JSON."""

import csv
import io
import json
import re
import subprocess

import bibtexparser
import pybtex.database
import pypandoc
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware

from readlist.exporters import exporter_for

_TAG = re.compile("</?i>")


@pytest.fixture
def papers(make_paper):
    """Papers with all that is hard: LaTeX, signs, particles, groups, no title, no author, odd keys."""
    return [
        make_paper(),
        make_paper(
            "erdos1963odd",
            title="R&D of $\\alpha$-C#: 50% of {BERT}_x \\textit{in situ} for $5 <b>, {0, 1} \\{y\\} ~ ^ | \\ @misc{z,",
            authors=("Paul Erd\\H{o}s", "Jan van der Berg", "Robert Downey Jr.", "The BELL Collaboration", "A and B"),
            venue="Journal of 100% R&D_x",
            abstract="$\\mathbb{E}_{x}[x]$ } and {\n\nC:\\temp \\emph{y} \\",
            note='# "Head" {\n\n- a: @b{c}, 1%\n',
            comment="13 pages; see https://a.org/~u/x_y",
            url="https://a.org/~u/{x}?a=%20&b",
            doi="10.1002/(SICI)1097<693::AID-ASI4>3.0.CO;2-O",
            files=("C:\\new papers\\a_b;c {d} 50%.pdf", "/home/x/é#1.html", "x\\"),
            primary_class="math.CO",
        ),
        make_paper("arxiv2310.16271", title=None, authors=(), venue=None, doi=None, url=None, arxiv="hep-th/9901001"),
        make_paper("odd|key$", title="王明 “x” 🙂", authors=("王小明",), year=None, arxiv=None),
    ]


@pytest.fixture
def export(papers, tmp_path):
    """Export the papers; returns the file."""

    def export_(name):
        exporter_for(tmp_path / name).export(papers, tmp_path / name)
        return tmp_path / name

    return export_


def pandoc(*args, stdin=""):
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), *map(str, args)], input=stdin, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    ("name", "form"), [("r.bib", "bibtex"), ("r.bib", "biblatex"), ("r.csl.json", "csljson"), ("r.ris", "ris")]
)
def test_pandoc_reads_every_entry_without_a_warning(export, papers, name, form):
    items = json.loads(pandoc("--from", form, "--to", "csljson", export(name)))
    assert len(items) == len(papers)
    lin, erdos, untitled, _ = items
    assert lin["title"].casefold() == "mitigating the alignment tax of rlhf"
    assert "RLHF" in lin["title"]
    assert [author["family"] for author in lin["author"]] == ["Lin", "Lin"]
    assert lin["container-title"] == "Proceedings of EMNLP"
    assert lin["issued"]["date-parts"] == [[2024]]
    assert "R&D of" in erdos["title"]
    assert "50% of BERT_x in situ for $5" in _TAG.sub("", erdos["title"])
    assert erdos["author"][0]["family"] == "Erdős"
    if form != "ris":  # where the suffix is last, by its specification, and Pandoc takes it for a given name
        assert erdos["author"][2] == {"family": "Downey", "given": "Robert", "suffix": "Jr."}
    assert "title" not in untitled


def test_pandoc_cites_from_our_bibliography_without_a_warning(export):
    text = pandoc(
        *("--from", "markdown", "--citeproc", "--bibliography", export("r.bib"), "--to", "plain", "--wrap", "none"),
        stdin="As @lin2024mitigating and @erdos1963odd say.",
    )
    assert text.startswith("As Lin and Lin (2024) and Erdős et al. (2024) say.")
    assert "“Mitigating the Alignment Tax of RLHF.”" in text


def test_bibtexparser_reads_it_all(export, papers):
    library = bibtexparser.parse_file(str(export("r.bib")), append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    assert len(library.entries) == len(papers)
    erdos = library.entries_dict["erdos1963odd"]
    assert erdos["author"].startswith("Erdős, Paul and van der Berg, Jan and Downey, Jr., Robert")
    assert erdos["journal"] == "Journal of 100% R&D_x"
    assert library.entries_dict["lin2024mitigating"]["readlist-status"] == "queued"


def test_pybtex_reads_it_all(export, papers):
    entries = pybtex.database.parse_file(str(export("r.bib"))).entries
    assert len(entries) == len(papers)
    assert [str(person) for person in entries["erdos1963odd"].persons["author"]] == [
        "Erd\\H{o}s, Paul",
        "van der Berg, Jan",
        "Downey, Jr., Robert",
        "{The BELL Collaboration}",
        "{A and B}",
    ]
    person = entries["erdos1963odd"].persons["author"][1]
    assert (person.prelast_names, person.last_names) == (["van", "der"], ["Berg"])
    assert entries["arxiv2310.16271"].fields["eprint"] == "hep-th/9901001"
    assert entries["arxiv2310.16271"].fields["primaryClass"] == "hep-th"


def test_rispy_reads_it_all(export):
    entries = rispy.loads(export("r.ris").read_text(encoding="utf-8"))
    assert [entry["type_of_reference"] for entry in entries] == ["CONF", "JOUR", "UNPB", "CONF"]
    assert [entry["id"] for entry in entries] == ["lin2024mitigating", "erdos1963odd", "arxiv2310.16271", "odd|key$"]
    assert entries[1]["authors"][:2] == ["Erdős, Paul", "van der Berg, Jan"]
    assert entries[0]["keywords"] == ["rlhf", "ml/alignment"]
    assert entries[0]["doi"] == "10.18653/v1/2024.emnlp-main.35"


def test_the_csv_of_the_standard_library(export, papers):
    rows = list(csv.DictReader(io.StringIO(export("r.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert [row["key"] for row in rows] == [paper.key for paper in papers]
    assert rows[1]["title"] == papers[1].title
    assert rows[0]["authors"] == "Yong Lin; Hangyu Lin"
