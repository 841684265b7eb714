"""One entry of a bibliography: authors, title, venue, year and identifiers out of a line of running text.

Styles differ in where the year stands, in what marks the title, and in how names are printed:

    A. Author, B. Author, and C. Author. Title. In Proceedings of …, pages 1–10, 2023.        (plain, NeurIPS)
    Author, A., Author, B., and Author, C. Title. In International Conference …, 2023.         (ICML)
    Ann Author and Bo Author. 2023. Title. In Proceedings of …, pages 1–10, Toronto, Canada.   (ACL, ACM)
    Author, A. B. (2019). Title. Journal, 12(3), 45–67. https://doi.org/…                      (APA)
    Author AB, Author CD. Title. Journal. 2019;12:1-4.                                         (Vancouver)
    A. Author and B. Author, "Title," in Proc. X, 2020, pp. 1–5, doi: …                        (IEEE)
    Author, A., Author, B.: Title. In: Proceedings …, pp. 1–10 (2019)                          (LNCS)
    A. Author, B. Author, Title, Journal 12 (2019) 45–67.                                      (Elsevier)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readlist.importers.addresses import Kind
from readlist.importers.citation_authors import Authors, Style, institution, scan_authors
from readlist.importers.citation_venue import citation_venue, starts_venue
from readlist.importers.mentions import Mention, find_mentions
from readlist.importers.printed_venues import YEAR, printed_year
from readlist.model.identifiers import arxiv_year
from readlist.model.record import Record

_OPEN, _CLOSE = '"“”„«‟', '"”“»‟'
_QUOTED = re.compile(
    rf"[{_OPEN}](?P<title>[^{_OPEN}{_CLOSE}]{{8,400}}(?:‘[^’]*’)?)[{_CLOSE}]|``(?P<tex>[^`]{{8,400}})''"
)
_YEAR_IN_BRACKETS = re.compile(
    rf"\((?:(?P<year>{YEAR})[a-z]?(?:,\s?[A-Z][a-z]+\.?(?:\s[0-9]{{1,2}}(?:[-–][0-9]{{1,2}})?)?)?"
    rf"|n\.\s?d\.|in press|forthcoming)\)"
)
_YEAR_SENTENCE = re.compile(rf"\s(?P<year>{YEAR})[a-z]?\.\s")
_BREAK = re.compile(r"[.?!][\"”’']?\s+(?=\S)|(?<=\w)\.(?=[A-Z][a-z]{3})")
_ABBREVIATION = re.compile(
    r"(?:\b(?:vs|e\.g|i\.e|cf|St|Dr|Mr|Mrs|no|No|approx|resp|et al|Eq|Fig|Sec|Ch|Vol)|\b[A-Z]\.[A-Z])\Z"
)
_MARKUP = re.compile(
    r"\[(?:Online|PDF|Preprint)\][.,]?|\bAvailable(?: online)?(?: at)?\s*[:.]?\s*(?=$|[.,)])"
    r"|\b(?:URL|DOI|doi|PMID|PMCID|Accessed|ISBN|ISSN)\s*:?\s*(?=$|[.,)\]])|\[\s*\]|\(\s*\)|<\s*>",
    re.IGNORECASE,
)
_SINGLE_QUOTED = re.compile(r"[‘'](?P<title>[^\n]{8,400}?)[’'](?=[,.]\s|\s[A-Z])")
_BLANKS = re.compile(r"\s+")
_ENDS = " \t.,;:"
_LONGEST = 6000  # characters; a bibliography that prints the thousands of an experiment has longer entries, which stay
_HUGE = 200_000
_FEWEST_LETTERS = 2
_MOST_TITLE = 500


@dataclass(frozen=True, slots=True)
class Citation:
    """What an entry of a bibliography says.

    Attributes:
        record: the paper.
        whole: whether authors, title, and a year or an identifier were found.
    """

    record: Record
    whole: bool


@dataclass(frozen=True, slots=True)
class _Parts:
    """An entry cut into its parts: the title without full stop, the rest from the venue on."""

    authors: tuple[str, ...]
    title: str
    rest: str
    year: int | None = None


def read_citation(text: str) -> Citation:
    """Return what the entry `text` (one line, without its number) says of a paper."""
    text = _BLANKS.sub(" ", text).strip() if len(text) <= _HUGE else text
    mentions = find_mentions(text, bare=False)
    papers = [mention for mention in mentions if _counts(mention)]
    plain = _without(text, mentions)
    parts = _parts(plain) if len(plain) <= _LONGEST else None
    arxiv = next((m.address.arxiv for m in papers if m.address.arxiv), None)
    doi = next((m.address.doi for m in papers if m.address.doi), None)
    year = parts.year if parts else None
    venue = None
    if parts:
        venue = citation_venue(parts.rest)
        year = year or printed_year(parts.rest)
    if year is None and (parts is None or not parts.title):
        year = printed_year(plain)
    if year is None:
        year = arxiv_year(arxiv) if arxiv else next((m.address.year for m in papers if m.address.year), None)
    url = _page(mentions)
    record = Record(
        title=parts.title if parts else None,
        authors=parts.authors if parts else (),
        year=year,
        venue=venue,
        arxiv=arxiv,
        doi=doi,
        url=url,
        links=_links(mentions, url),
    )
    return Citation(record, bool(parts and parts.authors and (year or arxiv or doi)))


def split_citation(text: str) -> tuple[tuple[str, ...], str, str] | None:
    """Return authors, title and rest of `text`, in which no identifiers and addresses are left; None if it is none."""
    parts = _parts(_BLANKS.sub(" ", text).strip()) if len(text) <= _LONGEST else None
    return (parts.authors, parts.title, parts.rest) if parts else None


def _page(mentions: Sequence[Mention]) -> str | None:
    """Return the address of the work's page: the publisher's before arXiv's, before one that nothing is known of."""
    printed = [mention.address for mention in mentions if mention.printed]
    published = (address for address in printed if address.kind is Kind.PAPER and not address.arxiv)
    preprint = (address for address in printed if address.kind is Kind.PAPER)
    unknown = (address for address in printed if address.kind in {Kind.DOCUMENT, Kind.OTHER})
    return next((address.url for address in (*published, *preprint, *unknown)), None)


