from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError
from readlist.importers.feed import Feed

DOCUMENTS = Path(__file__).parent / "documents"
FEEDS = ["feed-arxiv-api.txt", "feed-arxiv-rss.txt", "feed-journal.txt"]


def read(text):
    return Feed().read(Document("x.xml", text))


def rss(items):
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0"?>\n<rss version="2.0" {names}><channel><title>C</title>\n{items}\n</channel></rss>'


def document(name):
    return Document.from_bytes(name, (DOCUMENTS / name).read_bytes())


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_are_found_by_their_looks(name):
    assert Feed().sniff(document(name)) == 1
    assert importers.read(document(name)).format == "feed"


def test_an_answer_of_arxivs_api():
    reading = Feed().read(document("feed-arxiv-api.txt"))
    assert reading.problems == ()
    first, second = reading.found
    assert (first.line, second.line) == (8, 34)
    assert first.record.title == "Counting Bells with $n < 5$ Ears"
    assert first.record.authors == ("Ana Moreno", "Jan van der Berg")
    assert first.record.abstract == (
        "We count bells & towers, where a<b and c>d. Our code is at https://github.com/moreno/ringnet."
    )
    assert (first.record.arxiv, first.record.year, first.record.doi) == ("2305.99001v2", 2023, "10.1234/bells.99")
    assert (first.record.venue, first.record.comment) == ("Bell Letters 12, 1-10 (2024)", "13 pages, 5 figures")
    assert first.record.url == "http://arxiv.org/abs/2305.99001v2"
    assert first.record.links == ("https://github.com/moreno/ringnet",)
    assert (second.record.arxiv, second.record.year) == ("hep-th/9901001v1", 1999)


def test_arxivs_rss_of_today_and_of_before():
    reading = Feed().read(document("feed-arxiv-rss.txt"))
    assert reading.problems == ()
    now, before = reading.found
    assert now.record.title == "A Quiet Town"
    assert now.record.authors == ("Bo Li", "Martin King Jr.", "María de la Cruz")
    assert now.record.abstract == "It is quiet, as p < 0.05 says all over the town."
    assert (now.record.arxiv, now.record.year, now.record.doi) == ("2401.99002v1", 2024, "10.1234/quiet")
    assert (now.record.venue, now.record.url) == ("Bell Letters 13 (2024)", "https://arxiv.org/abs/2401.99002")
    assert before.record.title == "Chimes at Noon"
    assert before.record.authors == ("Eva de Wit", "Cy Ax")
    assert before.record.abstract == "Noon is loud. An <item> here is text."
    assert (before.record.arxiv, before.record.year, before.line) == ("2003.99003v1", 2020, 24)


def test_a_journals_feed():
    reading = Feed().read(document("feed-journal.txt"))
    (found,) = reading.found
    assert found.record.title == "Bronze and CO2 in bells"
    assert found.record.authors == ("Ana Moreno", "Bo Li")
    assert (found.record.abstract, found.record.doi) == ("We melt bronze.", "10.1234/b1")
    assert (found.record.venue, found.record.year) == ("Journal of Bells", 2024)
    assert found.record.url == "https://example.org/articles/b1"
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [
        (20, "nothing of a paper in this entry")
    ]


@pytest.mark.parametrize(("creators", "authors"), [
    ("<dc:creator>Ana Moreno, Bo Li</dc:creator>", ("Ana Moreno", "Bo Li")),
    ("<dc:creator>Ana Moreno and Bo Li</dc:creator>", ("Ana Moreno", "Bo Li")),
    ("<dc:creator>Moreno, Ana</dc:creator>", ("Ana Moreno",)),
    ("<dc:creator>Moreno, Ana Maria</dc:creator><dc:creator>Li, Bo</dc:creator>", ("Ana Maria Moreno", "Bo Li")),
    ("<dc:creator>\n Ana Moreno\n Bo Li\n</dc:creator>", ("Ana Moreno", "Bo Li")),
    ("<author>Plato</author>", ("Plato",)),
])  # fmt: skip
def test_names(creators, authors):
    (found,) = read(rss(f"<item><title>T</title>{creators}</item>")).found
    assert found.record.authors == authors


def test_an_atom_entry_alone_and_one_in_a_feed_of_arxivs():
    entry = "<title>T</title><id>oai:arXiv.org:2401.99002v1</id><link href='https://arxiv.org/abs/2401.99002'/>"
    for text in (
        f"<entry xmlns='http://www.w3.org/2005/Atom'>{entry}</entry>",
        f"\n <a:feed xmlns:a='http://www.w3.org/2005/Atom' xmlns='http://www.w3.org/2005/Atom'><a:entry>{entry}</a:entry></a:feed>",
    ):
        assert Feed().sniff(Document("x", text)) == 1
        (found,) = read(text).found
        assert (found.record.arxiv, found.record.url) == ("2401.99002v1", "https://arxiv.org/abs/2401.99002")


