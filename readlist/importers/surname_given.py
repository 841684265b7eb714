"""Pages of a person's papers with authors as "Surname, Given, Surname, Given", as text copied from a browser.

    Owner, Given                          the person whose page it is
    Title of the First Paper
    Surname, Given, Owner, Given
    Its abstract.
    Title of the Second Paper
    …

Nothing but their content tells the lines apart. The person is an author of each paper, so the lines that name the
person are the authors' lines; the line before one is a title, what is between is an abstract. Lines without the
person count as authors only where everything around them speaks for it. Where the page does not name the person, it
is the one who is in most of the lines that can only be authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readlist.importers.author_lines import Pairing, is_collaboration, share_of_names
from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.furniture import is_furniture, without_furniture
from readlist.importers.links import find_links
from readlist.importers.surname_lines import FEWEST_PARTS, SINGLE_WORDS, Kind, Line, classified, is_title
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi
from readlist.model.record import Record

_SNIFFED = 1_000  # printed lines
_MOST_LINES = 40  # printed, of a paper on average, should its abstract have been broken into lines
_ABSTRACT = re.compile(r"\s*(?:Abstract|ABSTRACT)\s*(?:[:：]\s*|\Z)")
_YEAR = re.compile(r"\(?((?:19|20)[0-9]{2})\)?")


class SurnameGiven:
    """Importer of such pages; the module says what they look like."""

    name = "surname-given"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page."""
        printed = [text for line in document.lines[: 4 * _SNIFFED] if (text := line.strip())][:_SNIFFED]
        lines = classified(printed)
        authors = [line for line in lines if line.kind is Kind.AUTHORS]
        if _MOST_LINES * len(authors) < len(lines):
            return 0.0
        if any(line.kind is Kind.OWNER for line in lines) and any(line.owner is not None for line in authors):
            return 0.95
        # Without an owner it takes several papers, and hardly anything but papers: title, authors, abstract.
        if len(authors) > 1 and 5 * len(authors) >= len(lines):
            return 0.7 if any(line.owner is not None for line in authors) else 0.5
        return 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        lines = classified(document.lines)
        pairing = Pairing(alone={line.text for line in lines if line.kind is Kind.OWNER and not line.parts})
        for line in lines:
            if line.kind is Kind.AUTHORS:
                pairing.learn(line.parts)
        found: list[Found] = []
        problems: list[Problem] = []
        strays: list[tuple[int, str]] = []
        owned = any(line.kind is Kind.OWNER for line in lines)
        i = 0
        while i < len(lines):
            title = lines[i]
            if not is_title(lines, i):
                if title.kind is Kind.TEXT and not is_furniture(title.text):
                    strays.append((title.number, title.text))
                i += 1
                continue
            end = i + 2
            while end < len(lines) and lines[end].kind is not Kind.OWNER and not is_title(lines, end):
                end += 1
            authors, rest = lines[i + 1], lines[i + 2 : end]
            record = _record(title, pairing.names(authors.parts, authors.owner), rest, document.lines)
            found.append(Found(record, len(found) + 1, title.number))
            problems += _doubts(authors, rest, owned=owned)
            i = end
        if found:
            # A page may be headed by its owner's name in the order in which it is spoken.
            strays = [line for line in strays if line[1] not in found[0].record.authors]
        problems += Problem.of_lines(strays)
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _record(title: Line, authors: tuple[str, ...], rest: Sequence[Line], lines: Sequence[str]) -> Record:
    printed = list(without_furniture([(line.number, line.text) for line in rest]))
    year: int | None = None
    identifiers: dict[str, str | None] = {"arxiv": None, "doi": None}
    # A year or an identifier may stand on lines of their own, before the abstract or behind it.
    for edge in (0, -1):
        while printed:
            text = printed[edge][1]
            heading, arxiv, doi = _YEAR.fullmatch(text), parse_arxiv(text), parse_doi(text)
            if heading:
                year = year or int(heading[1])
            elif (arxiv and not identifiers["arxiv"]) or (doi and not (arxiv or identifiers["doi"])):
                identifiers["arxiv" if arxiv else "doi"] = arxiv or doi
            elif edge or not is_furniture(text):
                break
            printed.pop(edge)
    abstract = "\n".join(lines[printed[0][0] - 1 : printed[-1][0]]).strip() if printed else ""
    label = _ABSTRACT.match(abstract.partition("\n")[0])
    abstract = abstract[label.end() :].strip() if label else abstract
    arxiv = identifiers["arxiv"]
    return Record(
        title=title.text,
        authors=authors,
        year=year or (arxiv_year(arxiv) if arxiv else None),
        abstract=abstract,
        arxiv=arxiv,
        doi=identifiers["doi"],
        links=find_links(title.text, abstract),
    )


def _doubts(authors: Line, abstract: Sequence[Line], *, owned: bool) -> Iterator[Problem]:
    """Yield what may have been misread in a paper."""
    if (len(authors.parts) - sum(map(is_collaboration, authors.parts))) % 2:
        yield Problem.at(authors.number, "a surname without a given name, or the other way round", authors.text)
    elif owned and authors.owner is None:
        yield Problem.at(authors.number, "authors without the person whose page this is", authors.text)
    for line in abstract:
        if len(line.parts) >= FEWEST_PARTS and share_of_names(line.parts) > SINGLE_WORDS:
            yield Problem.at(line.number, "looks like authors, but was taken for part of an abstract", line.text)
