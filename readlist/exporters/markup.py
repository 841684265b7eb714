"""Plain text written as Markdown, so that it reads as the text that it is.

Escaped is what CommonMark and the extensions of Obsidian, GitHub and Pandoc would take for markup: emphasis, code,
links, HTML, mathematics, highlights, comments, tags, citations, attributes and tables; and, at the start of a line,
headings, lists, quotes and rules.
"""

from __future__ import annotations

import re

from readlist.text import clean, clean_line

# The character stands first and what is asked of its surroundings behind it, so that the search skips quickly from one
# candidate to the next: abstracts are long.
_INLINE = re.compile(
    r"""
    [\\`*\[\]{}$|_~=%<&\#@^]
    (?:
      (?<=[\\`*\[\]{}$|])
      | (?<=_)(?:(?<![^\W_]_)|(?![^\W_]))       # emphasis starts or ends only beside what is no letter or digit
      | (?<=~)(?:(?<=~~)|(?=[^~]*~))            # struck out, or below the line
      | (?<==)(?:(?<===)|(?==))                 # highlighted
      | (?<=%)(?:(?<=%%)|(?=%))                 # hidden
      | (?<=<)(?=[A-Za-z/!?])                   # HTML
      | (?<=&)(?=\#?\w+;)                       # entities
      | (?<=[\#@])(?<!\w[\#@])                  # headings, tags, citations
      | (?<=\^)(?:(?<!\S\^)|(?=[^\s^]*\^))      # block identifiers, or above the line
    )
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(r"[=>:]|[-+](?=\s|$)|-(?=-)|(?P<number>\d{1,9})[.)](?=\s|$)")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
_TRAILING = ".,;:!?'\"*_~"
_UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\"\\^`{|}()\[\]]")
_BRACKETS = {")": "(", "]": "["}
# Wiki links know no escapes: what would end one, or be taken for markup inside, is shown by its look-alike.
_WIKI = str.maketrans({"[": "(", "]": ")", "|": "∣", "<": "‹", ">": "›", "`": "ˋ", "\\": "∖", "*": "∗", "$": "＄"})
_NO_WIKI_TARGET = re.compile(r"[\[\]|#^\\<>`]")


def inline(text: str) -> str:
    """Return `text` as Markdown on one line that reads as `text` (cleaned), for a heading, a list item or a link."""
    return _INLINE.sub(_escaped, clean_line(text))


def prose(text: str) -> str:
    """Return paragraphs of plain text as Markdown: lines and blank lines kept, http(s) addresses as links."""
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_line(line) for line in lines).strip("\n"))


def destination(url: str) -> str | None:
    """Return an address as the target of a Markdown link; None if it is neither http nor https."""
    address = clean(url).strip()
    if not re.match(r"https?://\S", address, re.IGNORECASE):
        return None
    return _UNSAFE_IN_ADDRESS.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), address)


def link(label: str, url: str) -> str | None:
    """Return a Markdown link with a plain-text label; None if the address is neither http nor https."""
    target = destination(url)
    return None if target is None else f"[{inline(label)}]({target})"


def wiki_link(target: str, label: str) -> str:
    """Return a link to another note, `[[target|label]]`; a Markdown link where no wiki link can name the note.

    Args:
        target: the note's name or its path, with "/" and without suffix.
        label: plain text; what a wiki link cannot show is replaced by its look-alike.
    """
    if _NO_WIKI_TARGET.search(target) or target != clean_line(target):
        return file_link(f"{target}.md", label)
    return f"[[{target}|{clean_line(label).translate(_WIKI).replace('%%', '％％')}]]"


def file_link(path: str, label: str) -> str:
    """Return a Markdown link to a file, by its path from the folder of the text that links to it, with "/"."""
    from urllib.parse import quote  # noqa: PLC0415 -- slow to load, and most links are none to files

    return f"[{inline(label)}]({quote(clean(path), safe='/')})"


def page_link(page: str, label: str) -> str:
    """Return a link to a page of Logseq by its name, `[label]([[page]])`; the name alone where the label says it."""
    target = clean_line(page).translate(_WIKI)
    return f"[[{target}]]" if label == page else f"[{inline(label)}]([[{target}]])"


def _escaped(found: re.Match[str]) -> str:
    # Behind a backslash, what looks like one of our markers would still stand in the file, to be found by a search.
    return "&lt;" if found[0] == "<" else f"\\{found[0]}"


def _line(line: str) -> str:
    """Return one line of prose as Markdown."""
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(line):
        address = _bare(found[0])
        parts += [_INLINE.sub(_escaped, line[at : found.start()]), f"<{clean(address)}>"]
        at = found.start() + len(address)
    parts.append(_INLINE.sub(_escaped, line[at:]))
    text = "".join(parts)
    start = _LINE_START.match(text)
    if start is None:
        return text
    return f"{start['number']}\\{text[start.end('number') :]}" if start["number"] else f"\\{text}"


def _bare(address: str) -> str:
    """Return an address without the sentence's punctuation behind it, and without a bracket that it does not open."""
    while True:
        bare = address.rstrip(_TRAILING)
        if bare and bare[-1] in _BRACKETS and bare.count(bare[-1]) > bare.count(_BRACKETS[bare[-1]]):
            bare = bare[:-1]
        if bare == address:
            return bare
        address = bare
