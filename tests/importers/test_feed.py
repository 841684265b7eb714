from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError
from readlist.importers.feed import Feed

FEEDS = ["feed-arxiv-api.txt", "feed-arxiv-rss.txt", "feed-journal.txt"]


def read(text):
    return Feed().read(Document("x.xml", text))


def rss(items):
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'<?xml version="1.0"?>\n<rss version="2.0" {names}><channel><title>C</title>\n{items}\n</channel></rss>'


@pytest.mark.parametrize("name", FEEDS)
def test_feeds_are_found_by_their_looks(stored, name):
    assert Feed().sniff(stored(name)) == 1
    assert importers.read(stored(name)).format == "feed"


def test_an_answer_of_arxivs_api(stored):
    reading = Feed().read(stored("feed-arxiv-api.txt"))
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


def test_arxivs_rss_of_today_and_of_before(stored):
    reading = Feed().read(stored("feed-arxiv-rss.txt"))
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


def test_a_journals_feed(stored):
    reading = Feed().read(stored("feed-journal.txt"))
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


@pytest.fixture(scope="session")
def papers(words, people):
    text = words('&"')
    paper = st.tuples(text, text, st.integers(2015, 2029), st.integers(1, 99999), people)
    return st.lists(paper, min_size=1, max_size=4)


@settings(deadline=None)
@given(st.data(), st.booleans())
def test_what_is_written_comes_back(papers, read_whole, data, in_one_line):
    entries, expected = [], []
    for title, abstract, year, number, people in data.draw(papers):
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
    found = read_whole(Feed(), text)
    records = [one.record for one in found]
    assert [(r.arxiv, r.year, r.authors, r.title, r.abstract) for r in records] == expected
    starts = [i for i, line in enumerate(text.split("\n"), 1) for _ in range(line.count("<entry>"))]
    assert [one.line for one in found] == starts


PIECES = ["", "<", "</entry>", "<item>", "]]>", "<![CDATA[", "&lt;", "&nbsp;", "<!--", "-->", "<title>", "x"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_text_breaks_it(stored, spoilt, withstands, data):
    whole = stored(data.draw(st.sampled_from(FEEDS))).text
    withstands(Feed(), data.draw(spoilt(whole, PIECES)))