def _counts(mention: Mention) -> bool:
    return mention.address.kind is Kind.PAPER


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """Return `text` with what is mentioned taken out, so that its punctuation is that of the sentence."""
    pieces: list[str] = []
    end = 0
    for mention in mentions:
        pieces.append(text[end : mention.start])
        end = mention.end
    pieces.append(text[end:])
    return _MARKUP.sub(" ", " ".join(pieces)).strip() if mentions else text


def _links(mentions: Sequence[Mention], url: str | None) -> tuple[str, ...]:
    """Return the addresses that say more than identifiers and page do."""
    links = (m.address.url for m in mentions if m.printed and not (m.address.arxiv or m.address.doi))
    return tuple(dict.fromkeys(link for link in links if link != url))


def _parts(text: str) -> _Parts | None:
    for read in (_quoted, _dated, _running):
        parts = read(text)
        if parts is not None and sum(map(str.isalpha, parts.title[:_MOST_TITLE])) >= _FEWEST_LETTERS:
            return parts if len(parts.title) <= _MOST_TITLE else None
    return None


def _quoted(text: str) -> _Parts | None:
    """Return the parts of an entry whose title stands in quotation marks behind the authors."""
    found = _QUOTED.search(text)
    if found is None or found.start() > _LONGEST:
        return None
    before = text[: found.start()]
    bracketed = _YEAR_IN_BRACKETS.search(before)
    year = int(bracketed["year"]) if bracketed and bracketed["year"] else None
    authors = _all_authors(before[: bracketed.start()] if bracketed else before)
    title = (found["title"] or found["tex"]).strip()
    # Words in quotation marks within a title are no title, and no list of authors stands before them.
    if not authors or not (title[-1] in ",.?!" or starts_venue(text[found.end() :].lstrip(_ENDS)) or bracketed):
        return None
    return _Parts(authors, title.rstrip(",.").strip(), text[found.end() :].lstrip(_ENDS), year)


def _dated(text: str) -> _Parts | None:
    """Return the parts of an entry that prints the year between authors and title."""
    for pattern in (_YEAR_IN_BRACKETS, _YEAR_SENTENCE):
        found = pattern.search(text)
        if found is None:
            continue
        authors = _all_authors(text[: found.start()])
        behind = text[found.end() :].lstrip(_ENDS)
        if authors and behind and not starts_with_volume(behind):
            title, rest = _title_and_rest(behind)
            return _Parts(authors, title, rest, int(found["year"]) if found["year"] else None)
    return None


