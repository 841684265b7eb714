"""Pages of DBLP as text copied from a browser: a person's papers, a volume's, search results.

    2024
    [c12]
    First Author, Second Author:
    Title. EMNLP 2024: 580-606

The number says what it is ([j3] an article, [i5] one on arXiv); pages of volumes and search results have none. Each
citation may be on one line, and the words of its menus ("view", "export record", …) may stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.dblp_citation import Citation, parse_citation, parse_names
from readlist.importers.dblp_scan import Entry, Scan, Volume, has_number, is_authors_line, is_citation
from readlist.importers.links import find_links
from readlist.importers.unwrapping import Unwrapping
from readlist.model.identifiers import arxiv_year
from readlist.model.record import Record

_LOOKED_AT = 2000  # lines that tell whether a document is such a page
_LONGEST_LINE = 20_000  # of those
_FEWEST_UNNUMBERED = 2
_DBLP = re.compile(r"\bdblp\b|electronic edition (?:via|@)|export record", re.IGNORECASE)
# What no other list of references prints, where an entry has one line: numbers that tell persons of one name apart, and
# volume and pages of an article with a colon between them.
_OWN_WAYS = re.compile(
    r"""\A[^:]*\w\ 0[0-9]{3}[,:] | \bCoRR,?\sabs/
      | \s\S{1,10}(?:\([^()]{1,20}\))?:\s[\w.:]+-[\w.:]+\s\([12][0-9]{3}\)\s*\Z""",
    re.VERBOSE,
)
_LONGEST_OWN = 2_000  # characters
_NEARLY_ALL = 0.9  # entries
_PROCEEDINGS = re.compile(r"\b(?:Proceedings|Actes|Findings)\b")


class Dblp:
    """Importer of such pages; the module says what they look like."""

    name = "dblp"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page, by its first lines."""
        lines = [line[:_LONGEST_LINE] for line in document.lines[:_LOOKED_AT]]
        if not any(has_number(line) or is_authors_line(line) or is_citation(line) for line in lines):
            return 0.0
        scan = Scan(lines)
        # How a title is spelt does not tell.
        read = _read(scan.entries, Unwrapping(""))
        sure = [entry for entry, citation in read if entry.authors and citation.complete]
        share = 1 - len(scan.strays) / max(1, sum(1 for line in lines if line.strip()))
        if any(entry.number for entry in sure):
            return 0.5 + 0.45 * share
        if any(map(_DBLP.search, lines)) and sure:
            return 0.5 + 0.4 * share
        if len(sure) < _FEWEST_UNNUMBERED or 2 * share <= 1:
            return 0.0
        if len(sure) >= _NEARLY_ALL * len(scan.entries) and any(_is_own(lines[entry.line - 1]) for entry in sure):
            return 0.5 + 0.45 * share
        # No other list of references breaks the line behind the authors, with a colon.
        return (0.5 if all(entry.pending[-1].endswith(":") for entry in sure) else 0.3) + 0.42 * share

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        scan = Scan(document.lines)
        found: list[Found] = []
        problems: list[Problem] = []
        people: set[str] = set()
        proceedings: tuple[Entry, Citation] | None = None
        for entry, citation in _read(scan.entries, Unwrapping(document.text)):
            line = document.lines[entry.line - 1]
            if not citation.title:
                problems.append(Problem.at(entry.line, "no paper behind this", line))
                continue
            if not entry.number and not citation.in_volume and _PROCEEDINGS.search(citation.title):
                proceedings = (entry, citation)
            volume = proceedings[1] if proceedings and proceedings[0].volume is entry.volume else None
            found.append(Found(_record(entry, citation, volume), len(found) + 1, entry.line))
            people.update(entry.authors or ())
            if not entry.authors:
                problems.append(Problem.at(entry.line, "no authors found for this paper", line))
        # A person's page is headed by the person's name.
        strays = [(number, text) for number, text in scan.strays if not people.issuperset(parse_names(text) or (text,))]
        problems += Problem.of_lines(strays)
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _is_own(line: str) -> bool:
    """Whether `line` is a whole citation, printed as DBLP alone does it."""
    return len(line) <= _LONGEST_OWN and is_citation(line) and _OWN_WAYS.search(line) is not None


def _read(entries: list[Entry], unwrapping: Unwrapping) -> Iterator[tuple[Entry, Citation]]:
    """Yield each entry with what its citation says; the title is empty where it has none."""
    for entry in entries:
        lines = entry.rest if entry.authors is not None else entry.pending
        yield entry, parse_citation(unwrapping.join(lines), entry.year)


def _record(entry: Entry, citation: Citation, proceedings: Citation | None) -> Record:
    """Return the record of a citation.

    Args:
        entry: its lines.
        citation: what they say.
        proceedings: the volume that its page is about, where the page cites it.
    """
    venue, year = citation.venue, citation.year
    if citation.in_volume:
        volume, cited = entry.volume or Volume(None, None), proceedings or Citation("")
        venue = cited.title or volume.name
        year = volume.year or year or cited.year
    arxiv = citation.arxiv or entry.arxiv
    return Record(
        title=citation.title,
        authors=entry.authors or (),
        year=year or (arxiv_year(arxiv) if arxiv else None),
        venue=venue,
        arxiv=arxiv,
        doi=entry.doi,
        url=entry.url,
        links=find_links(citation.title),
    )
