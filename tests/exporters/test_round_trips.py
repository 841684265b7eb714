"""What goes out in each of our formats comes back as it was, whatever people have put into their libraries."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.exporters import exporter_for
from readlist.importers.base import Document
from readlist.importers.cleaning import cleaned
from readlist.model.paper import Paper, Status
from readlist.model.record import Record
from readlist.text import clean, clean_line

FORMATS = {
    "refs.bib": "bibtex",
    "refs.csl.json": "csl-json",
    "refs.ris": "ris",
    "refs.json": "readlist-json",
    "refs.csv": "csv",
}
STATE = ("status", "starred", "note", "defer_until", "added", "triaged", "read_on")

PIECES = [
    "BERT", "LoRA-RITE", "a study of", "mT5", "GPT-4:", "In Context", "{BERT}", "{", "}", "{}", "{{", "{0, 1}",
    "$\\alpha$", "$O(n \\log n)$", "$69\\%$", "$", "$5 and $6", "$HOME/$USER", "\\textit{in situ}", "\\emph{", "\\",
    "Erd\\H{o}s", "\\'e", "\\\\", "\\{x\\}", "C:\\temp\\new", "\\alpha", "\\url{https://a.org/b_c}", "50%", "R&D",
    "https://a.org/~u/c_d?e=f%20g&h", "AT&amp;T", "&lt;", "a_b", "x^2", "x_{i}", "~", "a~b", "~100", "#1", "<p>",
    "<i>Drosophila</i>", "a < b > c", "|", "--", "---", "``quoted''", '"', "“”", "'", "@article{x,", "@", "= 3", ",",
    ";", "; ", ".", "…", "é", "ß", "王明", "ﬁ", "🙂", "’", "\u2028", "\u200b", "\u202e", "\x1b[31m", "\t", "and",
    "others", "Comment: x", "DOI: 10.1/x", "arXiv:2101.00010", "doi", "+", "-", "=cmd()", "@SUM(A1)", "'=1", "null",
    "TY  - JOUR", "ER  - ", "% x", "readlist", "1.", "\\%", "\\_", "\\&", "\\@", "\u00a0", "\\ ", "\\textless{}",
    "\\ensuremath{\\alpha}", "\\(x\\)", "$$y$$", "\\cite{lin}", "\\begin{x}", "\\foo{y}", "\\footnote{z}", "{\\it w}",
]  # fmt: skip
NAMES = [
    "Yong Lin", "Jan van der Berg", "Oscar De La Renta", "OpenAI", "The BELL Collaboration", "Robert Downey Jr.",
    "Wei Wang 0001", "Paul Erd\\H{o}s", "María José de la Cruz", "王小明", "Lin, Yong", "J.-P. Serre", "Jr. II",
    "Sr Ng", "and Or", "Ann And", "others", "et al.", "A and B", "A; B", "d'Armond Speers", "Li", "{Team} X",
    "al-Khwarizmi", "Ben Van Durme", "de la Cruz", "Bell-Team", "Tom {and} Jerry", "O’Neill, Jr.", "X Æ A-12",
]  # fmt: skip
URLS = [
    "https://aclanthology.org/2024.emnlp-main.35", "https://a.org/~u/b_c?d=e&f=%20#g", "https://doi.org/10.1000/182",
    "http://arxiv.org/abs/2101.00010", "https://a.org/{x}", "https://a.org/x;http://b.org", "ftp://a.org/x",
    "https://王.org/é", "https://a.org/x\\y", "https://a.org/a b", "https://a.org/$x$", "https://a.org/x.",
]  # fmt: skip
KEYS = [
    "lin2024mitigating", "arxiv2310.16271", "Lin:2024", "ref12", "DBLP:conf/acl/Lin24", "2024.acl-long.1", "A",
    "ABC1234567", "deadbeef-cafe-1", "ITEM-1", "lin_2024", "lin+2024", "x$y", "a&b", "a|b", "@x", "http://x",
]  # fmt: skip
DOIS = [
    "10.18653/v1/2024.emnlp-main.35",
    "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
    "10.1000/a_b#c%d",
]
FILES = [
    "paper.pdf", "/home/x/Zotero/storage/ABC/a paper; part 1.pdf", "C:\\papers\\new\\x.pdf", "\\\\server\\a_b.pdf",
    "C:/x:y.ps", "file:///home/x/%20.pdf", "https://a.org/x.pdf", "www.a.org/x.pdf", "10.1000/182", "{a}/b{.pdf",
    "王 #1%.html", "a · b", "Comment: x", "$\\backslash$", "@article{x,", "PDF", "x:PDF", ":;:", "\\", "-x.pdf",
]  # fmt: skip
CLASSES = [None, "cs.CL", "hep-th", "cond-mat.mes-hall", "math.AG", "cs"]
VENUES = ["Proceedings of EMNLP", "Nature", "arXiv preprint arXiv:2101.00010", "CoRR", "TACL, Volume 12", "R&D"]
TAGS = ["rlhf", "ml/alignment", "C++", "cs.CL", "to_read", "2024", "naïve", "a-b", "王"]

pieces = st.one_of(st.sampled_from(PIECES), st.text(min_size=1, max_size=6))
joints = st.sampled_from(["", " "])
lines = st.builds(lambda joint, parts: joint.join(parts), joints, st.lists(pieces, min_size=1, max_size=8))
plain_lines = st.lists(st.sampled_from(["On", "Bells", "and", "ChimeNet", "for", "Towers"]), min_size=1).map(" ".join)
texts = st.one_of(plain_lines, lines).map(clean_line)
paragraphs = st.one_of(texts, st.lists(texts, max_size=4).map("\n".join), st.lists(texts, max_size=4).map("\n\n".join))
moments = st.sampled_from(["2026-11-21T08:00:00Z", "2025-01-02T03:04:05Z"])
addresses = st.one_of(st.sampled_from(URLS), texts.filter(bool).map("https://a.org/{}".format))
records = st.builds(
    Record,
    title=st.one_of(st.none(), texts),
    authors=st.lists(st.one_of(st.sampled_from(NAMES), texts.filter(bool)), max_size=4).map(tuple),
    year=st.one_of(st.none(), st.integers(1950, 2030), st.integers(0, 9999)),
    venue=st.one_of(st.none(), st.sampled_from(VENUES), texts),
    abstract=paragraphs,
    arxiv=st.sampled_from(
        [None, "2310.16271", "2310.16271v2", "hep-th/9901001", "cs.CL/0306050v1", "math.AG/0306050"],
    ),
    doi=st.one_of(st.none(), st.sampled_from(DOIS)),
    url=st.one_of(st.none(), addresses),
    links=st.lists(addresses, max_size=3).map(tuple),
    comment=st.one_of(st.none(), st.just("13 pages"), texts, st.just("many words " * 40)),
    files=st.lists(st.one_of(st.sampled_from(FILES), texts), max_size=3).map(tuple),
    primary_class=st.sampled_from(CLASSES),
).map(cleaned)


def of_a_paper(record):
    """Whether a record says anything by which a paper could be known; no importer takes others."""
    return any(map(str.isalnum, f"{record.title or ''}{record.authors}{record.abstract}{record.arxiv or ''}"))


papers = st.builds(
    lambda record, **state: Paper(
        number=1, **{name: getattr(record, name) for name in Record.__dataclass_fields__}, **state
    ),
    records.filter(of_a_paper),
    key=st.sampled_from(KEYS),
    status=st.sampled_from(Status),
    starred=st.booleans(),
    tags=st.lists(st.sampled_from(TAGS), unique=True, max_size=4).map(tuple),
    note=st.one_of(st.just(""), texts, paragraphs.map(clean), st.just("# H\n\n- a\n    code\n\n\n")),
    defer_until=st.sampled_from([None, "2026-12-01"]),
    added=moments,
    triaged=st.one_of(st.none(), moments),
    read_on=st.one_of(st.none(), moments),
)


def read(name, text):
    """Read what was exported; return the name of the format and the paper that it makes."""
    reading = importers.read(Document.from_bytes(name, text.encode()))
    assert reading.problems == ()
    (found,) = reading.found
    fields = {name: getattr(found.record, name) for name in Record.__dataclass_fields__}
    return reading.format, Paper(key=found.key or "", number=1, tags=found.tags, **fields).with_fields(found.state)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(paper=papers)
def test_a_paper_comes_back_as_it_was(name, paper):
    form, again = read(name, exporter_for(Path(name)).text_of([paper]))
    assert form == FORMATS[name]
    assert again.to_fields() == paper.to_fields()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Bells > chimes"},  # a blank behind a macro that has braces is one
        {"abstract": "It costs $5 and\n6 x to $7."},  # what may be a formula goes over two lines
        {"url": None, "venue": "Talk, https://a.org/b_c"},
        {"year": None, "arxiv": None, "url": "https://arxiv.org/abs/2101.00010"},
        {"comment": "arXiv:2101.00010 says more", "venue": None},
        {"comment": "<p>", "note": "Bells"},
        {"abstract": "\n\n", "note": "\n"},
        {"comment": "Bells", "note": "Bells"},
        {"comment": None, "note": "Comment: Bells"},
        {"links": (), "url": "https://a.org/x;http://b.org"},
        {"title": "Bells \\@article{x}"},
        {"title": "Bells of C\\\\"},
        {"arxiv": "cs.CL/0306050", "primary_class": None},  # a library of before, where no class is stored
        {"arxiv": None, "primary_class": "cs.CL"},
        {"files": ("paper.pdf", "paper.pdf")},
    ],
)
def test_what_did_not_come_back_once(name, fields, make_paper):
    paper = make_paper(**fields)
    assert read(name, exporter_for(Path(name)).text_of([paper]))[1].to_fields() == paper.to_fields()


EDITED = {
    "refs.bib": ("title = {Bells of $", "title = {Chimes of $"),
    "refs.csl.json": ('"title": "Bells of α', '"title": "Chimes of α'),
    "refs.ris": ("TI  - Bells of α", "TI  - Chimes of α"),
}


@pytest.mark.parametrize("name", EDITED)
def test_what_somebody_edited_since_counts_and_the_rest_is_as_it_was_stored(name, make_paper):
    paper = make_paper(title="Bells of $\\alpha$ in \\textit{towers}", abstract="One.\n\nTwo of \\emph{them}.")
    text = exporter_for(Path(name)).text_of([paper])
    assert EDITED[name][0] in text
    _, again = read(name, text.replace(*EDITED[name]))
    assert again.title.startswith("Chimes of ")
    assert "textit" not in again.title
    assert (again.abstract, again.note, again.status) == (paper.abstract, paper.note, paper.status)


@pytest.mark.parametrize("name", EDITED)
def test_line_breaks_and_braces_of_other_programs_are_no_edits(name, make_paper):
    paper = make_paper(title="Bells of $\\alpha$ in \\textit{towers} and LoRA")
    text = exporter_for(Path(name)).text_of([paper])
    text = text.replace("{LoRA}", "{{LoRA}}").replace("title = {Bells of", "title = {{Bells}\n    of")
    assert read(name, text)[1].title == paper.title


@pytest.mark.parametrize("name", ["refs.bib", "refs.csl.json", "refs.ris"])
def test_what_is_kept_for_us_and_no_longer_makes_sense_is_told_and_left_out(name, make_paper):
    text = exporter_for(Path(name)).text_of([make_paper(note="", title="Bells")])
    for old, new in (("queued", "eaten"), ("2026-11-21T08:00:00Z", "yesterday")):
        assert old in text
        text = text.replace(old, new)
    reading = importers.read(Document(name, text))
    assert [problem.message.partition(" ")[0] for problem in reading.problems] == ["added", "status"]
    (found,) = reading.found
    assert found.record.title == "Bells"
    assert found.state == {"starred": True}


@pytest.mark.parametrize("name", FORMATS)
def test_papers_come_back_in_their_order(name, make_paper):
    keys = ["b2020", "a2020", "c2020"]
    text = exporter_for(Path(name)).text_of([make_paper(key) for key in keys])
    assert [found.key for found in importers.read(Document(name, text)).found] == keys


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_without_papers_is_empty_or_says_nothing(name, tmp_path):
    exporter_for(tmp_path / name).export([], tmp_path / name)
    report = exporter_for(tmp_path / name).export([], tmp_path / name)
    assert report.summary == f"{name} unchanged"
