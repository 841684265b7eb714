"""Reading lists in Markdown: bullets, tables and paragraphs with links to papers."""

import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, read_file
from readlist.importers.markdown_inline import segments
from readlist.importers.markdown_list import MarkdownList

DOCUMENTS = Path(__file__).parent / "documents"
ARXIV = "https://arxiv.org/abs/2310.16271"
TITLE = "Weighing Clouds with Light"


def read(text):
    return MarkdownList().read(Document("list.md", text))


def record(text):
    (found,) = read(text).found
    return found.record


def test_an_awesome_list():
    reading = importers.read(read_file(DOCUMENTS / "markdown-list-awesome.txt"))
    assert reading.format == "markdown-list"
    rows = [(f.line, f.record.title, f.record.authors, f.record.venue, f.record.year) for f in reading.found]
    assert rows == [
        (17, "Weighing Clouds: Why, and What For?", ("Ana Moreno", "Björn Ek"), "BELL 2024", 2024),
        (21, "Snow Is Slower than Rain", ("Zoë O'Neill",), "Findings of ACL 2023", 2023),
        (22, "Counting the Arms of Flakes", (), "NeurIPS'22", 2022),
        (23, "BellNet: A network of bells", (), None, 2023),
        (24, "Ringing at Night", ("J. K. van der Berg", "Ana Moreno"), "Journal of Bells", 2021),
        (29, "Hearing Far Bells", ("Ana Moreno", "Tomás de la Cruz"), "ICLR 2020", 2020),
        (34, "Clouds without paper", ("A. Moreno", "B. Ek"), "Proceedings of the Conference on Clouds", 2018),
        (36, "Clouds, Again", (), None, 2023),
        (41, "Bells | and Whistles", (), "ICLR", 2024),
        (44, "A Paragraph of Bells", ("Ana Moreno", "Björn Ek"), "Nature", 2020),
    ]
    addresses = [(f.record.arxiv, f.record.doi, f.record.url, f.record.links) for f in reading.found]
    assert addresses == [
        ("2310.16271", None, ARXIV, ("https://github.com/bell/clouds",)),
        (None, "10.18653/v1/2023.findings-acl.17", "https://aclanthology.org/2023.findings-acl.17/",
         ("https://example.org/slides",)),
        ("2205.00017v3", None, "https://arxiv.org/abs/2205.00017v3", ()),
        (None, None, "https://openreview.net/forum?id=bE1lRing24", ()),
        (None, "10.5555/jb.2021.7", "https://doi.org/10.5555/jb.2021.7", ()),
        (None, None, "https://openreview.net/forum?id=fArBells20", ("https://github.com/bell/far",)),
        (None, None, None, ()),
        (None, None, "https://proceedings.mlr.press/v202/ek23a.html", ()),
        ("2401.00001", None, "https://arxiv.org/abs/2401.00001", ("https://github.com/bell/a",)),
        (None, "10.1038/s41586-020-0001-1", "https://www.nature.com/articles/s41586-020-0001-1", ()),
    ]  # fmt: skip
    first = reading.found[0]
    assert first.record.abstract == "We weigh clouds with a scale made of light."
    note = "- Read it twice; the scale of Section 3 is new.\n  - Ask Ana for the data."
    assert first.state == {"status": "read", "note": note}
    assert [f.state for f in reading.found[1:]] == [{}] * 9
    assert [p.line for p in reading.problems] == [8, 37, 42, 49]


