"""Pages of OpenReview as text copied from a browser: a paper's forum, lists of a venue's or a person's papers.

    Its Title
    First Author, Second Author
    Published: 16 Jan 2024, Last Modified: 05 Mar 2024
    ICLR 2024 poster
    Everyone  Revisions  BibTeX
    Keywords: one, another
    TL;DR: In one sentence.
    Abstract: Its abstract.

Lists leave out the fields, or show some; on a forum's page the discussion follows. A decision that is no publication
("Submitted to ICLR 2024") is a comment, not a venue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.links import find_links
from readlist.importers.openreview_lines import Kind, Line, classify, is_unpublished, year_in
from readlist.importers.openreview_page import Entry, cut, is_forum
from readlist.model.record import Record
from readlist.text import clean_line

_LOOKED_AT = 2000  # lines that tell whether a document is such a page
_LONGEST_LINE = 4000  # of those
_BETWEEN_KEYWORDS = re.compile(r"[,;]")
_WITH_LINKS = ("code", "website", "project page", "dataset", "data", "software", "video")


class OpenReview:
    """Importer of such pages; the module says what they look like."""

    name = "openreview"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page, by its first lines."""
        lines = _lines(line[:_LONGEST_LINE] for line in document.lines[:_LOOKED_AT])
        entries, strays = cut(lines)
        if not any(entry.authors for entry in entries):
            return 0.0
        share = 1 - len(strays) / len(lines)
        if any(line.kind is Kind.DATE and line.sure for line in lines):
            return 0.55 + 0.4 * share
        own = any(is_forum(line.text) or line.printed.lower().startswith("openreview") for line in lines)
        decided = any(entry.status and entry.fields for entry in entries)
        return 0.45 + 0.4 * share if own or decided else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document` with their keywords as tags, and the lines that belong to none."""
        entries, strays = cut(_lines(document.lines))
        found: list[Found] = []
        problems: list[Problem] = []
        people: set[str] = set()
        for entry in entries:
            found.append(found_of(entry, len(found) + 1))
            people.update(entry.authors)
            if not entry.authors:
                problems.append(Problem.at(entry.title.number, "no authors for this paper", entry.title.printed))
        # A person's page is headed by the person's name.
        problems += Problem.of_lines((line.number, line.printed) for line in strays if line.text not in people)
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _lines(texts: Iterable[str]) -> list[Line]:
    return [classify(number, text) for number, line in enumerate(texts, 1) if (text := line.strip())]


def found_of(entry: Entry, position: int) -> Found:
    """Return the paper of an entry, with its keywords as tags; `position` is its place, from 1."""
    keywords = map(clean_line, _BETWEEN_KEYWORDS.split(" ".join(entry.fields.get("keywords", ()))))
    return Found(_record(entry), position, entry.title.number, tags=tuple(filter(None, keywords)))


def _record(entry: Entry) -> Record:
    title = entry.title.printed
    status = " ".join(entry.fields.get("venue", ())) or entry.status
    published = status is not None and not is_unpublished(status)
    venue = status if published else None
    comment = None if published else status
    abstract = "\n".join(filter(None, entry.fields.get("abstract", ())))
    elsewhere = " ".join(text for name in _WITH_LINKS for text in entry.fields.get(name, ()))
    return Record(
        title=title,
        authors=entry.authors,
        year=(year_in(venue) if venue else None) or entry.year or (year_in(comment) if comment else None),
        venue=venue,
        abstract=abstract,
        url=entry.url,
        links=find_links(*(text for text in (title, abstract, elsewhere) if "://" in text)),
        comment=comment,
    )
