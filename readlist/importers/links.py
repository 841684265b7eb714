"""Addresses in text that people wrote: out of LaTeX, Markdown, HTML and sentences."""

from __future__ import annotations

import re

# What ends an address: blanks, and characters that RFC 3986 does not allow in one (brackets only as part of an
# IPv6 host, which no paper is served from), among them the quotes, dashes and stops of all scripts. A backslash is
# LaTeX, and may stand for the character behind it; a tilde is LaTeX's space unless a user's folder begins with it.
# Two addresses may be joined by a comma.
_ADDRESS = re.compile(
    r"""https?://(?=\w)
        (?: (?![,;]https?://) [^\s\\~<>"{}|^`\[\]“”„‟‘’‚«»‹›—–…（），。；：、！？「」『』【】《》\ufffd]
          | (?<=/)~ | \\[_%#&~$](?:\{\})?
        )+""",
    re.IGNORECASE | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)(?:\{\})?")
_PARENTHESES = re.compile("[()]")
_BEHIND = ".,;:!?'*($%"
"""Sentence punctuation, Markdown's and LaTeX's marks: never the end of an address."""
_ENTITY = re.compile(r"&(?:quot|apos|lt|gt|nbsp|#0?39|#34);")
_POSSESSIVE = re.compile(r"'s\Z")
# The next sentence, which nothing parts from the address: "https://a.org/b.The code". Files are not called so.
_GLUED_SENTENCE = re.compile(
    r"(?<=[\w/)])[.,;](?:A|Additionally|All|And|As|Based|Both|But|By|Code|Compared|Comprehensive|Data|Experimental|Experiments"
    r"|Extensive|Finally|First|For|From|Furthermore|Given|Here|Here|However|In|It|Large|Moreover|On|Our|Results|Specifically"
    r"|That|The|There|These|They|This|Thus|To|Under|Using|We|When|While|With)\Z"
)


def find_links(*texts: str | None) -> tuple[str, ...]:
    r"""Return the http and https addresses in `texts`, each once, in the order of their first appearance.

    Addresses come out of `\url{…}`, `\href{…}{…}`, `\footnote{…}` and Markdown links, without the punctuation of the
    sentence around them; LaTeX's `\_` is `_` and HTML's `&amp;` is `&`. Parentheses that are part of an address stay
    ("/wiki/Tree_(graph)").
    """
    found: dict[str, None] = {}
    for text in texts:
        first = text.find("://") if text else -1
        if text and first >= 0:  # what most texts have none of, and the others at their end, is found at once
            addresses = _ADDRESS.findall(text, max(0, first - len("https")))
            found.update(dict.fromkeys(filter(None, map(_trimmed, addresses))))
    return tuple(found)


def _trimmed(address: str) -> str | None:
    if "\\" in address:
        address = _ESCAPE.sub(r"\1", address)
    if "&" in address:
        address = _ENTITY.split(address, maxsplit=1)[0].replace("&amp;", "&")
    address = _until_unopened(address).rstrip(_BEHIND)
    address = _POSSESSIVE.sub("", _GLUED_SENTENCE.sub("", address)).rstrip(_BEHIND)
    return address if "//" in address[:-1] else None


def _until_unopened(address: str) -> str:
    """Return `address` up to a closing parenthesis that it does not open."""
    depth = 0
    for found in _PARENTHESES.finditer(address):
        depth += 1 if found[0] == "(" else -1
        if depth < 0:
            return address[: found.start()]
    return address