def starts_with_volume(text: str) -> bool:
    """Whether `text` goes on with numbers, as it does behind a journal: the year before it was the journal's."""
    return bool(re.match(r"(?:pp?\.?\s)?[0-9]++[,;:.–-]?(?:\s?[0-9]|$)|no\.|vol\.|pages?\b", text, re.IGNORECASE))


def _running(text: str) -> _Parts | None:
    """Return the parts of an entry in which nothing but a full stop, colon or comma parts authors and title."""
    found = scan_authors(text)
    if found is None:
        return _of_institution(text)
    behind = text[found.end :]
    if not _is_boundary(found, text, behind):
        return _of_institution(text) if found.style is Style.GIVEN_FIRST else None
    if behind.startswith(",") and found.style in {Style.INITIALS_FIRST, Style.SURNAME_FIRST}:
        title, rest = _title_before_comma(behind.lstrip(_ENDS))
    else:
        title, rest = _title_and_rest(behind.lstrip(_ENDS))
    if len(found.names) == 1 and " " not in found.names[0] and not rest:
        return None
    return _Parts(found.names, title, rest) if rest or " " in title else None


def _is_boundary(found: Authors, text: str, behind: str) -> bool:
    """Whether `behind`, which follows names, may be a title."""
    if not behind.strip(_ENDS):
        return False
    if behind[:1] in ".:":
        return True
    ends_with_stop = text[found.end - 1] == "."  # that of an initial, or of "et al."
    if behind[:1] == " ":
        return ends_with_stop
    return behind[:1] == "," and found.style in {Style.INITIALS_FIRST, Style.SURNAME_FIRST}


def _of_institution(text: str) -> _Parts | None:
    found = _BREAK.search(text)
    name = institution(text[: found.start()]) if found else None
    if found is None or name is None or len(name.split()) > len(("Google", "Research", "Brain", "Team")):
        return None
    title, rest = _title_and_rest(text[found.end() :])
    return _Parts((name,), title, rest) if rest and " " in title else None


def _all_authors(text: str) -> tuple[str, ...]:
    """Return the authors that `text`, which ends where they do, prints."""
    text = text.strip(" ,.;:(") + ("." if re.search(r"\b[^\W\d_]\.?[,;:( ]*$", text) else "")
    found = scan_authors(text)
    if found and not text[found.end :].strip(" ,.;:("):
        return found.names
    name = institution(text)
    return (name,) if name else ()


def _title_and_rest(text: str) -> tuple[str, str]:
    """Return title and rest of `text`, which begins with the title.

    A title may hold full stops and question marks itself: it ends where a venue follows, else at the first stop.
    """
    single = _SINGLE_QUOTED.match(text)
    if single:
        return _bare(single["title"].rstrip(",")), text[single.end() :].lstrip(_ENDS)
    first: tuple[str, str] | None = None
    for found in _BREAK.finditer(text, 0, _MOST_TITLE + 100):
        before = text[: found.start()]
        stop, rest = text[found.start()], text[found.end() :]
        title = text[: found.start() + (stop in "?!")]
        if starts_venue(rest):
            return _bare(title), rest
        if first is None and stop == "." and not _ABBREVIATION.search(before[-12:]):
            first = title, rest
    title, rest = first or (text, "")
    return _bare(title), rest


def _title_before_comma(text: str) -> tuple[str, str]:
    """Return title and rest of `text` in a style that parts all by commas."""
    at = re.search(r"[,.]\s+(?=[Ii]n:?\s|ar[Xx]iv|CoRR|Ph\.?D)", text)
    if at is None:
        stop = next((m for m in _BREAK.finditer(text) if starts_venue(text[m.end() :])), None)
        numbered = re.search(rf",\s+(?=[^,]{{2,90}}?,?\s(?:vol\.\s?)?[0-9]+\b)|,\s+(?={YEAR}\b)", text)
        at = min(filter(None, (stop, numbered)), key=lambda m: m.start(), default=None)
    if at is None:
        return _title_and_rest(text)
    return _bare(text[: at.start()]), text[at.end() :]


def _bare(title: str) -> str:
    title = title.strip(" ,;:").removesuffix(".").strip()
    for opening, closing in ("“”", '""', "‘’", "''"):
        if len(title) > 2 and title[0] == opening and title[-1] == closing and closing not in title[1:-1]:  # noqa: PLR2004 -- both marks
            return title[1:-1].rstrip(",.")
    return title
