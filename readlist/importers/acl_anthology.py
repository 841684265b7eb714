"""Pages of the ACL Anthology (a person's, a volume's, an event's) as text copied from a browser.

A paper there is

    pdf                         the badges: links to the PDF, the BibTeX entry and,
    bib                         for a paper that has one, the abstract
    abs
    Its Title
    First Author
    |
    Second Author
    Proceedings of a Conference
    Its abstract.

and on a person's page a line with a year heads the papers of that year. On the pages of volumes and events the papers
do not name their volume: it heads them. Some browsers put all badges, or all authors with the bars between them, on
one line; a page saved as Markdown has the papers' addresses too. The page of one paper is another shape: see
`readlist.importers.acl_paper`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from readlist.importers.acl_frame import without_frame
from readlist.importers.acl_links import is_markdown, without_links
from readlist.importers.acl_pages import YEAR, Entry, Gap, NumberedLine, Section, badges_at, cut, volume_of_page
from readlist.importers.acl_paper import has_paper, pages_of_papers
from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.furniture import is_furniture, without_furniture
from readlist.importers.links import find_links
from readlist.model.record import Record
from readlist.text import fold

_VENUE = re.compile(
    r"\b(?i:proceedings|findings|transactions|actes|journal|workshop|conference|volume|tutorials?|linguistics)\b"
    r"|\b(?:19|20)[0-9]{2}\b"
)
_VOLUME_TITLE = re.compile(r"(?:Proceedings|Findings|Transactions|Actes|Computational Linguistics, Volume)\b")
_WORDS = re.compile(r"[^\W\d_]\S*\s+\S|\S\s+\S*[^\W\d_]")  # two, one of them with a letter: no row of a table
_EDITORS = ("(Editors)", "(Editor)")
_LONGEST_VENUE = 400
_LONGEST_NAME = 100
_MOST_WORDS_OF_NAME = 8
_QUOTES = "\"”’')]"
_FEWEST_WORDS_OF_PROSE = 12
_LOOKED_AT = 16  # lines behind the badges that tell whether a paper follows
_SNIFFED = 20_000  # lines; an event's page begins with a list of its volumes


@dataclass(slots=True)
class _Place:
    """What the papers of a section share.

    Attributes:
        has_venues: whether each paper prints its venue; None where that cannot be known.
        venue: of all of them, where they do not.
        year: the same.
        has_bars: whether there are bars between authors anywhere in the document.
    """

    has_venues: bool | None
    venue: str | None
    year: int | None
    has_bars: bool = True


class AclAnthology:
    """Importer of ACL Anthology pages; the module says what they look like."""

    name = "acl-anthology"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page."""
        lines: Sequence[str] = document.lines[:_SNIFFED]
        if is_markdown(lines):
            lines, _ = without_links(lines)
        for i in range(len(lines)):
            badges = badges_at(lines, i)
            if badges and len(badges.names) > 1:
                following = [
                    text for text in (badges.title, *lines[badges.end : badges.end + _LOOKED_AT]) if text.strip()
                ]
                if len(following) > 1 and any(map(_WORDS.search, following)):
                    return 0.95
        return 0.95 if has_paper(lines) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        addresses: dict[int, str] = {}
        lines: Sequence[str] = document.lines
        if is_markdown(lines):
            lines, addresses = without_links(lines)
        pages = pages_of_papers(lines)
        if pages:
            lines = list(lines)
            for page in pages:
                lines[page.begin : page.end] = [""] * (page.end - page.begin)
        entries, gaps = cut(lines)
        for i, entry in enumerate(entries):
            _mend_title(entry)
            if entry.before_header and i + 1 < len(entries):
                _drop_page_header(entry, entries[i + 1])
        strays = [line for page in pages for line in page.strays]
        strays += [line for gap in gaps for line in _not_understood(gap, entries)]
        problems = Problem.of_lines(sorted(strays))
        places = _places(entries)
        papers = [(page.line, page.record) for page in pages]
        for entry in entries:
            record = _record(entry, places[id(entry.section)], problems)
            if record is not None:
                papers.append((entry.line, replace(record, url=_address(entry, addresses)) if addresses else record))
        papers.sort(key=itemgetter(0))
        found = tuple(Found(record, position, line) for position, (line, record) in enumerate(papers, 1))
        return Reading(self.name, found, tuple(sorted(problems, key=lambda problem: problem.line)))


