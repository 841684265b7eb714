"""Mails in which arXiv announces papers."""

import quopri
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.arxiv_mail import ArxivMail
from readlist.importers.base import Document, ImportFailedError, read_file

DOCUMENTS = Path(__file__).parent / "documents"
PROSE = (
    "We weigh clouds with a scale made of light, and find that most of them are heavier than they look, even in May."
)
RULE = "-" * 78
ONE = (
    "\\\\", "arXiv:2310.16271", "Date: Wed, 25 Oct 2023 01:05:03 GMT   (7895kb,D)", "", "Title: On Snow",
    "Authors: Ana Moreno, Q. Li", "Categories: cs.CL", "\\\\", "  It falls.",
    "\\\\ ( https://arxiv.org/abs/2310.16271 ,  78kb)",
)  # fmt: skip


def read(*lines: str):
    return ArxivMail().read(Document("mail.txt", "\n".join(lines)))


def records(*lines: str):
    return [found.record for found in read(*lines).found]


def test_a_mailbox_of_two_mails():
    reading = importers.read(read_file(DOCUMENTS / "arxiv-mail-daily.txt"))
    assert reading.format == "arxiv-mail"
    assert [(f.line, f.record.arxiv, f.record.title, f.record.authors, f.record.year) for f in reading.found] == [
        (24, "2310.17101",
         "Weighing Clouds: Why, How, and What For, If Anybody Should Ask Us Once More",
         ("Ana de la Cruz", "J. K. van der Berg", r"Zo\"e O'Neill"), 2023),
        (43, "2310.17102", "1984 Snowflakes in Pairs", (r"{\L}ukasz {\L}o\'s", r"Bj\"orn Ek"), 2024),
        (61, "2310.17103", "A Bound for Bells", ("Chi-Min Chan",), 2023),
        (73, "2203.00104", "Old Snow", ("Ana de la Cruz", "Q. Li"), 2022),
        (83, "cs/0306105", "Older Snow", ("Yi Ren",), 2003),
        (105, "hep-th/9901106",
         "Strings That Are Longer Than Seventy Characters and So Were Broken by the Mail Program",
         ("María José Pérez",), 1999),
    ]  # fmt: skip
    first, second, third, fourth, _, last = (found.record for found in reading.found)
    assert first.comment == "13 pages, 4 figures, accepted to the Bell Conference of 2023 (long paper)"
    assert first.abstract.split("\n") == [
        f"{PROSE.removesuffix(', even in May.')}. Date: a cloud has none. See also arXiv:2301.00001 for rain.",
        "A second paragraph says that the code is at https://example.org/clouds and that it is free.",
    ]
    assert first.url == "https://arxiv.org/abs/2310.17101"
    assert first.links == ("https://example.org/clouds",)
    assert (second.venue, second.doi) == ("Journal of Snow 24 (2024) 2001-2010", "10.1000/snow.24.2001")
    assert third.abstract == "Bells ring."
    assert (fourth.abstract, fourth.comment) == ("", "v3: fixed typos")
    assert last.abstract.startswith("With n=20 strings we find")
    assert last.abstract.endswith("at least not in the year that we know of.")
    assert last.comment == "9 pages, LaTeX"
    assert reading.problems == ()


@pytest.mark.parametrize("head", [
    "arXiv:2310.16271",
    "arXiv:2310.16271 (*cross-listing*)",
    "Paper: 2310.16271",
    "Paper (*cross-listing*): arXiv:2310.16271",
    "arXiv:2310.16271 [cs.CL]",
])  # fmt: skip
def test_the_heads_that_papers_have_had(head):
    (record,) = records(ONE[0], head, *ONE[2:])
    assert (record.arxiv, record.title, record.authors) == ("2310.16271", "On Snow", ("Ana Moreno", "Q. Li"))


