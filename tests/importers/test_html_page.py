"""Saved web pages: read by their structure where that is known, else by their text."""

import html
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError, read_file
from readlist.importers.html_page import HtmlPage

DOCUMENTS = Path(__file__).parent / "documents"
SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))
ARXIV = "https://arxiv.org/abs/2310.16271"


def page(body, head=""):
    return Document("page.html", f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>{body}</body></html>\n")


def read(body, head=""):
    reading = importers.read(page(body, head))
    assert reading.format == "html"
    return reading


def records(body, head=""):
    return [found.record for found in read(body, head).found]


def fixture(name):
    return importers.read(read_file(DOCUMENTS / name))


def test_a_publishers_page_of_a_paper():
    (found,) = fixture("html-publisher.txt").found
    record = found.record
    assert (record.title, record.authors) == ("Ringing at Night: Bells & Owls", ("J. K. van der Berg", "Ana Moreno"))
    assert (record.venue, record.year, record.doi) == ("Journal of Bells", 2021, "10.5555/jb.2021.7")
    assert record.url == "https://www.bellpress.example.org/doi/full/10.5555/jb.2021.7"
    assert record.abstract == "Bells ring at night. Owls hear them; code is at https://example.org/owls."
    assert record.links == ("https://example.org/owls",)
    assert (found.tags, found.line) == (("bells", "owls", "night"), 6)


def test_a_reading_list():
    reading = fixture("html-reading-list.txt")
    rows = [(f.line, f.record.title, f.record.authors, f.record.venue, f.record.year) for f in reading.found]
    assert rows == [
        (10, "Weighing Clouds & Bells: Why [Re]?", ("Ana Moreno", "Björn Ek"), "BELL 2024", 2024),
        (12, "Snow_is slower than rain", ("Zoë O'Neill",), "Findings of ACL 2023", 2023),
        (14, "Counting $n_1$ Arms", (), None, None),
        (17, "Ringing | at Night", (), "ACL", 2024),
    ]
    assert [f.record.url for f in reading.found] == [
        ARXIV, "https://bells.example.org/papers/snow.pdf", "https://openreview.net/forum?id=bE1lRing24",
        "https://aclanthology.org/2024.acl-long.17/",
    ]  # fmt: skip
    assert reading.found[0].record.links == ("https://github.com/bell/clouds_(main)",)
    assert [f.state for f in reading.found] == [{"status": "read"}, {}, {}, {}]
    assert [p.line for p in reading.problems] == [8]


def test_an_abstract_page_of_arxiv():
    head = (
        f'<meta name="citation_title" content="Weighing Clouds"><link rel="canonical" href="{ARXIV}v2">'
        '<meta name="citation_author" content="van der Berg, Jan"><meta name="citation_author" content="Ek, Bo">'
        '<meta name="citation_date" content="2023/10/24"><meta name="citation_arxiv_id" content="2310.16271">'
        '<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2310.16271">'
    )
    body = (
        '<blockquote class="abstract mathjax"><span class="descriptor">Abstract:</span>We weigh clouds with a scale, '
        'and find them heavy.</blockquote><table><tr><td class="tablecell comments mathjax">13 pages</td></tr></table>'
    )
    (record,) = records(body, head)
    assert (record.title, record.authors) == ("Weighing Clouds", ("Jan van der Berg", "Bo Ek"))
    assert (record.arxiv, record.year, record.url, record.doi) == ("2310.16271", 2023, ARXIV, None)
    assert (record.abstract, record.comment) == ("We weigh clouds with a scale, and find them heavy.", "13 pages")


WAYS = {
    "blocks": lambda lines: "".join(f"<div>{html.escape(line)}</div>\n" for line in lines),
    "breaks": lambda lines: "<br>\n".join(html.escape(line) for line in lines),
    "verbatim": lambda lines: f"<pre>{html.escape(chr(10).join(lines))}</pre>",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.name[:3])
def test_what_others_read_as_text_is_read_the_same_in_a_page(seed, way):
    document = read_file(seed)
    expected = importers.read(document)
    reading = read(
        f"<nav><ul><li><a href='/'>Home</a></li></ul></nav>\n{WAYS[way](document.lines)}<footer>2024</footer>"
    )
    assert [found.record for found in reading.found] == [found.record for found in expected.found]
    lines = [found.line for found in reading.found]
    assert lines == sorted(lines)
    assert lines[-1] > 3


def test_lines_are_those_of_the_source():
    body = (
        "\n\n<ul>\n<li>x</li>\n<li>\n  <a\n href='https://arxiv.org/abs/2310.16271'>Weighing Clouds Today</a></li></ul>"
    )
    assert [found.line for found in read(body).found] == [8]


def test_references_in_an_ordered_list():
    body = (
        "<h2>References</h2><ol><li>A. Ek and B. Li. Owls at night. In <i>Proceedings of Owls</i>, pages 1–2, 2019."
        "<li>C. Wei. Owls by day. <em>Nature</em>, 12:3, 2020. <a href='https://doi.org/10.5555/1'>doi</a></ol>"
    )
    assert [(r.title, r.venue, r.year) for r in records(body)] == [
        ("Owls at night", "Proceedings of Owls", 2019), ("Owls by day", "Nature", 2020),
    ]  # fmt: skip


def test_a_page_with_links_in_its_prose():
    body = f"<p>As we have heard, <a href='{ARXIV}'>this</a> is about clouds.</p><p>It rains.</p>"
    reading = read(body)
    assert [(f.record.title, f.record.arxiv) for f in reading.found] == [(None, "2310.16271")]


def test_relative_links_are_those_of_the_saved_page():
    body = "<ul><li><a href='../pdf/2310.16271'>Weighing Clouds with Light</a></li></ul>"
    (record,) = records(body, "<base href='https://arxiv.org/abs/1'>")
    assert record.arxiv == "2310.16271"


MATHML = '<math><mi>x</mi><annotation encoding="application/x-tex">x_1</annotation></math>'


@pytest.mark.parametrize(("formula", "shown"), [
    ('<span class="MathJax">x2</span><script type="math/tex">x^2</script>', "$x^2$"),
    (f'<span class="katex"><span>{MATHML}</span><span class="katex-html">x1</span></span>', "$x_1$"),
    ('<math alttext="x&lt;y"><mi>x</mi></math>', "$x<y$"),
    ("<i>n</i><sup>2</sup>", "n2"),
])  # fmt: skip
def test_formulas(formula, shown):
    (record,) = records(f"<ul><li><a href='{ARXIV}'>Bounds of {formula} Clouds</a></li></ul>")
    assert record.title == f"Bounds of {shown} Clouds"


@pytest.mark.parametrize("encoding", ["iso-8859-2", "windows-1250", "utf-8"])
def test_the_declared_encoding(encoding):
    text = (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><body>'
        f"<ul><li><a href='{ARXIV}'>Zvony a oblaky: Dvořák a Łoś</a></ul></body></html>"
    )
    (found,) = importers.read(Document.from_bytes("page.html", text.encode(encoding))).found
    assert found.record.title == "Zvony a oblaky: Dvořák a Łoś"


def test_an_encoding_of_many_bytes():
    text = f"<html><meta charset=gb2312><body><ul><li><a href='{ARXIV}'>云有 多重 呢</a></ul></body></html>"
    (found,) = importers.read(Document.from_bytes("page.html", text.encode("gb2312"))).found
    assert found.record.title == "云有 多重 呢"


@pytest.mark.parametrize("start", [
    "<!doctype html>", "<html>", "\n<!-- saved -->\n<HTML lang=en>", "<?xml version='1.0'?>\n<!DOCTYPE html>", "<head>",
    "<ul>\n<li>One</li>\n<li>Two</li>",
])  # fmt: skip
def test_pages_and_parts_of_pages_are_known(start):
    assert HtmlPage().sniff(Document("x", f"{start}<p>a</p><p>b</p><p>c</p>")) > 0.95


@pytest.mark.parametrize("text", [
    '<h1 align="center">Owls</h1>\n\n## Papers\n\n- [Owls at Night](https://arxiv.org/abs/2310.16271)\n',
    "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>a</title></entry></feed>",
    "<?xml version='1.0'?><rss><channel><title>a</title></channel></rss>",
    "a < b and <html> is a tag",
    "Dear <b>all</b>",
])  # fmt: skip
def test_other_text_with_tags_is_no_page(text):
    assert HtmlPage().sniff(Document("x", text)) == 0


def test_a_page_without_papers_fails_in_one_line():
    with pytest.raises(ImportFailedError, match="no papers found"):
        importers.read(page("<p>It rains.</p>"))


def test_what_scripts_would_write_is_not_there():
    body = f"<script>document.write(\"<li><a href='{ARXIV}'>Owls in a Script of the Page</a></li>\")</script><p>x</p>"
    with pytest.raises(ImportFailedError):
        importers.read(page(body))


names = st.builds(
    "{} {}".format, st.sampled_from(["Ana", "Björn", "Zoë"]), st.sampled_from(["Moreno", "Ek", "O'Neill", "Łoś"])
)
titles = st.builds(
    "{} {}".format,
    st.sampled_from(
        ["Weighing <Clouds> &", "[Re] Owls of", "Is *This* a_b_c", "1984: A Study of", "“Quotes” and $x_1$ in"]
    ),
    st.lists(st.text("abcdefghij", min_size=2, max_size=9), min_size=2, max_size=6).map(" ".join),
)
papers = st.tuples(titles, st.lists(names, min_size=2, max_size=5, unique=True), st.integers(2001, 2029))
ITEMS = (
    "<li><a href='{url}'>{title}</a>, {authors}, <em>ICLR {year}</em></li>\n",
    "<li><strong>{title}</strong><br>{authors}<br><i>ICLR {year}</i> <a href='{url}'>[paper]</a>",
    "<li><p><b><a href='{url}'><span>{title}</span></a></b> by {authors} (ICLR {year})</p></li>",
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(papers, min_size=1, max_size=5), st.sampled_from(ITEMS))
def test_lists_come_back(expected, item):
    items = [
        item.format(
            url=f"https://arxiv.org/abs/2310.1{i:04}", title=html.escape(title), authors=", ".join(authors), year=year
        )
        for i, (title, authors, year) in enumerate(expected)
    ]
    reading = read(f"<h1>Papers</h1><ul>{''.join(items)}</ul>")
    assert [(f.record.title, f.record.authors, f.record.venue, f.record.year) for f in reading.found] == [
        (title, tuple(authors), f"ICLR {year}", year) for title, authors, year in expected
    ]
    assert [f.record.arxiv for f in reading.found] == [f"2310.1{i:04}" for i in range(len(expected))]


tags = st.sampled_from(
    ["<div>", "</div>", "<p>", "<b>", "</b>", "<a href='https://arxiv.org/abs/2310.16271'>", "</a>", "<ul>", "<li>",
     "<table>", "<tr>", "<td>", "<th>", "</table>", "<script>", "</script>", "<!--", "-->", "<pre>", "</pre>",
     "<title>", "<br>", "<h2>", "<dl>", "<dt>", "<dd>", "<meta name=citation_title content='Owls'>", "<", ">",
     "&amp;", "&", "'",
     '"', "\n", "<input type=checkbox checked>", "<ol start=7>", "<math>", "<svg>", "<li class=entry>", "<textarea>",
     "<div class=note>", "<p class=d-sm-flex>", "Owls at Night"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(tags, st.text(max_size=6)), max_size=40).map("".join))
def test_any_markup_is_accounted_for(text):
    document = Document("x.html", "<html>" + text)
    reading = HtmlPage().read(document)
    assert [f.position for f in reading.found] == list(range(1, len(reading.found) + 1))
    lines = [f.line for f in reading.found] + [p.line for p in reading.problems]
    assert all(1 <= line <= len(document.lines) for line in lines)
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damaged_pages_give_papers_or_problems(data):
    name = data.draw(st.sampled_from(sorted(path.name for path in DOCUMENTS.glob("html-*.txt"))))
    text = (DOCUMENTS / name).read_text()
    for _ in range(data.draw(st.integers(1, 5))):
        i = data.draw(st.integers(0, len(text)))
        text = text[:i] + data.draw(st.text(max_size=5)) + text[i + data.draw(st.integers(0, 40)) :]
    document = Document("x.html", text)
    reading = HtmlPage().read(document)
    assert all(1 <= found.line <= len(document.lines) for found in reading.found)


@pytest.mark.parametrize("markup", [
    "<div>", "<b>", "<p><b>x", "<p><font color=1>x", "<a href=x>", "<table>", "<ul><li>", "</b>", "<div></b>", "<!--",
    "<script>", "<span><i>", "<a b='", '<a="', "<svg>", "<title>", "<table><tr><td>", "<math>", "<select><option>",
])  # fmt: skip
def test_broken_markup_takes_no_more_than_its_share_of_time(markup):
    start = time.process_time()
    HtmlPage().read(Document("x.html", "<html>" + markup * 20_000))
    assert time.process_time() - start < 5


def test_depth_hides_nothing():
    body = "<div>" * 5_000 + f"<ul><li><a href='{ARXIV}'>Weighing Clouds with Light</a></li></ul>" + "</div>" * 5_000
    assert [r.title for r in records(body)] == ["Weighing Clouds with Light"]