def _not_understood(gap: Gap, entries: Sequence[Entry]) -> Iterator[NumberedLine]:
    """Yield the lines between two pages that are neither around the first nor head the second."""
    following = entries[gap.papers] if gap.papers < len(entries) else None
    for line in without_frame(gap.lines):
        # A page of a person begins with the person's name.
        if following is None or not _is_of_header(line[1], following):
            yield line


def _address(entry: Entry, addresses: Mapping[int, str]) -> str | None:
    """Return the address that the badges or the title of `entry` lead to; `addresses` are those on the page's lines."""
    title = entry.printed[0][0]
    return next((addresses[number] for number in range(entry.line, title + 1) if number in addresses), None)


def _mend_title(entry: Entry) -> None:
    """Give `entry` back the title "abs" that was taken for the last of its badges."""
    printed = entry.printed
    number, text = entry.last_badge
    if text != "abs" or len(printed) < len(("authors", "venue")):
        return
    first, second = printed[0][1], printed[1][1]
    untitled = len(printed) == len(("authors", "venue")) and ("|" in first or _is_like_name(first))
    if second.startswith("|") or (untitled and entry.section.by_year and _is_venue(second)):
        entry.lines.insert(0, (number, text))
        entry.has_abstract = False


def _drop_page_header(entry: Entry, following: Entry) -> None:
    """Take the lines that head another page off the paper before it: a person's name, a volume's title and editors.

    Each paper of a person's page is the person's, so the name is among the authors of the first.
    """
    printed = entry.printed
    keep, least = len(printed), max(len(("title", "author", "venue")), 1 + _barred(printed[1:])[1])
    while keep > least and _is_of_header(printed[keep - 1][1], following):
        keep -= 1
    if keep < len(printed):
        first = printed[keep][0]
        entry.lines = [line for line in entry.lines if line[0] < first]


def _is_of_header(text: str, first: Entry) -> bool:
    """Whether `text` heads the page on which `first` is the first paper."""
    printed = first.printed
    if not printed:
        return False
    name = fold(text.strip())
    names = [fold(author) for author in _barred(printed[1:])[0] or [text for _, text in printed[1:2]]]
    return name in names or text.strip() == printed[0][1] or text.rstrip().endswith(_EDITORS)


def _places(entries: Sequence[Entry]) -> dict[int, _Place]:
    """Return what the papers of each section share, by the section's `id`."""
    votes: Counter[int] = Counter()
    for entry in entries:
        votes[id(entry.section)] += _vote(entry)
    places: dict[int, _Place] = {}
    for entry in entries:
        section = entry.section
        if id(section) not in places:
            places[id(section)] = _place(entry, section, votes[id(section)])
    if not any(_barred(entry.printed[1:])[0] for entry in entries):
        for place in places.values():
            place.has_bars = False
    return places


def _place(first: Entry, section: Section, votes: int) -> _Place:
    if section.by_year:
        return _Place(has_venues=True, venue=None, year=section.year)
    if section.volume:
        return _Place(has_venues=False, venue=section.volume, year=section.year)
    title, year = volume_of_page(first)
    printed = first.printed
    if not title and votes < 0 and printed and not first.has_abstract and _VOLUME_TITLE.match(printed[0][1]):
        title = printed[0][1]
    if title:
        return _Place(has_venues=False, venue=title, year=year or _year_of(title))
    return _Place(has_venues=votes > 0 if votes else None, venue=None, year=year)


def _vote(entry: Entry) -> int:
    """Return 1 or -1 where the lines of `entry` show whether a venue stands behind its authors, else 0."""
    printed = entry.printed
    authors, end = _barred(printed[1:])
    if not authors or not entry.has_abstract or len(printed) <= end + 1:
        return 0
    behind = printed[end + 1][1]
    if _is_venue(behind):
        return 1
    return -1 if _is_prose(behind) else 0


