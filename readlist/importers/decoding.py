"""Bytes as the text that they are, whatever encoding they were written in.

The first of these that holds decides: a byte order mark; that they are UTF-8, which nothing else passes for; the
encoding that the text itself declares near its beginning, as web pages, XML, mails, JabRef, BibDesk, TeX editors, Emacs
and Vim write it; and Windows-1252, as which any bytes can be read. A declaration is believed where nearly all of the
bytes can be read so, of encodings that documents are written in: Python knows more codecs (`rot13`, `utf-7`), which
turn a text into another one.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice
from typing import Final

_LOOKED_AT = 1 << 14
"""Bytes in which a declaration is looked for: a web page should have it in the first 1024, a mail may have long headers
above it."""
_MOST_DECLARATIONS = 3
_NAME: Final = rb"[\"']?\s{0,9}(?P<%s>[A-Za-z0-9][\w.-]{1,30})"
_IN_PAGE = rb"\bcharset\s{0,9}=\s{0,9}" + _NAME % b"page"
_IN_XML = rb"<\?xml\s[^>]{0,100}?\bencoding\s{0,9}=\s{0,9}" + _NAME % b"xml"
# JabRef writes "% Encoding: Cp1252", at first without "%", and its metadata into "@Comment{jabref-meta: …}"; TeX
# editors write "% !TeX encoding = …", Emacs "% -*- coding: … -*-", Vim "% vim: set fileencoding=…".
_IN_COMMENT = (
    rb"^(?:[%#;\s]|//|@comment\s{0,9}\{|jabref-meta:|-\*-|!TeX\b|vim?:|set\b|mode:\s{0,9}\w{1,20};){0,20}"
    rb"(?:file)?(?:en)?coding\s{0,9}[:=]\s{0,9}" + _NAME % b"comment"
)
_OF_BIBDESK = rb"^[%\s]{0,20}Saved with string encoding[^\n(]{0,40}\((?P<bibdesk>[A-Za-z0-9 -]{2,40})\)"
_DECLARED = re.compile(b"|".join((_IN_PAGE, _IN_XML, _IN_COMMENT, _OF_BIBDESK)), re.IGNORECASE | re.MULTILINE)
_ALIASES = {
    # What documents that declare the left are in fact written in: https://encoding.spec.whatwg.org/#names-and-labels.
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_NAMED_OTHERWISE = {
    "euc": "euc_jp",
    "iso latin 1": "cp1252",
    "iso latin 2": "iso8859-2",
    "iso-8859-8-i": "iso8859-8",
    "isolatin": "cp1252",
    "mac os roman": "mac-roman",
    "mac-ce": "mac-latin2",
    "mule-utf-8": "utf-8",
    "shift jis": "cp932",
    "windows latin 1": "cp1252",
    "windows latin 2": "cp1250",
    "windows-31j": "cp932",
}
"""Names that web pages, BibDesk, Emacs and TeX editors give encodings, and Python does not."""
_WRITTEN = frozenset(
    {
        *("utf-8", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874"),
        *("iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10"),
        *("iso8859-13", "iso8859-14", "iso8859-15", "iso8859-16", "koi8-r", "koi8-u", "koi8-t", "kz1048", "cp437"),
        *("cp850", "cp852", "cp866", "mac-roman", "mac-cyrillic", "mac-latin2", "mac-greek", "mac-turkish", "ptcp154"),
        *("gb18030", "big5hkscs", "cp932", "cp949", "johab", "euc_jp", "euc_jis_2004", "shift_jis_2004"),
        *("iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_jp_2004"),
    }
)
"""Python's names of the encodings that documents are written in and that have ASCII in common."""
_SEVEN_BITS, _SHIFT = "iso2022_jp", b"\x1b$"
"""Japanese mail is written in bytes that are ASCII, and so UTF-8; this leads to letters beyond it."""
_MOST_WRONG = 0.02
"""Share of the bytes beyond ASCII that may make no sense: a page has been put together from several ones."""
_BEYOND_ASCII = bytes(range(0x80, 0x100))

# Controls that text has no use for; those of terminals (bell, backspace, ESC) are found in what was copied from one.
_CONTROLS = bytes({*range(1, 0x20), 0x7F} - set(b"\a\b\t\n\f\r\x1b"))
_MOST_CONTROLS = {"utf-8": 0.3}
_MOST_CONTROLS_ELSE = 0.02
"""Share of controls from which bytes that can be decoded so are no text all the same. Nearly any bytes can be decoded
as Windows-1252; a tenth of compressed data are controls."""
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PDF = re.compile(rb"\s{0,64}%PDF-")


class NotTextError(ValueError):
    """Bytes are no text; the message says why they are taken for none."""

    def __init__(self, detail: str = "") -> None:
        """Say that bytes are no text, and, where there is more to say, what they are."""
        super().__init__(f"not a text file{f' ({detail})' if detail else ''}")


def decoded(data: bytes, declared: str | None = None) -> str:
    """Return the text that `data` is, not yet cleaned; the module says how.

    Args:
        data: all bytes of it.
        declared: the encoding that is declared of it elsewhere, in the headers of a mail; it comes before what the
            text itself declares.

    Raises:
        NotTextError: it is no text: a PDF, or something with NULs or too many controls in it.
    """
    if data.startswith(_UTF32 + _UTF16):
        encoding = "utf-32" if data.startswith(_UTF32) else "utf-16"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise NotTextError(f"it begins as {encoding.upper()} but is not") from error
    if b"\0" in data or _PDF.match(data):
        raise NotTextError
    encoding, text = _read(data, declared)
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > _MOST_CONTROLS.get(encoding, _MOST_CONTROLS_ELSE) * len(data):
        raise NotTextError
    return text


def codec_of(name: str) -> str | None:
    """Return Python's name of the encoding that documents mean by `name`; None if they are written in no such one."""
    name = " ".join(name.lower().split()).removeprefix("x-")
    for written in (_NAMED_OTHERWISE.get(name, name), name.replace("-", "")):
        try:
            known = codecs.lookup(written).name
        except (LookupError, ValueError):
            continue
        known = _ALIASES.get(known, known)
        return known if known in _WRITTEN else None
    return None


def _read(data: bytes, declared: str | None) -> tuple[str, str]:
    """Return the encoding of `data` and what it says."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _in_seven_bits(data, declared) or ("utf-8", text)
    for codec in _declarations(data, declared):
        text = data.decode(codec, "replace")
        beyond_ascii = len(data) - len(data.translate(None, _BEYOND_ASCII))
        if text.count("\N{REPLACEMENT CHARACTER}") <= _MOST_WRONG * beyond_ascii:
            return codec, text
    return "cp1252", _from_windows(data)


def _declarations(data: bytes, declared: str | None) -> list[str]:
    """Return the encodings that are declared of `data`, the first one first."""
    found = islice(_DECLARED.finditer(data, 0, _LOOKED_AT), _MOST_DECLARATIONS)
    names = [declared or "", *(match[match.lastgroup or 0].decode("ascii") for match in found)]
    return list(dict.fromkeys(filter(None, map(codec_of, names))))


def _in_seven_bits(data: bytes, declared: str | None) -> tuple[str, str] | None:
    """Return encoding and text of `data`, which is UTF-8, if it is declared as Japanese in seven bits."""
    if _SHIFT not in data or not data.isascii():
        return None
    codec = next((codec for codec in _declarations(data, declared) if codec.startswith(_SEVEN_BITS)), None)
    try:
        return (codec, data.decode(codec)) if codec else None
    except UnicodeDecodeError:
        return None


def _from_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; Latin-1 none.
        return data.decode("latin-1")
