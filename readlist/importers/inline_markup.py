"""HTML and JATS in titles and abstracts, as publishers and Zotero hand them out, made plain text.

JATS (ANSI/NISO Z39.96) is what Crossref keeps abstracts in: `<jats:p>`, `<jats:italic>`; Zotero knows `<i>`, `<b>`,
`<sub>`, `<sup>` and `<span>` in titles.
"""

from __future__ import annotations

import html
import re

_NAMES = (
    "p|br|div|sec|section|title|li|ul|ol|list|list-item|tr|td|h[1-6]|i|b|u|em|strong|italic|bold|sub|sup|sc|scp|inf|tt"
    "|span|a|code|pre|font|small|monospace|roman|underline|xref|ext-link|inline-formula|disp-formula|tex-math|named-content"
)
_TAG = re.compile(
    rf"<(?P<end>/?)(?:(?:jats|mml|m):[\w-]+|(?P<name>{_NAMES})|math|m(?:i|o|n|row|sub|sup|text|frac|style))"
    r"(?P<rest>\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"</?(?:jats:)?(?:p|br|div|sec|section|title|li|list-item|list|ul|ol|tr|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_HEADING = re.compile(
    r"<(?P<tag>(?:jats:)?(?:title|h[1-6]|b|strong))(?:\s[^<>]*)?>\s*(?:Abstract|Summary)\s*[:.]?\s*</(?P=tag)>",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<(?P<tag>script|style)\b[^<>]*>[^<]*(?:</(?P=tag)>)?", re.IGNORECASE)


def without_tags(text: str) -> str:
    """Return `text` on one line, without the tags that format it, and with character references resolved.

    Only tags that are known are taken for tags: "a < b and c > d" stays.
    """
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    # Most texts are one line with single blanks, which these two know sooner than a split does.
    return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())


def paragraphs(text: str) -> str:
    """Return an abstract as plain text, a line a paragraph, without the heading "Abstract"."""
    if "<" in text:
        text = _SCRIPT.sub("", _HEADING.sub("", text))
        if _BLOCK.search(text):
            # Only with tags that say where paragraphs are do line breaks mean nothing.
            text = _BLOCK.sub("\n", " ".join(text.split()))
    if "\n" not in text:
        return without_tags(text)
    lines = (without_tags(line) for line in text.split("\n"))
    return "\n".join(filter(None, lines))