def test_a_mail_that_is_quoted_in_an_answer():
    reading = read("Björn wrote:", *(f"> {line}" for line in ONE), "", "> " + RULE, *(f">{line}" for line in ONE))
    assert [(f.record.title, f.record.abstract) for f in reading.found] == [("On Snow", "It falls.")] * 2
    assert [p.line for p in reading.problems] == [1]


def test_a_mail_without_its_separators():
    reading = read(
        "arXiv:2310.16271", "Date: Wed, 25 Oct 2023 01:05:03 GMT", "", "Title: On Snow", "Authors: Ana Moreno, Q. Li",
        "Comments: 2 pages", "", "It falls.", "It melts.", "", "arXiv:2310.16272", "Date: Wed, 25 Oct 2023", "",
        "Title: On Rain", "Authors: Plato", "", "It falls, too.",
    )  # fmt: skip
    assert [(f.record.title, f.record.abstract, f.record.comment) for f in reading.found] == [
        ("On Snow", "It falls. It melts.", "2 pages"), ("On Rain", "It falls, too.", None),
    ]  # fmt: skip


def test_an_abstract_that_is_indented_throughout_is_one_paragraph():
    (record,) = records(*ONE[:8], "  It falls,", "  and melts,", "  and is gone.", ONE[-1])
    assert record.abstract == "It falls, and melts, and is gone."


def test_several_comments_are_joined():
    (record,) = records(*ONE[:7], "Comments: 2 pages", "Comments: To appear", *ONE[7:])
    assert record.comment == "2 pages; To appear"


def test_what_quoted_printable_leaves_over_is_taken_out_only_where_something_speaks_for_it():
    (plain,) = records(*ONE[:8], "  We use k=20 clusters and p =", "0.5 for all.", ONE[-1])
    assert plain.abstract == "We use k=20 clusters and p = 0.5 for all."
    (left,) = records(*ONE[:8], "  With k=3D20 clusters na=C3=AFve models fa=", "il.=20", ONE[-1])
    assert left.abstract == "With k=20 clusters naïve models fail."


def test_a_slip_in_an_identifier_loses_no_paper():
    reading = read(ONE[0], "arXiv:2399.16271", *ONE[2:], RULE, *ONE)
    assert [(f.record.title, f.record.arxiv) for f in reading.found] == [("On Snow", None), ("On Snow", "2310.16271")]
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [(2, "not an arXiv identifier")]


def test_what_is_neither_paper_nor_known_is_a_problem():
    reading = read("Dear Q., look at this!", RULE, *ONE, RULE, "Greetings from Oslo, and see you at the lake", "Ana")
    assert [(p.line, p.message) for p in reading.problems] == [
        (1, 'not part of a paper: "Dear Q., look at this!"'),
        (14, 'not part of a paper: "Greetings from Oslo, and see you at the lake" (and 1 line more)'),
    ]


def test_a_paper_that_lacks_title_or_authors_says_so():
    reading = read(*ONE[:5], *ONE[6:])
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [(2, "no authors for this paper")]


@pytest.mark.parametrize("text", [
    "",
    PROSE,
    f"{PROSE}\narXiv:2310.16271{PROSE}\narXiv:2310.16272",
    "[1] arXiv:2310.16271 [pdf, other]\nTitle: On Snow\nAuthors: Q. Li\n",
    "From: a@example.org\nSubject: Snow\nDate: Mon, 1 Jan 2024\n\nTitle: none\nSee arXiv:2310.16271 for more.\n",
    "arXiv:2310.16271\narXiv:2310.16272\n",
    "\\\\\nx = 1 \\\\\n\\\\\n",
])  # fmt: skip
def test_what_is_no_such_mail_is_not_taken_for_one(text):
    assert ArxivMail().sniff(Document("x", text)) == 0


