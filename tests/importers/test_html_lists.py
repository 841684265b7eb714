"""Saved pages of lists whose structure is known: of arXiv, the ACL Anthology, DBLP, OpenReview, Semantic Scholar."""

import pytest

from readlist import importers
from readlist.importers.base import Document

ARXIV = "https://arxiv.org/abs/2310.16271"


def read(body, head=""):
    reading = importers.read(Document("page.html", f"<html><head>{head}</head>\n<body>{body}</body></html>\n"))
    assert reading.format == "html"
    return reading


def records(body, head=""):
    return [found.record for found in read(body, head).found]


def test_a_list_of_arxiv(stored):
    reading = importers.read(stored("html-arxiv-list.txt"))
    rows = [(f.line, f.record.title, f.record.authors, f.record.arxiv, f.record.year) for f in reading.found]
    assert rows == [
        (7, "Weighing clouds: $x_1$ & more", ("Ana Moreno", "Björn Ek", "J. K. van der Berg"), "2310.16271", 2023),
        (29, "Snow", ("Zoë O'Neill",), "hep-th/9901001", 1999),
    ]
    first, second = (f.record for f in reading.found)
    assert (first.url, first.comment) == (ARXIV, "13 pages; code at https://example.org/clouds.")
    assert first.abstract == "We weigh clouds with a scale made of light."
    assert first.links == ("https://example.org/clouds",)
    assert second.venue == "Snow Letters 12 (1999) 45"
    assert reading.problems == ()


def test_a_person_in_the_acl_anthology(stored):
    reading = importers.read(stored("html-acl-person.txt"))
    first, second = (f.record for f in reading.found)
    assert (first.title, first.authors) == ("Weighing Clouds: Why, and What For?", ("Ana Moreno", "Björn Ek"))
    assert first.venue.endswith("Association for Computational Linguistics (Volume 1: Long Papers)")
    assert (first.url, first.doi, first.year) == (
        "https://aclanthology.org/2024.acl-long.17/", "10.18653/v1/2024.acl-long.17", 2024,
    )  # fmt: skip
    assert first.abstract.startswith("We weigh clouds")
    assert (second.title, second.url, second.abstract) == ("Snow", "https://aclanthology.org/P19-1017/", "")
    assert second.doi == "10.18653/v1/P19-1017"


def test_arxivs_search():
    body = (
        '<ol><li class="arxiv-result"><p class="list-title"><a href="https://arxiv.org/abs/2310.16271">arXiv:2310.16271'
        '</a></p><p class="title is-5 mathjax">Weighing <span class="search-hit">Clouds</span></p>'
        '<p class="authors"><span>Authors:</span> <a>Ana Moreno</a>, <a>Bo Ek</a></p><p class="abstract mathjax">'
        '<span class="abstract-short">Abstract: We weigh… <a>▽ More</a></span><span class="abstract-full" '
        'style="display: none;">We weigh clouds with light. <a>△ Less</a></span></p>'
        '<p class="comments is-size-7"><span>Comments:</span> <span>13 pages (<i>bells</i>)</span></p></li></ol>'
    )
    (record,) = records(body)
    assert (record.title, record.authors) == ("Weighing Clouds", ("Ana Moreno", "Bo Ek"))
    assert (record.arxiv, record.abstract, record.comment) == (
        "2310.16271", "We weigh clouds with light.", "13 pages (bells)",
    )  # fmt: skip


def test_dblp():
    body = (
        '<ul class="publ-list"><li class="year">2024</li><li class="entry inproceedings"><nav class="publ"><ul>'
        '<li class="drop-down"><div><ul><li class="ee"><a href="https://doi.org/10.5555/1234" itemprop="url">doi</a>'
        '</li></ul></div></li></ul></nav><cite class="data"><span itemprop="author"><a><span itemprop="name">Li Wei '
        '0001</span></a></span>, <span itemprop="author"><span itemprop="name">Bo Ek</span></span>: <span '
        'class="title" itemprop="name">Owls? A Study of Owls.</span> <a><span itemprop="isPartOf">'
        '<span itemprop="name">BELL</span>'
        '</span> <span itemprop="datePublished">2024</span></a>: 1-10</cite></li><li class="entry editor"><cite>'
        '<span itemprop="author"><span itemprop="name">Ana Moreno</span></span>: <span class="title">Proceedings of '
        'BELL.</span> <span itemprop="datePublished">2022</span></cite></li><li class="entry informal"><ul><li '
        'class="ee"><a href="https://doi.org/10.48550/arXiv.2310.16271">ee</a></li></ul><cite><span itemprop="author">'
        '<span itemprop="name">Bo Ek</span></span>: <span class="title">Owls.</span> <span itemprop="isPartOf"><span '
        'itemprop="name">CoRR</span></span> <span itemprop="datePublished">2023</span></cite></li></ul>'
    )
    first, volume, second = records(body)
    assert (first.title, first.authors) == ("Owls? A Study of Owls", ("Li Wei", "Bo Ek"))
    assert (first.venue, first.year, first.doi) == ("BELL", 2024, "10.5555/1234")
    assert (volume.title, volume.authors, volume.year) == ("Proceedings of BELL", ("Ana Moreno",), 2022)
    assert (second.title, second.venue, second.arxiv, second.year) == ("Owls", None, "2310.16271", 2023)


