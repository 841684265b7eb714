import pytest

from readlist.importers.links import find_links


@pytest.mark.parametrize(("text", "links"), [
    ("See https://a.org/b.", ["https://a.org/b"]),
    ("at https://a.org/b, and http://c.org/d; e", ["https://a.org/b", "http://c.org/d"]),
    ("(https://a.org/b)", ["https://a.org/b"]),
    ("is it https://a.org/b?", ["https://a.org/b"]),
    ("https://a.org/b?q=1&r=2#top!", ["https://a.org/b?q=1&r=2#top"]),
    (r"\url{https://a.org/OOD_NLP}.", ["https://a.org/OOD_NLP"]),
    (r"\url{https://a.org/OOD\_NLP\%20x}", ["https://a.org/OOD_NLP%20x"]),
    (r"\href{https://a.org/b}{the code} here", ["https://a.org/b"]),
    (r"library\footnote{https://a.org/b} and\footnote{See https://a.org/c.}", ["https://a.org/b", "https://a.org/c"]),
    (r"https://a.org/\~{}me and https://b.org/~you/x.~We", ["https://a.org/~me", "https://b.org/~you/x"]),
    ("[a.org/b](https://a.org/b)", ["https://a.org/b"]),
    ("[https://a.org/b](https://a.org/b).", ["https://a.org/b"]),
    ("<https://a.org/b>, **https://a.org/c** `https://a.org/d`", ["https://a.org/b", "https://a.org/c", "https://a.org/d"]),
    ("\"https://a.org/b\" ‘https://a.org/c’ “https://a.org/d.” 'https://a.org/e'",
     ["https://a.org/b", "https://a.org/c", "https://a.org/d", "https://a.org/e"]),
    ("https://en.wikipedia.org/wiki/Tree_(graph_theory)", ["https://en.wikipedia.org/wiki/Tree_(graph_theory)"]),
    ("(see https://en.wikipedia.org/wiki/Tree_(graph_theory)).", ["https://en.wikipedia.org/wiki/Tree_(graph_theory)"]),
    ("[x](https://en.wikipedia.org/wiki/Tree_(graph))", ["https://en.wikipedia.org/wiki/Tree_(graph)"]),
    ("https://web.archive.org/web/2020/https://a.org/b", ["https://web.archive.org/web/2020/https://a.org/b"]),
    ("https://a.org/b,https://a.org/c", ["https://a.org/b", "https://a.org/c"]),
    ("代码见（https://a.org/b）。", ["https://a.org/b"]),
    ("HTTPS://A.org/B", ["HTTPS://A.org/B"]),
    ("at:\nhttps://a.org/b.\nMore", ["https://a.org/b"]),
    ("https://a.org/b https://a.org/b. (https://a.org/b)", ["https://a.org/b"]),
    ("github.com/a/b, ftp://a.org, javascript:alert(1), https://, http://. https:///x", []),
    ("https://a.org/b—which is ours, https://a.org/c… and https://a.org/d’s", ["https://a.org/b", "https://a.org/c", "https://a.org/d"]),
    ("https://a.org/b's code", ["https://a.org/b"]),
    ("https://github.com/a/b.The code; https://github.com/a/c.We", ["https://github.com/a/b", "https://github.com/a/c"]),
    ("https://a.org/b.Md and https://a.org/The.html", ["https://a.org/b.Md", "https://a.org/The.html"]),
    ("https://a.org/?a=1&amp;b=2 &lt;https://a.org/c&gt;", ["https://a.org/?a=1&b=2", "https://a.org/c"]),
    ("", []),
])  # fmt: skip
def test_addresses_in_text(text, links):
    assert find_links(text) == tuple(links)


def test_several_texts_give_each_address_once_in_order():
    assert find_links("https://b.org", None, "https://a.org https://b.org") == ("https://b.org", "https://a.org")


def test_hostile_text_takes_no_longer_than_its_length():
    assert find_links("https://a.org/" + "(" * 200_000) == ("https://a.org/",)
    assert len(find_links("https://a.org/x(" * 20_000)) == 1
    assert find_links("http" * 100_000) == ()