@pytest.mark.parametrize("line", [
    f"- [{TITLE}]({ARXIV})",
    f"- **[{TITLE}]({ARXIV})**",
    f"- [**{TITLE}**]({ARXIV} 'title')",
    f"- **{TITLE}** [[paper]({ARXIV})]",
    f"- **{TITLE}.** [Paper](https://arxiv.org/pdf/2310.16271.pdf)",
    f"- {TITLE} [[pdf](https://arxiv.org/pdf/2310.16271)]",
    f"- {TITLE}. {ARXIV}",
    f'- "{TITLE}" <{ARXIV}>',
    f"- {TITLE} (arXiv:2310.16271) {ARXIV}",
    f"- 🔥 [{TITLE}]({ARXIV}) ⭐",
    f"- [[2310.16271] {TITLE}]({ARXIV})",
    f"- [{TITLE} | OpenReview]({ARXIV})",
    f"- [Lin et al., 2023]({ARXIV}) {TITLE}",
    f"- [2023/10] [{TITLE}]({ARXIV})",
    f"- [{TITLE}]({ARXIV}) ![badge](https://img.shields.io/badge/a.svg)",
    f"- {TITLE} [![arXiv](https://img.shields.io/badge/arXiv-2310.16271-b31b1b.svg)]({ARXIV})",
    f"- <b>{TITLE}</b> <a href='{ARXIV}'>paper</a>",
    f"1. [{TITLE}][1]\n\n[1]: {ARXIV}",
    f"### [{TITLE}]({ARXIV})",
    f"- **{TITLE}**\n  - Paper: {ARXIV}",
    f"| Paper | Link |\n|---|---|\n| {TITLE} | [arXiv]({ARXIV}) |",
    f"| Title |\n| --- |\n| [{TITLE}]({ARXIV}) |",
])  # fmt: skip
def test_ways_to_write_title_and_link(line):
    read = record(line)
    assert (read.title, read.arxiv, read.url, read.year) == (TITLE, "2310.16271", ARXIV, 2023)
    assert (read.authors, read.venue, read.comment) == ((), None, None)
    assert importers.read(Document("x.md", f"# List\n\n{line}\n")).format == "markdown-list"


@pytest.mark.parametrize("rest", [
    ", Yong Lin, Wei Xiong, *ICLR 2024*.",
    " Yong Lin and Wei Xiong. ICLR 2024",
    " — Yong Lin, Wei Xiong (ICLR 2024)",
    "\n  *Yong Lin, Wei Xiong*  \n  ICLR 2024",
    "<br>Yong Lin, Wei Xiong<br>*ICLR 2024*",
    " by [Yong Lin](https://yong.example.org), [Wei Xiong](https://wei.github.io) \\[ICLR 2024\\]",
    "\n  - Authors: Yong Lin, Wei Xiong\n  - Venue: ICLR 2024",
])  # fmt: skip
def test_ways_to_write_authors_and_venue(rest):
    read = record(f"- **[{TITLE}](https://openreview.net/forum?id=abcDEF123)**{rest} [[code](https://github.com/a/b)]")
    assert (read.title, read.authors) == (TITLE, ("Yong Lin", "Wei Xiong"))
    assert (read.venue, read.year) == ("ICLR 2024", 2024)
    assert read.links == ("https://github.com/a/b",)


def test_a_description_is_a_remark_and_a_bullet_below_is_a_note():
    (found,) = read(f"- [{TITLE}]({ARXIV}) - Shows how heavy clouds are.\n  - Must *read* again.\n").found
    assert found.record.comment == "Shows how heavy clouds are"
    assert found.state == {"note": "- Must read again."}


def test_papers_below_a_paper_are_papers_of_their_own():
    reading = read(f"- [{TITLE}]({ARXIV})\n  - [Its Second Part on Rain](https://arxiv.org/abs/2310.16272)\n")
    assert [(f.record.title, f.record.arxiv, f.line) for f in reading.found] == [
        (TITLE, "2310.16271", 1), ("Its Second Part on Rain", "2310.16272", 2),
    ]  # fmt: skip
    assert reading.found[0].state == {}


def test_checkboxes_say_what_is_read():
    lines = [
        f"- [{mark}] [Paper Number {i} of All](https://arxiv.org/abs/2310.0000{i})" for i, mark in enumerate("x X")
    ]
    assert [f.state for f in read("\n".join(lines)).found] == [{"status": "read"}, {}, {"status": "read"}]


def test_the_published_page_is_the_address_and_the_preprint_an_identifier():
    read = record(f"- **{TITLE}** [[arXiv]({ARXIV})] [[ACL](https://aclanthology.org/2024.acl-long.17.pdf)]")
    assert (read.url, read.arxiv) == ("https://aclanthology.org/2024.acl-long.17/", "2310.16271")
    assert (read.doi, read.year, read.links) == ("10.18653/v1/2024.acl-long.17", 2024, ())


@pytest.mark.parametrize("line", [
    "- [A research group](https://github.com/group)",
    "- [What we think of clouds](https://blog.example.org/clouds)",
    "- Just a thought about clouds",
])  # fmt: skip
def test_bullets_without_a_paper_are_problems(line):
    reading = read(f"- [{TITLE}]({ARXIV})\n{line}\n")
    assert len(reading.found) == 1
    assert [(p.line, p.message) for p in reading.problems] == [(2, f'links to no paper: "{line}"')]