people = st.sampled_from(
    ["Ana de la Cruz", "J. K. van der Berg", "Zo\\\"e O'Neill", "Łukasz Łoś", "Chi-Min Chan", "Plato", "B. McX III"]
)
teams = st.lists(people, min_size=1, max_size=12)
titles = st.one_of(
    st.sampled_from(
        ["Who, and Why?", "1984", "pdf, bib, abs", "Date: A Title", "A $\\pi$ (or Two)", "x = y =", "Authors"]
    ),
    st.lists(
        st.sampled_from(["Snow", "and", "of", "Bells:", "GPT-4", "in", "2024", "Naïve", "Title:", "Continuously"]),
        min_size=2,
        max_size=19,
    ).map(" ".join),
)
identifiers = st.one_of(
    st.builds("{:02}{:02}.{:05}".format, st.integers(15, 29), st.integers(1, 12), st.integers(1, 99999)),
    st.builds("hep-th/{:02}{:02}{:03}".format, st.integers(92, 99), st.integers(1, 12), st.integers(1, 999)),
)
comments = st.sampled_from([None, "13 pages", "Accepted to BELL 2023; code at https://example.org/x", PROSE])
paragraphs = st.lists(st.integers(1, 3).map(lambda n: " ".join([PROSE] * n)), max_size=2)
papers = st.lists(st.tuples(identifiers, titles, teams, comments, paragraphs), min_size=1, max_size=5)


def wrapped(text: str, *, further: str = "  ") -> list[str]:
    return textwrap.wrap(text, 78, subsequent_indent=further, break_on_hyphens=False, break_long_words=False)


def mail(papers):
    lines = [RULE, "Send any comments regarding submissions directly to submitter.", RULE]
    for identifier, title, team, comment, abstract in papers:
        lines += ["\\\\", f"arXiv:{identifier}"]
        lines += ["Date: Wed, 25 Oct 2023 01:05:03 GMT   (7895kb,D)"] if abstract else []
        lines += [] if abstract else ["replaced with revised version Thu, 26 Oct 2023 15:20:00 GMT   (77kb)"]
        lines += ["", *wrapped(f"Title: {title}"), *wrapped(f"Authors: {', '.join(team)}"), "Categories: cs.CL"]
        lines += wrapped(f"Comments: {comment}") if comment else []
        lines += ["\\\\"] if abstract else []
        lines += [line for text in abstract for line in wrapped(f"  {text}", further="")]
        lines += [f"\\\\ ( https://arxiv.org/abs/{identifier} ,  7895kb)", RULE]
    return lines


@given(papers, st.sampled_from(["plain", "crlf", "quoted-printable"]))
def test_mails_give_back_their_papers(papers, how):
    data = "\n".join(mail(papers)).encode()
    if how == "crlf":
        data = data.replace(b"\n", b"\r\n")
    elif how == "quoted-printable":
        header = b"From no-reply@arxiv.example Fri\nSubject: cs\nContent-Transfer-Encoding: quoted-printable\n\n"
        data = header + quopri.encodestring(data)
    document = Document.from_bytes("x", data)
    assert ArxivMail().sniff(document) > 0.9
    reading = ArxivMail().read(document)
    got = [(r.arxiv, r.title, r.authors, r.comment, r.abstract, r.url) for r in (f.record for f in reading.found)]
    assert got == [(i, t, tuple(a), c, "\n".join(x), f"https://arxiv.org/abs/{i}") for i, t, a, c, x in papers]
    assert reading.problems == ()


LINES = sorted({line for path in DOCUMENTS.glob("arxiv-mail-*.txt") for line in read_file(path).lines})
pieces = st.sampled_from([*LINES, *ONE, "", "=", "=3D", "\\\\", "Paper:", "> ", ">>> \\\\", "From "])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(pieces, pieces.map(lambda line: line[::2]), st.text(max_size=30)), max_size=40))
def test_any_text_gives_papers_or_one_clear_error(lines):
    document = Document("x", "\n".join(lines))
    assert 0 <= ArxivMail().sniff(document) <= 1
    try:
        reading = importers.read(document, "arxiv-mail")
    except ImportFailedError:
        return
    assert [found.position for found in reading.found] == list(range(1, len(reading.found) + 1))
    assert all(1 <= place.line <= len(document.lines) for place in (*reading.found, *reading.problems))
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)
