"""Citations as DBLP prints them: "First Author, Second Author: Title. Venue 2024: 580-606".

What is printed behind the title (https://dblp.org/faq/) is one of

    EMNLP (1) 2024: 580-606                     a conference paper; pages may be missing
    J. Snow Res. 24(3): 1:1-1:40 (2023)         an article
    CoRR abs/2310.16271 (2023)                  an article on arXiv
    University of Snow, Norway, 2020            a thesis
    Snow Series 7, Publisher 2020, ISBN 978-…   a book
    580-606                                     on the page of a volume, whose heading says the rest

Titles and names of journals both hold full stops, so what is abbreviated there is known by its word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from readlist.importers.person_names import is_name
from readlist.model.identifiers import parse_arxiv

_LONGEST_ENDING = 400

_HOMONYM = re.compile(r"\s[0-9]{4}\Z")
_PAGES = r"(?:[A-Za-z]{0,4}[0-9][\w.:]{0,12}(?:\s?[-–]\s?[\w.:]{0,14})?|[ivxlc]{1,6}-[ivxlc]{1,6})"
_MANY_PAGES = rf"{_PAGES}(?:,\s?{_PAGES}){{0,20}}"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_ARTICLE = re.compile(rf"\s\({_YEAR}\)\Z")
_VOLUME = re.compile(r"(?:\A|\s+)(?:\S*[0-9]\S*|[A-Z]{2}|abs/\S+)?(?:\s?\([^()]{1,40}\))?\Z")
_CONFERENCE = re.compile(rf"(?:\A|[\s,]){_YEAR}(?::\s*{_MANY_PAGES})?\Z")
_BOOK = re.compile(rf"\s{_YEAR},\s(?:ISBN|ISSN|pp\.|pages)\s.{{1,200}}\Z")
_PAGES_ALONE = re.compile(rf"(?<=[.?!]\s){_PAGES}(?:,\s?{_PAGES}){{0,20}}\Z")
_CORR = re.compile(r"CoRR,?\s(?:abs/)?(\S{4,40}?)\s\([0-9]{4}\)\Z")
_CONTENTS = re.compile(r"\s*\[contents\]\s*\Z")
_SENTENCE_END = re.compile(r"[.?!][\"”’')]?\s+")

_ABBREVIATIONS = """
    acad acoust adapt adv afr algebr am amer anal ann annu appl arch archit artif asian assoc asymptot autom
    auton bioinform biol biomed bull bus cent chem clin cogn collab colloq comb combin commun comp comput conf
    contemp contr curr cybern decis des dev diagn differ digit discret discuss dyn econ educ electr electron
    embed empir endow eng entertain environ ergon eur evol exp explor finan found front fundam gener genet geom
    geosci glob graph hum ieice inf inform innov inst instrum int integr intell interact interdiscip j jpn knowl
    kybern lang learn lect leg lett lib libr linguist logist mach mag manag manuf math meas mech med methodol
    microprocess min mob multim nat netw neurosci nucl numer oper opt optim perform pers pervasive phys pract
    proc program psychol pubbl publ qual quant quart rec recognit reliab rep res resour rev sci secur sel semant
    ser serv simul soc softw spat stat statist stoch struct stud surv syst technol telecommun theor toolk topol
    trans univ vis
"""
"""Words that DBLP abbreviates in the names of journals (ISO 4), in lower case and without the full stop."""
_ABBREVIATED = frozenset(_ABBREVIATIONS.split())
_MOST_WORDS_BEFORE_STOP = 3
_LONGEST_ABBREVIATION = 9
_LOWER_CASE = frozenset({"npj", "eLife", "iScience"})


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation.

    Attributes:
        title: without the full stop that DBLP puts behind each.
        venue: without volume, year and pages.
        year: None where none is printed.
        arxiv: for an article on arXiv.
        complete: whether something is printed behind the title.
        in_volume: whether that is nothing but pages.
    """

    title: str
    venue: str | None = None
    year: int | None = None
    arxiv: str | None = None
    complete: bool = False
    in_volume: bool = False


def parse_names(text: str, *, any_name: bool = False) -> tuple[str, ...] | None:
    """Return the names that commas part in `text`, without the numbers of homonyms; None where it holds others.

    Args:
        text: "First Author, Second Author 0002".
        any_name: whether it is known that there are names, so that one may look like anything.
    """
    names: list[str] = []
    for part in text.split(","):
        name = _HOMONYM.sub("", part.strip())
        if any_name:
            names += [name] if name else []
        elif is_name(name):
            names.append(name)
        else:
            return None
    return tuple(names)


def parse_citation(text: str, default_year: int | None = None) -> Citation:
    """Return what `text`, a citation without its authors on one line, says.

    Args:
        text: "Title. Venue 2024: 580-606".
        default_year: what the heading above says.
    """
    text = _CONTENTS.sub("", text).strip()
    ending = max(0, len(text) - _LONGEST_ENDING)
    article, book = _ARTICLE.search(text, ending), _BOOK.search(text, ending)
    found = article or book or _CONFERENCE.search(text, ending)
    if found is None:
        pages = _PAGES_ALONE.search(text, ending)
        title = text[: pages.start()] if pages else text
        return Citation(_untitled(title), year=default_year, complete=bool(pages), in_volume=bool(pages))
    begin, venue = _venue(text, found.start(), is_article=article is not None)
    if not begin:
        return Citation(_untitled(text), year=default_year)
    corr = _CORR.match(text, begin)
    return Citation(
        title=_untitled(text[:begin]),
        venue=venue or None,
        year=int(found["year"]),
        arxiv=parse_arxiv(corr[1]) if corr else None,
        complete=True,
    )


def _venue(text: str, end: int, *, is_article: bool) -> tuple[int, str]:
    """Return where the venue before `end` begins, and its name; 0 where a title does not end before it."""
    begin = max(0, end - _LONGEST_ENDING)
    places = [place.end() for place in _SENTENCE_END.finditer(text, begin, end)]
    if _SENTENCE_END.fullmatch(text[max(0, end - 1) : end] + " "):
        places.append(end)  # the year stands behind the title at once
    while places:
        begin = places.pop()
        before = places[-1] if places else 0
        venue = text[begin:end].strip(" ,")
        if is_article:
            venue = _VOLUME.sub("", venue.partition(":")[0], count=1)
        goes_on = (is_article and not venue) or _is_abbreviated(text[before:begin])
        if not goes_on and is_article and len(places) > 1 and _is_single(text[before:begin]):
            # A word that is not on the list, between one that is and the rest of the name.
            goes_on = _is_abbreviated(text[places[-2] : before])
        if not (before and goes_on):
            return begin, venue
    return 0, ""


def _is_abbreviated(piece: str) -> bool:
    """Whether `piece`, which ends with a full stop, is the beginning of a journal's name: "IEEE Trans. "."""
    words = piece.split()
    if not words or len(words) > _MOST_WORDS_BEFORE_STOP:
        return False
    if not all(word[:1].isupper() or word in _LOWER_CASE for word in words):
        return False
    return words[-1].endswith(".") and words[-1][:-1].lower() in _ABBREVIATED


def _is_single(piece: str) -> bool:
    """Whether `piece`, which ends with a full stop, may be an abbreviated word: "Flakol. "."""
    word = piece.strip().removesuffix(".")
    return word.isalpha() and word[0].isupper() and len(word) <= _LONGEST_ABBREVIATION


def _untitled(title: str) -> str:
    return title.strip().removesuffix(".").rstrip()