def test_a_sentence_with_a_link_has_no_title_to_take():
    text = f"# Notes\n\nWe have read in [this]({ARXIV}) that clouds are heavy, and were surprised.\n"
    assert (record(text).title, record(text).arxiv, record(text).comment) == (None, "2310.16271", None)


@pytest.mark.parametrize("text", [
    "# Program\n\n- [Install](#install)\n- [Docs](https://docs.example.org)\n\nSee below.\n",
    "Dear all,\n\n- the weather is fine\n- and so are we\n",
    "a | b\n--|--\n1 | 2\n",
    "@article{x,\n  url = {https://arxiv.org/abs/2310.16271}\n}\n",
    "[1] A. Ek. Owls. https://arxiv.org/abs/2310.16271\n[2] B. Ek. Bells. https://arxiv.org/abs/2310.16272\n",
    "see https://arxiv.org/abs/2310.16271\n",
])  # fmt: skip
def test_other_text_is_not_taken_for_a_list(text):
    assert MarkdownList().sniff(Document("x.md", text)) == 0


words = st.text(string.ascii_lowercase, min_size=2, max_size=10)
names = st.builds(
    "{} {}".format,
    st.sampled_from(["Ana", "Björn", "J. K.", "Zoë", "Chi-Min"]),
    st.sampled_from(["Moreno", "van der Berg", "O'Neill", "de la Cruz", "Łoś", "Li", "Saint-Exupéry"]),
)
titles = st.one_of(
    st.sampled_from(
        [
            "[Re] Bells of the Night",
            "1984: A Study of Owls",
            "Is Light Enough? Yes!",
            "Owls, Bells, and Clouds",
            "snake_case_names and 2 * 3 * 4",
            "Bounds of $O(n^2)$ <Tags> & Co",
            "GPT-4: `code`, ~tildes~ and more",
            "What We Know (and What Not)",
        ]
    ),
    st.builds("The {} of {}".format, words, st.lists(words, min_size=2, max_size=6).map(" ".join)),
)
venues = st.sampled_from(["EMNLP", "ICLR", "NeurIPS", "Findings of ACL", "Journal of Machine Learning Research"])
papers = st.tuples(
    titles, st.lists(names, min_size=2, max_size=5, unique=True), venues, st.integers(2001, 2029), st.booleans()
)


def escaped(text):
    return "".join(f"\\{c}" if c in "\\*_[]`<>$~&" else c for c in text)


STYLES = (
    "- {box}[{title}]({url}), {authors}, *{venue} {year}*. [[code]({code})]",
    "* {box}**{title}**, {authors}, *{venue} {year}*. [[paper]({url})] [[code]({code})]",
    "1. {box}[**{title}**]({url})<br>{authors}<br>{venue} {year} | [Code]({code})",
    "- {box}({venue} {year}) [{title}]({url}) by {authors} [code]({code})",
    "- {box}**[{title}]({url})**  \n  {authors}  \n  *{venue} {year}*\n  [[code]({code})]",
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(papers, min_size=1, max_size=5), st.sampled_from(STYLES), st.sampled_from(["\n", "\r\n"]))
def test_lists_of_each_style_come_back(expected, style, newline):
    lines = ["# Papers", ""]
    for i, (title, authors, venue, year, done) in enumerate(expected):
        lines += style.format(
            box="[x] " if done else "[ ] ", title=escaped(title), authors=", ".join(authors), venue=venue, year=year,
            url=f"https://arxiv.org/abs/2310.1{i:04}", code=f"https://github.com/a/b_{i}",
        ).split("\n")  # fmt: skip
    document = Document.from_bytes("list.md", newline.join(lines).encode())
    assert MarkdownList().sniff(document) > 0.5
    reading = MarkdownList().read(document)
    assert reading.problems == ()
    for i, (found, (title, authors, venue, year, done)) in enumerate(zip(reading.found, expected, strict=True)):
        read = found.record
        assert (read.title, read.authors) == (title, tuple(authors))
        assert (read.venue, read.year, read.arxiv) == (f"{venue} {year}", year, f"2310.1{i:04}")
        assert read.links == (f"https://github.com/a/b_{i}",)
        assert found.state == ({"status": "read"} if done else {})


