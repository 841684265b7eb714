"""What of a paper another program's format cannot say, or not so that it comes back; see `readlist.model.as_printed`.

Whether a field comes back is decided on the safe side: it costs a few words in the file to keep one that would have.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from readlist.exporters import person_names
from readlist.latex import to_unicode
from readlist.model.as_printed import PRINTED, STATE_FIELDS, checksum
from readlist.model.identifiers import parse_arxiv, parse_doi
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

_ADDRESS = re.compile(r"https?://[\w./:?=&#%+,@!*()-]*[\w/=-]")
_NAME = re.compile(r"[^\W_](?:[\w.'’-]|[^\x00-\x7f])*(?: [^\W_](?:[\w.'’-]|[^\x00-\x7f])*)*")
_NAME_WORDS = re.compile(
    r"(?:\A| )(?:and|others|al\.?|jr\.?|sr\.?|i{2,3}|iv|ph\.?d\.?|m\.?d\.?|esq\.?)(?= |\Z)", re.IGNORECASE
)
_KEY = re.compile(
    r"(?!item-|ref[0-9]|rayyan-|urn:|doi:|https?:|[0-9a-f]{8}-|[a-z]{1,4}[0-9]{6})[a-z][\w.+-]*", re.IGNORECASE
)
_TAG = re.compile(r"[^\W_][\w.+/-]*")
_LINE_ENDS = re.compile("[\u2028\u2029]")
_YEARS = range(1000, 3000)
_IN_WEB = re.compile("https?://", re.IGNORECASE)
_FILE = re.compile(r"(?!www\.|ftp:|10\.|<)[^{}$@]+", re.IGNORECASE)

Plain = Callable[[str], bool]


def plain_for_all(text: str) -> bool:
    """Whether a line has nothing in it that LaTeX, HTML or the white space around it could be."""
    # A backslash is LaTeX nearly always, which takes longer to find out than to keep the text.
    if "\\" in text or "<" in text or ("&" in text and html.unescape(text) != text):
        return False
    return to_unicode(text) == text and clean_line(text) == text


def state_of(paper: Paper) -> dict[str, Any]:
    """Return what its reader made of a paper, as JSON has it; what is as in a new paper is left out.

    Tags and note are not among it: see `STATE_FIELDS`.
    """
    set_fields = ((name, getattr(paper, name)) for name in STATE_FIELDS)
    return {name: clean(value) if isinstance(value, str) else value for name, value in set_fields if value}


def printed_of(paper: Paper, written: Mapping[str, str], *, plain: Plain, lines: bool) -> dict[str, list[object]]:
    """Return the fields that might not come back as they are stored, each with the checksum of what is written.

    Args:
        paper: what is exported.
        written: what the export has in the place of a field; fields that are left out have no place in it.
        plain: whether a line comes back as it is.
        lines: whether the format keeps line ends.
    """
    lost = [name for name, comes_back in _CHECKS.items() if not comes_back(paper, plain)]
    if not lines:
        lost += [name for name in ("abstract", "note") if "\n" in getattr(paper, name) and name not in lost]
    if written.get("url", "") != (paper.url or "") and "url" not in lost:
        lost.append("url")
    if paper.files and "files" not in written and "files" not in lost:
        lost.append("files")
    if written.get("primary_class", "") != (paper.primary_class or ""):
        lost.append("primary_class")  # an old identifier tells it too, and few formats have a place for it
    return {name: [_value(paper, name), checksum(written.get(name, ""))] for name in lost}


def kept_of(paper: Paper, written: Mapping[str, str], *, plain: Plain, lines: bool) -> dict[str, Any]:
    """Return reading state and fields that might not come back, in one object; see `state_of` and `printed_of`."""
    printed = printed_of(paper, written, plain=plain, lines=lines)
    return {**state_of(paper), PRINTED: printed} if printed else state_of(paper)


def local_files(paper: Paper) -> list[str]:
    """Return the paths of a paper's files; an address among them would be taken for a link."""
    return [path for path in map(clean_line, paper.files) if path and not _IN_WEB.search(path)]


