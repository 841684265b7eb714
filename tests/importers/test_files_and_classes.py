"""Attached files, and arXiv's primary class, wherever a source says them."""

import pytest

from readlist import importers
from readlist.importers.base import Document
from readlist.importers.bibtex import BibTeX
from readlist.importers.ris import Ris
from readlist.model.arxiv_classes import first_class, parse_class


def records(text, name="x.txt"):
    reading = importers.read(Document(name, text))
    return reading, [found.record for found in reading.found]


def bibtex(*fields):
    (found,) = (
        BibTeX().read(Document("x.bib", "@misc{k,\n  title = {On Bells},\n  " + ",\n  ".join(fields) + "\n}")).found
    )
    return found.record


@pytest.mark.parametrize(("field", "paths"), [
    (r"Full Text PDF:/home/x/storage/ABC/paper.pdf:application/pdf;Snapshot:/home/x/s.html:text/html",
     ("/home/x/storage/ABC/paper.pdf", "/home/x/s.html")),
    (r"Smith\: Bells\; a Study:C\:\\Users\\x\\a\;b.pdf:application/pdf", (r"C:\Users\x\a;b.pdf",)),
    (r"Full: Text:/home/x/paper.pdf:application/pdf", ("/home/x/paper.pdf",)),
    (r":paper.pdf:PDF;desc:sub/b.ps:PostScript", ("paper.pdf", "sub/b.ps")),
    (r":C\:/papers/x.pdf:PDF;:http\://a.org/y.pdf:PDF", ("C:/papers/x.pdf",)),
    (r":C$\backslash$:/Users/me/a{\_}b {\"{u}}.pdf:pdf", ("C:/Users/me/a_b ü.pdf",)),
    (r"/home/x/paper.pdf", ("/home/x/paper.pdf",)),
    (r"C:\papers\x.pdf", (r"C:\papers\x.pdf",)),
    (r"C:\\papers\\x.pdf", (r"C:\papers\x.pdf",)),
    (r"C\:\\papers", (r"C:\papers",)),
    (r"\\server\share\a.pdf", (r"\\server\share\a.pdf",)),
    (r"a.pdf; a.pdf;;b.pdf", ("a.pdf", "b.pdf")),
    (r"paper.pdf:PDF", ("paper.pdf",)),
    (r"::PDF;:;", ()),
])  # fmt: skip
def test_the_paths_of_a_file_field_in_bibtex(field, paths):
    assert bibtex(f"file = {{{field}}}").files == paths


def test_a_file_on_the_web_is_a_link():
    record = bibtex("url = {https://b.org}", r"file = {:https\://a.org/y.pdf:PDF}")
    assert (record.files, record.url, record.links) == ((), "https://b.org", ("https://a.org/y.pdf",))


def test_files_of_ris_are_those_that_are_no_addresses():
    lines = ["TY  - JOUR", "TI  - Bells", "L1  - files/12/Lin - Bells.pdf", "L1  - https://a.org/x.pdf",
             "L2  - file:///home/x.html", "L2  - www.a.org/x", "L1  - 10.1000/182", "ER  - "]  # fmt: skip
    (found,) = Ris().read(Document("x.ris", "\n".join(lines))).found
    assert found.record.files == ("files/12/Lin - Bells.pdf", "file:///home/x.html")
    assert found.record.url == "https://a.org/x.pdf"


@pytest.mark.parametrize(("fields", "known"), [
    (["eprint = {2310.16271}", "primaryClass = {cs.cl}"], "cs.CL"),
    (["eprint = {2310.16271}", "eprinttype = {arxiv}", "eprintclass = {cond-mat.Mes-Hall}"], "cond-mat.mes-hall"),
    (["eprint = {2310.16271}", "primaryclass = {Computation and Language}"], None),
    (["eprint = {2310.16271}", "note = {arXiv: 2310.16271\nprimaryclass: math.PR}"], "math.PR"),
    (["eprint = {cs.CL/0306050}", "archiveprefix = {arXiv}"], "cs.CL"),
    (["eprint = {9901001}", "archiveprefix = {arXiv}", "primaryclass = {hep-th}"], "hep-th"),
    (["eprint = {12345}", "eprinttype = {hal}", "primaryclass = {shs.info}"], None),
])  # fmt: skip
def test_the_class_in_bibtex(fields, known):
    assert bibtex(*fields).primary_class == known


