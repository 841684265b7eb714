"""What arXiv's pages and mails print of a paper, field by field: authors, references, identifiers.

Both print the same fields under nearly the same labels (https://info.arxiv.org/help/prep.html says what submitters
write into them).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from readlist.importers.links import find_links
from readlist.model.arxiv_classes import class_of, first_class
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi
from readlist.model.record import Record

LABELS: Final[Mapping[str, str]] = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "abstract": "abstract",
    "comment": "comment",
    "comments": "comment",
    "journal-ref": "venue",
    "journal ref": "venue",
    "journal reference": "venue",
    "doi": "doi",
    "related doi": "doi",
    "cite as": "cite",
    "subject": "subjects",
    "subjects": "subjects",
    "categories": "subjects",
    "category": "subjects",
    "subj-class": "subjects",
    "date": "date",
    "from": "from",
    "license": "license",
    "proxy": "proxy",
    "report-no": "report",
    "report no": "report",
    "report number": "report",
    "msc-class": "class",
    "msc class": "class",
    "msc classes": "class",
    "acm-class": "class",
    "acm class": "class",
    "acm classes": "class",
}
"""Fields by the labels that arXiv prints before them, in lower case."""

_LABEL = re.compile(
    r"""\s*(?P<label>Title|Authors?|Abstract|Comments?|Journal[-\ ]ref(?:erence)?|(?:Related\ )?DOI|Cite\ as|Subjects?
        |Categor(?:y|ies)|Subj-class|Date|From|License|Proxy|Report[-\ ](?:no|number)|(?:MSC|ACM)[-\ ][Cc]lass(?:es)?
        )(?:\ \([^()]{1,40}\))?\s?:\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_LABEL = 120  # characters, with what stands in parentheses behind it

_HIDDEN_AUTHORS = re.compile(
    r",?\s*\bet\s+al\.?\s*\(\s*([0-9]{1,6})\s+(?:additional|other)\s+authors?\s+not\s+shown\s*\).*\Z"
    r"|,?\s*\(\s*([0-9]{1,6})\s+(?:additional|other)\s+authors?\s+not\s+shown\s*\).*\Z",
    re.IGNORECASE,
)
_LONGEST_END = 160  # characters, with a browser's advice to enable scripts
_COLLABORATION = re.compile(r"((?:[^,:]{0,80}\s)?(?:collaborations?|consortium|team))\s*:\s+", re.IGNORECASE)
_BETWEEN_AUTHORS = re.compile(r"\s*[,;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")
_LETTER = re.compile(r"[^\W\d_]")
_NAME_GOES_ON = re.compile(r"\s*(?!and\b|for\b|on\b)[^\W\d_]")

_YEAR = re.compile(r"(?<![\w:./–])(?<![0-9-]-)(?:19|20)[0-9]{2}(?![\w–/-]|[:.][0-9])")
_YEAR_IN_PARENTHESES = re.compile(r"\((?:[A-Za-z]{3,9}\.?,?\s+)?((?:19|20)[0-9]{2})\)")


def label_of(line: str) -> tuple[str, str] | None:
    """Return the field (a value of `LABELS`) whose label begins `line`, and the rest of the line; None without one."""
    found = _LABEL.match(line, 0, _LONGEST_LABEL) if line.find(":", 0, _LONGEST_LABEL) >= 0 else None
    if found is None:
        return None
    return LABELS[found["label"].lower()], line[found.end() :].strip()


def one_line(text: str) -> str:
    """Return `text`, which is clean, with each run of white space as one space and none at the ends."""
    return " ".join(text.split())


def count_hidden_authors(text: str) -> int:
    """Return how many more authors a line of authors says that it does not show."""
    found = _hidden_authors(text)
    return int(found[1] or found[2]) if found else 0


def parse_authors(text: str) -> tuple[str, ...]:
    """Return the authors that a line of arXiv names.

    Names are parted by commas or "and". Affiliations in parentheses are no part of a name, nor is the list of them
    behind the last one; a collaboration stands before its members with a colon and is an author of its own.
    """
    found = _hidden_authors(text)
    text = one_line(_without_parentheses(text[: found.start()] if found else text))
    names: list[str] = []
    collaboration = _COLLABORATION.match(text[:200])
    if collaboration:
        names.append(collaboration[1])
        text = text[collaboration.end() :]
    may_have_suffix = False
    for part in _BETWEEN_AUTHORS.split(text):
        name = part.strip(" ,;")
        if may_have_suffix and _SUFFIX.fullmatch(name):
            names[-1] += f" {name}"
            may_have_suffix = False
        elif _LETTER.search(name) and name != "et al.":
            names.append(name)
            may_have_suffix = True
    return tuple(names)


def printed_year(reference: str) -> int | None:
    """Return the year that a journal reference prints, or None.

    One in parentheses comes first, else the last one: pages and volumes, which may look like years, are parted from
    others by a hyphen or a colon.
    """
    found = _YEAR_IN_PARENTHESES.findall(reference) or _YEAR.findall(reference)
    return int(found[-1]) if found else None


def parse_published_doi(text: str) -> str | None:
    """Return the first DOI among the words of `text` that is not arXiv's own name of its preprint, or None.

    Of a single DOI `readlist.importers.cleaning` takes care; here arXiv's own must not hide the publisher's behind it.
    """
    for word in text.split(None, 20)[:20]:
        doi = parse_doi(word)
        if doi and parse_arxiv(doi) is None:
            return doi
    return None


def record_of(identifier: str | None, fields: Mapping[str, str], abstract: str, url: str | None = None) -> Record:
    """Return the record of a paper.

    Args:
        identifier: its arXiv identifier.
        fields: text by field; those of a record are used, names as in `LABELS`, and "classes": what stands beside the
            identifier ("cs.CL cs.AI").
        abstract: its abstract, or "".
        url: the address that is printed of its page.
    """
    title = one_line(fields.get("title", "")) or None
    venue = one_line(fields.get("venue", "")) or None
    comment = one_line(fields.get("comment", "")) or None
    year = printed_year(venue) if venue else None
    return Record(
        title=title,
        authors=parse_authors(fields.get("authors", "")),
        year=year or (arxiv_year(identifier) if identifier else None),
        venue=venue,
        abstract=abstract,
        arxiv=identifier,
        doi=parse_published_doi(fields.get("doi", "")),
        url=url,
        links=find_links(title, abstract, comment),
        comment=comment,
        primary_class=_primary_class(identifier, fields),
    )


def _primary_class(identifier: str | None, fields: Mapping[str, str]) -> str | None:
    named = (first_class(fields[name]) for name in ("subjects", "cite", "classes") if name in fields)
    return next(filter(None, named), None) or (class_of(identifier) if identifier else None)


def _hidden_authors(text: str) -> re.Match[str] | None:
    """Return where a line of authors says that it does not show all; that is the last thing on it."""
    return _HIDDEN_AUTHORS.search(text, max(0, len(text) - _LONGEST_END)) if "not shown" in text else None


def _without_parentheses(text: str) -> str:
    """Return `text` without what stands in parentheses, nested ones too; one that is never closed stays.

    In the middle of a name they hold a name as well: "Ana (Anouk) Moreno".
    """
    if "(" not in text:
        return text
    kept: list[str] = []
    depth = begin = opened = 0
    for place in re.finditer("[()]", text):
        if place[0] == "(":
            if not depth:
                opened = place.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and not _NAME_GOES_ON.match(text, place.end()):
                kept.append(text[begin:opened])
                begin = place.end()
    return " ".join([*kept, text[begin:]])
