"""Encodings: what a text declares of itself is believed as far as its bytes bear it out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError
from readlist.importers.decoding import codec_of
from readlist.text import clean

ARXIV = "https://arxiv.org/abs/2310.16271"
TITLES = {
    "shift_jis": "雲の重さをはかる",
    "x-sjis": "雲の重さをはかる",
    "windows-31j": "①雲の重さをはかる",
    "euc-jp": "雲の重さをはかる",
    "iso-2022-jp": "雲の重さをはかる",
    "gb2312": "云有多重呢",
    "gbk": "雲有多重呢",
    "gb18030": "云有多重𠮷",
    "big5": "雲有多重呢",
    "euc-kr": "구름의 무게",
    "koi8-r": "Взвешивая облака",
    "windows-1251": "Взвешивая облака",
    "iso-8859-2": "Dvořák a Łoś váží oblaky",
    "windows-1250": "Dvořák – Łoś: váží oblaky",
    "iso-8859-5": "Взвешивая облака",
    "iso-8859-7": "Ζυγίζοντας σύννεφα",
    "iso-8859-9": "Bulutları tartıyoruz ğış",
    "windows-1256": "وزن الغيوم",
    "macroman": "Où pèsent les nuages “d’été”",
    "iso-8859-1": "“Fenêtres” été",  # which Windows wrote
    "utf-8": "雲 Łoś",
}
WRITTEN_IN = {
    "x-sjis": "cp932", "windows-31j": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs",
    "iso-8859-1": "cp1252", "macroman": "mac-roman",
}  # fmt: skip
SHAPES = {
    "a page": f"<html><head><meta charset=%s></head><body><ul><li><a href='{ARXIV}'>{{}}</a></ul></body></html>",
    "an older page": '<html><head><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=%s"></head><body><ul>'
    f"<li><a href='{ARXIV}'>{{}}</a></ul></body></html>",
    "XHTML": f"<?xml version='1.0' encoding='%s'?>\n<html><body><ul><li><a href='{ARXIV}'>{{}}</a></ul></body></html>",
    "a feed": '<?xml version="1.0" encoding="%s"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
    "<title>{}</title></entry></feed>",
    "JabRef": "%% Encoding: %s\n\n@article{{x,\n  title = {{{}}},\n}}\n@Comment{{jabref-meta: databaseType:bibtex;}}\n",
    "JabRef's first": "This file was created with JabRef 1.5.\nEncoding: %s\n\n@article{{x,\n  title = {{{}}},\n}}\n"
    "@article{{y, title = {{Y}}}}\n",
    "JabRef's metadata": "@Comment{{jabref-meta: encoding:%s;}}\n@article{{x, title = {{{}}}}}\n",
    "a TeX editor": "%% !TeX encoding = %s\n@article{{x, title = {{{}}}}}\n",
    "Emacs": "%% -*- mode: bibtex; coding: %s -*-\n@article{{x, title = {{{}}}}}\n",
    "Vim": "%% vim: set fileencoding=%s:\n@article{{x, title = {{{}}}}}\n",
    "a mail": "From: bo@example.org\nContent-Type: text/plain; charset=%s\nSubject: cs\n\n\\\\\narXiv:2310.16271\n"
    "Date: Wed, 25 Oct 2023 01:05:03 GMT\n\nTitle: {}\nAuthors: Bo Li\n\\\\\n  They fly.\n\\\\\n",
}


def first_title(data: bytes) -> str | None:
    return importers.read(Document.from_bytes("x", data)).found[0].record.title


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", TITLES)
def test_a_text_is_read_in_the_encoding_that_it_declares(name, shape):
    text = (SHAPES[shape] % name).format(TITLES[name])
    assert first_title(text.encode(WRITTEN_IN.get(name, name))) == TITLES[name]


@pytest.mark.parametrize(("declared", "encoding"), [
    ("Western (Mac OS Roman)", "mac-roman"), ("Japanese (Shift JIS)", "cp932"), ("Unicode (UTF-8)", "utf-8"),
    ("Western (ISO Latin 1)", "cp1252"), ("Central European (ISO Latin 2)", "iso8859-2"),
])  # fmt: skip
def test_bibdesk_names_encodings_as_macs_do(declared, encoding):
    title = "雲の重さ" if encoding in {"cp932", "utf-8"} else "Étude"
    text = f"%% Saved with string encoding {declared} \n\n@article{{x, title = {{{title}}}}}\n"
    assert first_title(text.encode(encoding)) == title


@pytest.mark.parametrize("name", ["iso-8859-2", "shift_jis", "koi8-r", "utf-16", "windows-1252", "rot13"])
@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_utf_8_is_read_so_whatever_it_declares(shape, name):
    assert first_title((SHAPES[shape] % name).format("Señor Ñandú").encode()) == "Señor Ñandú"


@pytest.mark.parametrize("name", [
    "rot13", "rot_13", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-7", "utf-16", "utf-16le",
    "hex", "base64", "zlib", "bz2", "uu", "undefined", "cp037", "mbcs", "klingon", "x-user-defined", "a" * 30,
])  # fmt: skip
@pytest.mark.parametrize("shape", SHAPES)
def test_a_declaration_that_no_document_is_written_in_is_passed_over(shape, name):
    assert codec_of(name) is None
    assert first_title((SHAPES[shape] % name).format("Café “Été”").encode("cp1252")) == "Café “Été”"


@pytest.mark.parametrize("name", ["utf-8", "shift_jis", "euc-jp", "gb18030", "iso-8859-7"])
def test_a_declaration_that_the_bytes_do_not_bear_out_is_passed_over(name):
    title = "É\xa0Ò\xa0Ó" if name == "iso-8859-7" else "Été à Évora, où l’été dure"
    data = (SHAPES["a page"] % name).format(title).encode("cp1252")
    if name == "iso-8859-7":
        data = data.replace(b"\xc9", b"\xd2\xff")  # what that one leaves undefined
    assert first_title(data)[-1] == title[-1]


def test_a_few_broken_bytes_do_not_spoil_a_page():
    data = (SHAPES["a page"] % "utf-8").format("雲の重さをはかる" * 10).encode().replace(b"</a>", b"\x96</a>")
    assert "雲の重さをはかる\ufffd</a>" in Document.from_bytes("x", data).text


def test_japanese_of_seven_bits_that_nobody_declares_is_not_guessed_at():
    text = f"雲の重さ {ARXIV}\n"
    assert "\ufffd$B" in Document.from_bytes("x", text.encode("iso-2022-jp")).text


@pytest.mark.parametrize("data", [
    b"<meta charset=shift_jis>\0\x83\x5c", b"% Encoding: koi8-r\n\0", b"%PDF-1.4 charset=koi8-r \xc1",
    b"<meta charset=koi8-r>" + bytes(range(1, 32)) * 9 + b"\xc1",
])  # fmt: skip
def test_what_is_no_text_is_refused_whatever_it_declares(data):
    with pytest.raises(ImportFailedError, match=r"^x: not a text file$"):
        Document.from_bytes("x", data)


@given(
    st.sampled_from(sorted(SHAPES)),
    st.sampled_from([*TITLES, "utf-7", "hex", "rot13", "johab", "iso2022_jp_2", "mac-greek"]) | st.text(max_size=20),
    st.binary(max_size=200),
)
def test_any_declaration_over_any_bytes_gives_a_text_or_one_clear_error(shape, name, noise):
    before, _, behind = (SHAPES[shape].replace("%s", name.replace("{", "").replace("}", ""))).partition("{}")
    data = before.encode("utf-8", "replace") + noise + behind.encode()
    try:
        document = Document.from_bytes("x", data)
    except ImportFailedError as error:
        assert str(error).startswith("x: not a text file")  # noqa: PT017 -- an error is one of two right answers
    else:
        assert clean(document.text) == document.text