def test_an_entry_without_a_title_is_told():
    entries = "<li class='entry'><cite><span itemprop='author'><span itemprop='name'>{}</span></span>{}</cite></li>\n"
    reading = read(entries.format("Bo Ek", ": <span class=title>Owls.</span>") + entries.format("Ana Moreno", ""))
    assert [f.record.title for f in reading.found] == ["Owls"]
    assert [(p.line, p.message) for p in reading.problems] == [(3, 'no title for this paper: "Ana Moreno"')]


def test_openreview():
    body = (
        '<ul><li><div class="note"><h4><a href="/forum?id=bE1lRing24">Owls at Night</a> <a href="/pdf?id=bE1lRing24">'
        '<img alt="pdf"></a></h4><div class="note-authors"><a href="/profile?id=~A1">Ana Moreno</a>, <a>Bo Ek</a>'
        '</div><ul class="note-content"><li><strong class="note-content-field">Venue:</strong> <span '
        'class="note-content-value">BELL 2024 poster</span></li><li><strong class="note-content-field">Abstract:'
        '</strong> <span class="note-content-value">Owls ring.</span></li></ul></div></li></ul>'
    )
    (record,) = records(body)
    assert (record.title, record.authors) == ("Owls at Night", ("Ana Moreno", "Bo Ek"))
    assert (record.venue, record.year, record.abstract) == ("BELL 2024 poster", 2024, "Owls ring.")
    assert record.url == "https://openreview.net/forum?id=bE1lRing24"


NOTE = (
    '<li><div class="note"><h4><a href="/forum?id=bE1lRing24{reply}">{title}</a></h4><div class="note-authors"><span>'
    '<a href="/profile?id=~A1">Ana Moreno</a>, <a>Bo Ek</a></span></div><ul class="note-meta-info list-inline">'
    '<li>{date}</li><li>{status}</li><li class="readers">Readers: <span></span> <!-- -->Everyone</li></ul>{fields}'
    "</div>"
)


@pytest.mark.parametrize(("date", "status", "venue", "comment", "year"), [
    ("Published: 16 Jan 2024, Last Modified: 15 Apr 2024", "BELL 2024 oral", "BELL 2024 oral", None, 2024),
    ("Published: 16 Jan 2024, Last Modified: 15 Apr 2024", "Bell Letters", "Bell Letters", None, 2024),
    ("18 Sept 2023 (modified: 11 Feb 2024)", "Submitted to BELL 2024", None, "Submitted to BELL 2024", 2023),
    ("18 Sept 2023", "BELL 2024 Withdrawn Submission", None, "BELL 2024 Withdrawn Submission", 2023),
])  # fmt: skip
def test_dates_and_decisions_of_openreview(date, status, venue, comment, year):
    (record,) = records(f"<ul>{NOTE.format(title='Owls', reply='', date=date, status=status, fields='')}</ul>")
    assert (record.title, record.authors) == ("Owls", ("Ana Moreno", "Bo Ek"))
    assert (record.venue, record.comment, record.year) == (venue, comment, year)


def test_what_a_click_shows_of_a_paper_on_openreview():
    field = (
        '<div><strong class="note-content-field">{}<!-- -->:</strong> <div class="note-content-value">{}</div></div>'
    )
    fields = {
        "Keywords": "<span>owls, night watch</span>",
        "Abstract": "<p>We ring <em>twice</em>, with <code>f(x)</code>.</p><p>Owls hear.</p>",
        "Code": "<a>https://github.com/bell/owls</a>",
    }
    shown = "".join(field.format(*each) for each in fields.items())
    note = NOTE.format(
        title="Owls", reply="", date="16 Jan 2024", status="BELL 2024 oral",
        fields=f'<div class="collapse"><div class="note-content">{shown}</div></div>',
    )  # fmt: skip
    (found,) = read(f"<ul>{note}</ul>").found
    assert found.tags == ("owls", "night watch")
    assert found.record.abstract == "We ring twice, with f(x). Owls hear."
    assert found.record.links == ("https://github.com/bell/owls",)


def test_replies_on_openreview_are_no_papers():
    given = {"date": "16 Jan 2024", "status": "BELL 2024 oral", "fields": ""}
    review = NOTE.format(title="Official Review of Submission12", reply="&amp;noteId=zZ9", **given)
    own = NOTE.format(title="Owls at Night", reply="&amp;noteId=bE1lRing24", **given)
    assert [record.title for record in records(f"<ul>{review}{own}</ul>")] == ["Owls at Night"]


