"""Web pages in the encoding that they declare: `readlist.importers.decoding` reads them so before anybody sees them."""

from __future__ import annotations


def in_declared_encoding(text: str) -> str:
    """Return `text`, a web page, as it is: it was decoded as it declares itself when it became a document.

    Doing so again would take the letters out of a page that was saved as UTF-8 and still declares what it was before.
    """
    return text