BOMB = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE], ids=["a bomb", "an external entity"])
def test_entities_are_refused_in_one_line(prolog):
    text = rss("<item><title>&a;</title></item>").replace("<rss", f"{prolog}<rss")
    assert Feed().sniff(Document("x", text)) == 1
    with pytest.raises(ImportFailedError) as failure:
        read(text)
    assert str(failure.value) == "x.xml: XML that defines entities of its own, which are not expanded"


@pytest.mark.parametrize(("text", "line"), [
    ("\n\n<rss version='2.0'>\n<channel><item></channel></rss>", 4),
    ("<rss version='2.0'>" + "<a>" * 50_000, 1),
    ("<rss version='2.0'>\x1b</rss", 1),
])  # fmt: skip
def test_broken_xml_is_told_with_its_line(text, line):
    with pytest.raises(ImportFailedError, match=f"x.xml: line {line}: not well-formed XML"):
        read(text)


def test_entries_within_entries_take_no_time():
    depth = 20_000
    reading = read(rss("<item>" * depth + "<title>T</title>" + "</item>" * depth))
    assert reading.found == ()
    assert len(reading.problems) == 1


@pytest.mark.parametrize("text", [
    "", "<html><body><feed></body></html>", "<!DOCTYPE html><html></html>", "<note><item>x</item></note>",
    "feed me", "<feed>no namespace</feed>", "{'rss': 1}", "<svg xmlns='http://www.w3.org/2000/svg'/>",
])  # fmt: skip
def test_what_is_no_feed_is_not_taken_for_one(text):
    assert Feed().sniff(Document("x", text)) == 0


TEXTS = st.lists(st.text("abcXYZäéøł王0189-'$%.&\"", min_size=1, max_size=8), min_size=1, max_size=6).map(" ".join)
NAMES = st.text("abcdéß", min_size=2, max_size=7).map(str.capitalize)
PAPERS = st.tuples(
    TEXTS,
    TEXTS,
    st.integers(2015, 2029),
    st.integers(1, 99999),
    st.lists(st.tuples(NAMES, NAMES), max_size=4, unique=True),
)


@settings(deadline=None)
@given(st.lists(PAPERS, min_size=1, max_size=4), st.booleans())
def test_what_is_written_comes_back(papers, in_one_line):
    entries, expected = [], []
    for title, abstract, year, number, people in papers:
        identifier = f"{year % 100}01.{number:05}v1"
        names = [f"{given_name} {surname}" for given_name, surname in people]
        authors = "".join(f"<author>\n<name>{name}</name></author>" for name in names)
        entries.append(
            f"<entry><id>http://arxiv.org/abs/{identifier}</id><title>{escape(title)}</title>\n"
            f"<link href='http://arxiv.org/abs/{identifier}'/><published>{year}-01-02T00:00:00Z</published>"
            f"<summary>{escape(abstract)}\n</summary>{authors}</entry>"
        )
        expected.append((identifier, year, tuple(dict.fromkeys(names)), title, abstract))
    joined = "\n".join(entries)
    text = f"<feed xmlns='http://www.w3.org/2005/Atom'>\n{joined}</feed>"
    text = text.replace("\n", " ") if in_one_line else text
    reading = read(text)
    assert reading.problems == ()
    records = [found.record for found in reading.found]
    assert [(r.arxiv, r.year, r.authors, r.title, r.abstract) for r in records] == expected
    starts = [i for i, line in enumerate(text.split("\n"), 1) for _ in range(line.count("<entry>"))]
    assert [f.line for f in reading.found] == starts


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_text_breaks_it(data):
    whole = document(data.draw(st.sampled_from(FEEDS))).text
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(whole)), st.integers(0, len(whole)))))
    pieces = ["", "<", "</entry>", "<item>", "]]>", "<![CDATA[", "&lt;", "&nbsp;", "<!--", "-->", "<title>", "x"]
    one = Document("x", whole[:start] + data.draw(st.sampled_from(pieces)) + whole[end:])
    assert 0 <= Feed().sniff(one) <= 1
    try:
        reading = Feed().read(one)
    except ImportFailedError:
        return
    places = [found.line for found in reading.found]
    assert [found.position for found in reading.found] == list(range(1, len(places) + 1))
    assert all(1 <= line <= len(one.lines) for line in (*places, *(p.line for p in reading.problems)))
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)
