"""Web pages in the encoding that they declare.

A document is read as UTF-8 or else as Windows-1252 (see `readlist.importers.base.Document.from_bytes`), before anybody
knows that it is a web page. Windows-1252 gives the bytes back, so a page that declares another encoding can still be
read in it. Where that cannot be, the text stays as it is.
"""

from __future__ import annotations

import codecs
import re

from readlist.text import REPLACEMENT, clean

_DECLARED = re.compile(
    r"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*(?P<meta>[\w.:-]{2,30})"
    r"|<\?xml\s[^>]{0,100}?encoding\s*=\s*[\"'](?P<xml>[\w.:-]{2,30})",
    re.IGNORECASE,
)
_LOOKED_AT = 4096
"""Characters; a declaration must stand within the first 1024 bytes, but not all saved pages keep to that."""
_READ_SO = frozenset({"ascii", "cp1252", "iso8859-1"})
_MOST_WRONG = 0.02
_BEYOND_ASCII = bytes(range(0x80, 0x100))
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949"}
"""What pages that declare the left are in fact written in: https://encoding.spec.whatwg.org/#names-and-labels."""


def in_declared_encoding(text: str) -> str:
    """Return `text`, a web page, decoded as it declares itself, where it was not and can be."""
    if text.isascii():
        return text
    found = _DECLARED.search(text[:_LOOKED_AT])
    encoding = _codec((found["meta"] or found["xml"]) if found else None)
    if encoding is None or encoding in _READ_SO:
        return text
    try:
        data = text.encode("cp1252")
    except UnicodeEncodeError:
        # Letters that Windows-1252 does not have: it was read as UTF-8, which nothing else passes for.
        return text
    decoded = data.decode(encoding, "replace")
    beyond_ascii = len(data) - len(data.translate(None, _BEYOND_ASCII))
    return clean(decoded) if decoded.count(REPLACEMENT) <= _MOST_WRONG * beyond_ascii else text


def _codec(name: str | None) -> str | None:
    if name is None:
        return None
    name = name.lower()
    try:
        return codecs.lookup(_ALIASES.get(name, name)).name
    except (LookupError, ValueError):
        return None