pieces = st.sampled_from(
    ["- ", "* ", "1. ", "  ", "# ", "| ", "|---|", "[", "](", ")", "**", "*", "_", "`", "\n", "\n\n", "[x] ", ARXIV,
     "<br>", "<!--", "-->", "```", "Title of It", "ICLR 2024", "[a]: https://x.org", "&amp;", "<a href=", ">", "\\",
     "arXiv:2310.16271"]
)  # fmt: skip


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.lists(st.one_of(pieces, st.text(max_size=6)), max_size=50).map("".join), st.text()))
def test_any_text_is_accounted_for(accounts_for, text):
    accounts_for(MarkdownList(), text)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_lists_give_papers_or_problems(data):
    text = (DOCUMENTS / "markdown-list-awesome.txt").read_text()
    for _ in range(data.draw(st.integers(1, 5))):
        i = data.draw(st.integers(0, len(text)))
        text = text[:i] + data.draw(st.text(max_size=5)) + text[i + data.draw(st.integers(0, 9)) :]
    document = Document("list.md", text)
    reading = MarkdownList().read(document)
    assert len(reading.found) >= 5
    assert all(1 <= f.line <= len(document.lines) for f in reading.found)


@pytest.mark.parametrize("mark", ["[", "[a](", "*a ", "`", "- ", "|", "<a ", "**_", "<b>", "![", "$", "\\"])
def test_marks_that_are_never_closed_take_no_more_than_their_share_of_time(mark):
    assert MarkdownList().read(Document("list.md", mark * 20_000)).found == ()


def test_deep_nesting_is_no_depth_of_calls():
    lines = [" " * i + "- x" for i in range(2_000)]
    assert MarkdownList().read(Document("list.md", "\n".join(lines))).found == ()


def marks(text):
    """What each character of a text looks like, and where it leads."""
    return [(c, part.bold, part.italic, part.link) for part in segments(text) for c in part.text]


BESIDE = st.sampled_from(
    ["", " - ", ", Ana Moreno, ", "Ana & Bo ", "Ana &amp; Bo ", f"h{ARXIV} ", "https: ", "!", "*", "_d_", "("]
)
LINKS = [
    f"[{TITLE}]({ARXIV})",
    f"[{TITLE}!]({ARXIV})",
    "[**a**](http://a.org)",
    "[a](http://a.org/(b))",
    "[a](b)",
    "[a]",
    "[ ](http://a.org)",
]
EMPHASIS = [
    "",
    "*EMNLP 2023*",
    "**ICLR**",
    "***a***",
    "* a*",
    "*a *",
    "**a*",
    "*a **b* c**",
    "*http://a.org*",
    "<b>c</b>",
]


@given(st.tuples(BESIDE, st.sampled_from(LINKS), BESIDE, st.sampled_from(EMPHASIS), BESIDE).map("".join))
@settings(max_examples=500)
def test_a_mark_that_marks_nothing_changes_nothing_else(text):
    assert marks(f"{text} `") == [*marks(f"{text} "), ("`", False, False, None)]


def _identifiers(text):
    reading = importers.read(Document("x.md", text))
    return reading.format, [found.record.arxiv or found.record.doi for found in reading.found]


def test_addresses_of_several_papers_in_one_bullet_are_a_paper_each():
    assert _identifiers(
        "- https://arxiv.org/abs/2310.16271 and https://arxiv.org/abs/2310.16272\n"
        "- https://arxiv.org/abs/2310.16273 https://arxiv.org/abs/2310.16274\n"
        "- [Short](https://arxiv.org/abs/2310.16275), [B](https://arxiv.org/abs/2310.16276)\n"
        "- https://arxiv.org/abs/2310.16277 https://doi.org/10.1145/3292500.3330701\n"
    ) == ("markdown-list", [f"2310.1627{digit}" for digit in range(1, 8)])


def test_bullets_that_are_nothing_but_an_identifier_are_papers():
    text = "- [ ] 2310.16271\n- [x] https://arxiv.org/abs/2310.16272\n- P19-1001\n"
    assert _identifiers(text) == ("markdown-list", ["2310.16271", "2310.16272", "10.18653/v1/P19-1001"])