def test_a_list_of_semantic_scholar():
    row = (
        '<div class="cl-paper-row"><a href="{page}"><h3 class="cl-paper-title">{title}</h3></a><ul><li>'
        '<span class="cl-paper-authors"><span><a href="/author/1"><span>Ana Moreno</span></a></span><span>, <a '
        'href="/author/2">Bo Ek</a></span></span></li><li><span class="cl-paper-fos">Biology</span></li><li><span '
        'class="cl-paper-venue"><a>{venue}</a></span></li><li><span class="cl-paper-pubdates">12 June 2021</span></li>'
        '</ul><div class="tldr-abstract-replacement"><span>TLDR</span><span>Owls ring.</span></div>'
        '<div><a href="https://arxiv.org/pdf/{arxiv}.pdf">[PDF]</a><button>Cite</button></div></div>'
    )
    site = "https://www.semanticscholar.org"
    first, second = records(
        row.format(page=f"{site}/paper/Owls/0a1b", title="Owls <em>Ring</em>", venue="Bell Letters", arxiv="2106.00001")
        + row.format(page="/paper/Bells/2c3d", title="Bells", venue="arXiv.org", arxiv="2106.00002")
    )
    assert (first.title, first.authors) == ("Owls Ring", ("Ana Moreno", "Bo Ek"))
    assert (first.venue, first.year, first.arxiv, first.abstract) == ("Bell Letters", 2021, "2106.00001", "")
    assert first.url == f"{site}/paper/Owls/0a1b"
    assert (second.title, second.venue, second.url) == ("Bells", None, f"{site}/paper/Bells/2c3d")


LINKED = '13 pages, code at <a href="https://github.com/bell/clouds">this https URL</a>.'


def test_what_arxiv_tells_of_the_publication_and_behind_links():
    tags = '<span class="tags"><span class="tag">cs.CL</span></span><span class="tags"><span class="tag">doi</span>'
    page = (
        '<table><tr><td class="tablecell comments">{}</td></tr><tr><td class="tablecell doi"><a '
        'href="https://doi.org/10.5555/real">https://doi.org/10.5555/real</a></td></tr></table>'
    )
    search = (
        '<li class="arxiv-result"><p class="list-title"><a href="https://arxiv.org/abs/2310.16271">x</a>{}<span '
        'class="tag"><a href="https://doi.org/10.5555/real">10.5555/real <i></i></a></span></span></p><p class="title">'
        'Clouds</p><p class="authors"><a>Bo Ek</a></p><p class="comments"><span>Comments:</span>{}</p></li>'
    )
    head = '<meta name="citation_title" content="Clouds"><meta name="citation_arxiv_id" content="2310.16271">'
    listed = (
        "<dl><dt><a href='/abs/2310.16271'>arXiv:2310.16271</a></dt><dd><div class='list-title'>Title: Clouds</div>"
        f"<div class='list-comments'>Comments: {LINKED}</div><div class='list-doi'>DOI: 10.5555/real</div></dd></dl>"
    )
    for body, tops in ((page.format(LINKED), head), (search.format(tags, LINKED), ""), (listed, "")):
        (record,) = records(body, tops)
        assert (record.arxiv, record.doi) == ("2310.16271", "10.5555/real")
        assert record.comment == "13 pages, code at this https URL."
        assert record.links == ("https://github.com/bell/clouds",)


def test_tags_are_no_blanks_in_an_abstract_and_paragraphs_are():
    body = (
        '<h2 id="title">Ana Moreno</h2><div class="d-sm-flex"><strong><a class="align-middle" '
        'href="/2024.acl-long.17/">Clouds</a></strong><a href="/people/a/ana-moreno/">Ana Moreno</a></div>'
        '<div class="abstract-collapse"><div><p>We '
        "ask (<i>in earnest</i>) what <b>BERT</b>’s H<sub>2</sub>O costs.</p><p>It <i>rains</i>.</p></div></div>"
    )
    (record,) = records(body)
    assert record.abstract == "We ask (in earnest) what BERT’s H2O costs. It rains."


def test_a_line_break_in_an_abstract_is_a_blank():
    page = (
        "<html><body><dl><dt>[1] <a href='/abs/2511.00001'>arXiv:2511.00001</a></dt><dd>"
        "<div class='list-title'><span class='descriptor'>Title:</span> Frogs and Their Uses</div>"
        "<div class='list-authors'><a href='x'>A. B. Cee</a></div>"
        "<p class='mathjax'>We weigh H<sub>2</sub>O.<br>It works.</p></dd></dl></body></html>"
    )
    (found,) = importers.read(Document("x.html", page)).found
    assert found.record.abstract == "We weigh H2O. It works."