def as_json(kept: Mapping[str, object]) -> str:
    """Return what is kept as JSON on one line, for whatever reads lines."""
    return _LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(kept, ensure_ascii=False))


def _value(paper: Paper, name: str) -> object:
    value = getattr(paper, name)
    if isinstance(value, tuple):
        return [*map(clean_line, value)]
    return clean(value) if isinstance(value, str) else value


def _line(name: str) -> Callable[[Paper, Plain], bool]:
    def comes_back(paper: Paper, plain: Plain) -> bool:
        text: str | None = getattr(paper, name)
        return not text or plain(text)

    return comes_back


def _text(name: str) -> Callable[[Paper, Plain], bool]:
    def comes_back(paper: Paper, plain: Plain) -> bool:
        # As one line, because a formula may begin in one and end in another; blank ones leave two spaces.
        return plain(getattr(paper, name).replace("\n", " "))

    return comes_back


def _authors(paper: Paper, plain: Plain) -> bool:
    return len({*paper.authors}) == len(paper.authors) and all(_name(name, plain) for name in paper.authors)


def _name(name: str, plain: Plain) -> bool:
    parts = person_names.split(name)
    without_suffix = " ".join(filter(None, (parts.given, parts.family)))
    whole = _NAME.fullmatch(name) is not None and plain(name)
    return whole and "--" not in name and not _NAME_WORDS.search(without_suffix)


def _comment(paper: Paper, plain: Plain) -> bool:
    # A colon makes a label of what stands before it, and notes and comments are told apart by such labels.
    if ":" in paper.note:
        return False
    return not paper.comment or (":" not in paper.comment and paper.comment != paper.note and plain(paper.comment))


def _note(paper: Paper, plain: Plain) -> bool:
    return ":" not in paper.note and "<" not in (paper.comment or "") and _text("note")(paper, plain)


def _year(paper: Paper, plain: Plain) -> bool:
    # Where none is printed, the one in an arXiv identifier counts.
    return paper.year in _YEARS if paper.year is not None else not paper.arxiv and _arxiv(paper, plain)


def _arxiv(paper: Paper, _plain: Plain) -> bool:
    others = [paper.venue, paper.comment]
    if not paper.arxiv:
        others += [paper.url, paper.doi, *paper.links]
    named = " ".join(filter(None, others)).lower()
    return "rxiv" not in named and "abs/" not in named and (not paper.arxiv or parse_arxiv(paper.arxiv) == paper.arxiv)


def _doi(paper: Paper, _plain: Plain) -> bool:
    if paper.doi:
        return parse_doi(paper.doi) == paper.doi and "\\" not in paper.doi and plain_for_all(paper.doi)
    return "doi" not in " ".join(filter(None, (paper.url, paper.comment, *paper.links))).lower()


def _url(paper: Paper, _plain: Plain) -> bool:
    if paper.url:
        return _ADDRESS.fullmatch(paper.url) is not None
    return "://" not in (paper.venue or "")


def _links(paper: Paper, plain: Plain) -> bool:
    # Links are looked for in these, and an address may be taken for two.
    texts = (paper.title, paper.abstract, paper.comment)
    return not paper.links and _url(paper, plain) and not any(text and "://" in text for text in texts)


def _files(paper: Paper, _plain: Plain) -> bool:
    as_listed = [*dict.fromkeys(local_files(paper))]
    return as_listed == [*paper.files] and all(map(_FILE.fullmatch, as_listed))


def _tags(paper: Paper, _plain: Plain) -> bool:
    return all(map(_TAG.fullmatch, paper.tags))


def _key(paper: Paper, _plain: Plain) -> bool:
    return _KEY.fullmatch(paper.key) is not None and paper.key.isascii()


_CHECKS: Mapping[str, Callable[[Paper, Plain], bool]] = {
    "key": _key,
    "title": _line("title"),
    "authors": _authors,
    "year": _year,
    "venue": _line("venue"),
    "abstract": _text("abstract"),
    "arxiv": _arxiv,
    "doi": _doi,
    "url": _url,
    "links": _links,
    "comment": _comment,
    "tags": _tags,
    "note": _note,
    "files": _files,
}
"""Whether a field comes back through a format that has a place for it."""