ABSTRACT = "We count the bells of towers in the rain and find that there are more of them than anybody has thought."
HEAD = "[1] arXiv:2310.16271 [pdf, html, other]\nTitle: On Bells\nAuthors: Ana Moreno\n"
SEARCH = (
    "1. arXiv:2310.16271 [pdf, other] cs.CL cs.AI\nOn Bells\nAuthors: Ana Moreno\nAbstract: We count bells. △ Less\n"
)
MAIL = (
    "\\\\\narXiv:2310.16271\nDate: Wed, 25 Oct 2023 01:05:03 GMT   (7895kb,D)\n\nTitle: On Bells\nAuthors: Ana Moreno\n"
)
OWN = (
    "arXiv:2310.16271 (cs)\n[Submitted on 24 Oct 2023]\nTitle:On Bells\nAuthors:Ana Moreno\nAbstract:We count bells.\n"
)
LIST = '<dl><dt><a href="/abs/2310.16271">arXiv:2310.16271</a></dt><dd><div class="list-title">Title: On Bells</div>'
PAGE = (
    '<html><head><meta name="citation_title" content="On Bells"><meta name="citation_author" content="Moreno, Ana">'
    '<meta name="citation_arxiv_id" content="2310.16271"></head><body>'
)
SUBJECTS = '<span class="primary-subject">Computation and Language (cs.CL)</span>; Artificial Intelligence (cs.AI)'


@pytest.mark.parametrize(("text", "form", "known"), [
    (f"{HEAD}Subjects: Computation and Language (cs.CL); Artificial Intelligence (cs.AI)\n", "arxiv-page", "cs.CL"),
    (f"{HEAD}Subjects: Mathematics (all)\n", "arxiv-page", None),
    (SEARCH, "arxiv-page", "cs.CL"),
    (f"{OWN}Cite as: arXiv:2310.16271 [cs.CL]\n", "arxiv-page", "cs.CL"),
    (f"{MAIL}Categories: cs.CL cs.AI\n\\\\\n  We count bells.\n\\\\\n", "arxiv-mail", "cs.CL"),
    (f"{ABSTRACT}\narXiv:2310.16271v2 [cs.CL]\n{ABSTRACT}\narXiv:2310.16272\n", "arxiv-listing", "cs.CL"),
    (f"{ABSTRACT}\narXiv:hep-th/9901001\n{ABSTRACT}\narXiv:2310.16272\n", "arxiv-listing", "hep-th"),
    (f"{ABSTRACT}\narXiv:2310.16271 [no.pe]\n{ABSTRACT}\narXiv:2310.16272\n", "arxiv-listing", None),
    (f'<html><body>{LIST}<div class="list-subjects">Subjects: {SUBJECTS}</div></dd></dl>', "html", "cs.CL"),
    (f'{PAGE}<table><tr><td class="subjects">{SUBJECTS}</td></tr></table></body></html>', "html", "cs.CL"),
])  # fmt: skip
def test_the_class_on_pages_and_in_mails_of_arxiv(text, form, known):
    reading, (first, *others) = records(text)
    assert (reading.format, first.primary_class) == (form, known)
    assert all(record.primary_class is None for record in others)
    assert [p for p in reading.problems if not p.message.startswith("no ")] == []


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>'
RSS, END = "<rss version='2.0'><channel><item><title>On Bells</title>", "</item></channel></rss>"
PAPER = "<link>https://arxiv.org/abs/2310.16271</link>"
ENTRY = "<id>http://arxiv.org/abs/2310.16271v1</id><title>On Bells</title><summary>We count.</summary>"


@pytest.mark.parametrize(("text", "known"), [
    (f'{ATOM}{ENTRY}<category term="cs.AI"/><arxiv:primary_category term="cs.CL"/></entry></feed>', "cs.CL"),
    (f'{ATOM}{ENTRY}<category term="cs.AI"/><category term="cs.CL"/></entry></feed>', "cs.AI"),
    (f"{RSS}{PAPER}<category>cs.CL</category><category>cs.AI</category>{END}", "cs.CL"),
    (f"{RSS}{END}".replace("Bells", "Bells. (arXiv:2310.16271v1 [cs.CL] UPDATED)"), "cs.CL"),
    (f"{RSS}<link>https://a.org/x</link><description>We.</description><category>Physics</category>{END}", None),
])  # fmt: skip
def test_the_class_in_feeds(text, known):
    _, (record,) = records(text)
    assert (record.title, record.primary_class) == ("On Bells", known)


def test_a_class_that_is_none_does_not_come_in_from_our_own_json():
    paper = '"key": "a", "title": "On Bells", "display_title": "On Bells"'
    text = f'[{{{paper}, "primary_class": "%s", "files": [" a\\tb ", ""]}}]'
    assert records(text % "nonsense")[1][0].primary_class is None
    (record,) = records(text % "CS.cl")[1]
    assert (record.primary_class, record.files) == ("cs.CL", ("a b",))


@pytest.mark.parametrize("text", ["", "foo", "cs.CLX", "cs.", "cs.CL cs.AI", "xcs.CL", "physics.1", "hep-th.CL"])
def test_what_is_no_class(text):
    assert parse_class(text) is None


def test_the_first_of_many_subjects_takes_no_longer_than_there_is_text():
    assert first_class("(" * 100_000) is None
    assert bibtex("file = {" + "\\" * 100_000 + "x:" * 50_000 + "}").files