def _barred(printed: Sequence[NumberedLine]) -> tuple[list[str], int]:
    """Return the authors that `printed` begins with if there are bars between them, and how many lines they take."""
    texts = [text for _, text in printed]
    end = 1
    while end < len(texts) and (texts[end - 1].endswith("|") or texts[end].startswith("|")):
        end += 1
    names = [name.strip() for text in texts[:end] for name in text.split("|")]
    names = [name for name in names if name]
    if not any("|" in text for text in texts[:end]) or any(len(name) > _LONGEST_NAME for name in names):
        return [], 0
    return names, end


def _unbarred(texts: Sequence[str], place: _Place, *, has_abstract: bool) -> int:
    """Return how many of the lines behind a title are authors where no bars are between them."""
    if not texts or _is_prose(texts[0]):
        return 0
    if place.has_venues is False:
        return 0 if has_abstract and len(texts) == 1 and not _is_like_name(texts[0]) else 1
    names = next((i for i, text in enumerate(texts) if not _is_like_name(text)), 0)
    if names > 1 and not place.has_bars and _is_venue(texts[names]) and len(texts) > names + has_abstract:
        return names
    if not _is_venue(texts[0]):
        return 1
    # What looks like a venue may be a name, where a venue stands behind it.
    follows = len(texts) > 1 and not _is_prose(texts[1]) and (place.has_venues or _is_venue(texts[1]))
    return 1 if follows else 0


def _record(entry: Entry, place: _Place, problems: list[Problem]) -> Record | None:
    printed = entry.printed
    if not printed:
        problems.append(Problem.at(entry.line, "no title behind these badges", "pdf bib"))
        return None
    title = printed[0][1]
    authors, count = _barred(printed[1:])
    if not authors:
        count = _unbarred([text for _, text in printed[1:]], place, has_abstract=entry.has_abstract)
        authors = [text for _, text in printed[1 : 1 + count]]
    rest = printed[1 + count :]
    venue = place.venue
    if rest and _is_venue_there(rest, place, has_abstract=entry.has_abstract):
        venue = rest.pop(0)[1]
    rest = list(without_furniture(rest))
    abstract = ""
    if rest and (entry.has_abstract or _is_prose(rest[0][1])):
        first, last = rest[0][0], rest[-1][0]
        abstract = "\n".join(text for number, text in entry.lines if first <= number <= last).strip()
    else:
        problems += Problem.of_lines(line for line in rest if not is_furniture(line[1]))
    if entry.has_abstract:
        missing = [name for name, value in (("authors", authors), ("abstract", abstract)) if not value]
        problems += [Problem.at(printed[0][0], f"no {name} found for this paper", title) for name in missing]
    return Record(
        title=title,
        authors=tuple(authors),
        year=place.year or _year_of(venue),
        venue=venue,
        abstract=abstract,
        links=find_links(title, abstract),
    )


def _is_venue_there(rest: Sequence[NumberedLine], place: _Place, *, has_abstract: bool) -> bool:
    """Whether the lines behind the authors begin with the venue."""
    if place.has_venues is False:
        return False
    text = rest[0][1]
    if not _is_prose(text):
        return True
    return bool(place.has_venues) and len(text) <= _LONGEST_VENUE and (len(rest) > 1 or not has_abstract)


def _year_of(venue: str | None) -> int | None:
    found = YEAR.search(venue or "")
    return int(found[0]) if found else None


def _is_venue(text: str) -> bool:
    return bool(_VENUE.search(text)) and not _is_prose(text)


def _is_like_name(text: str) -> bool:
    return (
        len(text) <= _LONGEST_NAME
        and len(text.split()) <= _MOST_WORDS_OF_NAME
        and not _VENUE.search(text)
        and not text.endswith((".", "?", "!", ":"))
        and not any(map(str.isdigit, text))
    )


def _is_prose(text: str) -> bool:
    """Whether `text` is a paragraph, and so neither a name nor a venue."""
    if len(text) > _LONGEST_VENUE:
        return True
    return text.rstrip(_QUOTES).endswith((".", "?", "!")) and len(text.split()) >= _FEWEST_WORDS_OF_PROSE
