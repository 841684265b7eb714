"""A paper in the making: what the pieces of a place in a Markdown reading list say, put together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from readlist.importers.addresses import Address, Kind
from readlist.importers.citation_authors import scan_authors, whole_authors
from readlist.importers.markdown_labels import Label, field_of, label_of
from readlist.importers.printed_venues import is_date, is_venue, may_hold_venue, printed_year, venue_and_year
from readlist.model.identifiers import arxiv_base, arxiv_year
from readlist.model.record import Record
from readlist.model.vocabulary import word_set

_GROUP = re.compile(r"[(\[【]([^()\[\]【】]{2,160})[)\]】]")
_EMPTY = re.compile(r"[(\[【]\s*[)\]】]")
_BETWEEN = re.compile(
    r"""(?=[\s;；。.!?\-–—|·•:])
    (?: \n | \s[-–—|·•／/]+\s | [;；。]\s* | \s\|\s? | (?<![A-Z])[.!?](?:\s+(?=[^a-z\s])|\s*$) | ^[-–—|·•:]\s )""",
    re.VERBOSE,
)
_TAG = re.compile(
    r"""\s*(?:[(\[【]([^()\[\]【】]{1,60})[)\]】]
      |((?:19|20)[0-9]{2}(?:[-/.][0-9]{1,2}){1,2})\s?(?=[:\-–—|]))\s*[:\-–—|.]?\s*""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"\s*(?:\(?[0-9]{1,3}[.)]\s+)+")
_SITE = re.compile(
    r"\s[|\-–—]\s(?:OpenReview|ACL Anthology|Papers With Code|arXiv(?:\.org)?|Semantic Scholar|IEEE.*|SpringerLink"
    r"|NeurIPS.*|Nature|Hugging ?Face.*)$"
)
_DECORATION = re.compile(
    r"^(?::[a-z0-9_+-]{2,30}:|[^\w\"“'‘(\[{$¿¡\\])+|(?::[a-z0-9_+-]{2,30}:|[^\w\"”'’)\]}$?!.%+*\\])+$"
)
_BY = re.compile(r"^(?:[Bb]y|[Aa]uthors?:?)\s+")
_IN = re.compile(r"^(?:[Ii]n|[Aa]t|[Aa]ccepted (?:at|to|by))\s+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_THREE_WORDS = re.compile(r"(?:\W*+\w++){2}\W++\w")
_ENDS = " \t\n,;:"
_SIGNS = " \t,;-–—|"
_BOTH_MARKS = 2
_TAG_WORDS = 3
_MOST_TITLE = 400
_MOST_REMARK = 4_000
_NO_REMARKS = word_set("in by and with at")
_NO_REMARK_FIELDS = word_set(
    """
    paper pdf link url arxiv doi code github project website homepage bibtex data dataset model demo video slide
    publisher
    """
)


@dataclass(slots=True)
class Draft:
    """A paper in the making.

    Attributes:
        title, authors, year, venue, abstract, arxiv, doi, url: as of `readlist.model.record.Record`.
        links: addresses that are no identifiers.
        remarks: what else is said in the same place.
        offered: whether an address or identifier of a paper is there.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    abstract: str = ""
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    links: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    offered: bool = False
    _rank: int = 0
    _told_year: int | None = None

    def offer(self, address: Address, *, printed: bool) -> None:
        """Take in an address at which the paper is; `printed`: whether it stands there, rather than an identifier."""
        self.offered = True
        self.arxiv = self.arxiv or address.arxiv
        self.doi = self.doi or address.doi
        self._told_year = self._told_year or (None if address.arxiv else address.year)
        if not printed:
            return
        # The publisher's page before arXiv's, before a file that nothing is known of.
        rank = 1 if address.kind is not Kind.PAPER else 2 if address.arxiv else 3
        if rank > self._rank:
            if self.url and not self.arxiv and not self.doi:
                self.links.append(self.url)
            self.url, self._rank = address.url, rank
        elif not (address.arxiv or address.doi):
            self.links.append(address.url)

    def fill(self, other: Draft) -> None:
        """Take what `other` says that is not known yet."""
        for name in ("title", "authors", "year", "venue", "abstract", "arxiv", "doi", "_told_year"):
            if not getattr(self, name):
                setattr(self, name, getattr(other, name))
        if other.url and other._rank > self._rank:
            self.url, self._rank = other.url, other._rank
        if other.url and other.arxiv and self.arxiv and arxiv_base(other.arxiv) != arxiv_base(self.arxiv):
            self.links.append(other.url)  # another paper, that this one speaks of
        self.links += other.links
        self.remarks += other.remarks
        self.offered = self.offered or other.offered

    def forget_text(self) -> None:
        """Drop what the words around the links said."""
        self.title, self.authors, self.venue, self.year = None, (), None, None
        self.remarks.clear()

    def take_text(self, text: str) -> None:
        """Find authors, venue and year in `text`; what is none of these are remarks."""
        for piece in _pieces(_EMPTY.sub(" ", text)):
            self.take_piece(piece)

    def take_piece(self, piece: str) -> None:
        """Take in a piece of text for what it looks like."""
        labelled = field_of(piece)
        if labelled:
            self.take_field(*labelled)
        elif not self._took_date(piece):
            may_hold = may_hold_venue(piece)
            names_venue = may_hold and is_venue(piece)
            if not self.authors and not names_venue and self._took_authors(piece):
                return
            if self.authors or not may_hold or not self._took_authors_and_venue(piece):
                self._take_venue(piece, names_venue=names_venue)

    def take_field(self, name: str, value: str) -> None:
        """Take in a labelled line, such as "Authors: …"; see `readlist.importers.markdown_labels.field_of`."""
        if name == "title":
            self.title = printed_title(value) or self.title
        elif name in {"author", "by"}:
            names = whole_authors(value) or tuple(filter(None, map(str.strip, value.split(","))))
            self.authors = self.authors or names
        elif name in {"venue", "conference", "journal", "published", "publication"}:
            venue, year = venue_and_year(value)
            self.venue, self.year = self.venue or venue, self.year or year
        elif name in {"year", "date"}:
            self.year = self.year or printed_year(value)
        elif name == "abstract":
            if self.abstract:
                self.remarks.append(value)
            self.abstract = self.abstract or value
        elif value and name not in _NO_REMARK_FIELDS:
            self.remarks.append(value)

    def record(self) -> Record:
        """Return the paper; its year is that of the identifier where none is printed."""
        return Record(
            title=self.title,
            authors=self.authors,
            year=self.year or self._told_year or (arxiv_year(self.arxiv) if self.arxiv else None),
            venue=self.venue,
            abstract=self.abstract,
            arxiv=self.arxiv,
            doi=self.doi,
            url=self.url,
            links=tuple(link for link in dict.fromkeys(self.links) if link != self.url),
            comment="; ".join(dict.fromkeys(self.remarks)) or None,
        )

    def _took_date(self, piece: str) -> bool:
        """Take the year out of `piece`; return whether it is a date."""
        if not is_date(piece):
            return False
        self.year = self.year or printed_year(piece)
        return True

    def _took_authors(self, piece: str) -> bool:
        """Take the authors that `piece` as a whole is; return whether there were any."""
        authors = whole_authors(_BY.sub("", piece))
        if not _are_persons(authors, piece):
            return False
        self.authors = authors
        return True

    def _took_authors_and_venue(self, piece: str) -> bool:
        """Take authors out of `piece` and the venue behind them; return whether there were any."""
        names, rest = _names_then_venue(piece)
        if not _are_persons(names, piece):
            return False
        self.authors = names
        if not self._took_date(rest):
            self._take_venue(rest, names_venue=is_venue(rest))
        return True

    def _take_venue(self, piece: str, *, names_venue: bool) -> None:
        if names_venue:
            name, year = venue_and_year(_IN.sub("", piece))
            self.year = self.year or year
            if name is None or self.venue is None:
                self.venue = self.venue or name
                return
        if len(piece) <= _MOST_REMARK and any(map(str.isalpha, piece)) and piece.casefold() not in _NO_REMARKS:
            self.remarks.append(piece)


@lru_cache(maxsize=64)
def printed_title(text: str) -> str | None:
    """Return a title as it is printed, without what lists put around one; None for none."""
    bare = " ".join(text[: 4 * _MOST_TITLE].split())
    if not bare[:1].isalpha():
        bare = _DECORATION.sub("", bare)
        bare = bare[leading_tags(bare)[1] :]
    bare = _SITE.sub("", _undecorated(bare)).strip(_ENDS)
    for opening, closing in ('""', "“”", "''", "‘’", "[]", "()") if not bare[:1].isalnum() else ():
        enclosed = len(bare) > _BOTH_MARKS and bare[0] == opening and bare[-1] == closing
        if enclosed and opening not in bare[1:-1]:
            bare = bare[1:-1].strip(_ENDS)
    return (bare.removesuffix(".") if not bare.endswith("..") else bare) or None


def _undecorated(text: str) -> str:
    """Return `text` without emoji and other signs around it."""
    if len(text) > _MOST_TITLE or (text[:1].isalnum() and text[-1:].isalnum()):
        return text
    return _DECORATION.sub("", text)


def leading_tags(text: str) -> tuple[list[str], int]:
    """Return what `text` has before the title, "[2023/10]" and "(ICLR 2024)", and where the title begins."""
    tags: list[str] = []
    number = _NUMBER.match(text)
    begin = number.end() if number else 0
    while found := _TAG.match(text, begin):
        tag = (found[1] or found[2]).strip()
        if not is_tag(tag) and _WORD.search(tag):
            break
        tags.append(tag)
        begin = found.end()
    return tags, begin


def is_tag(text: str) -> bool:
    """Whether `text` is what lists put before titles: where and when, or an identifier."""
    bare = text.strip(" .,;:()[]")
    if is_date(bare) or label_of(bare) in {Label.VENUE, Label.PAPER}:
        return True
    return len(bare.split()) <= _TAG_WORDS and is_venue(bare)


def _pieces(text: str) -> Iterator[str]:
    def grouped(found: re.Match[str]) -> str:
        inner = found[1].strip()
        return f"\n{inner}\n" if is_tag(inner) or is_venue(inner) else found[0]

    for piece in _BETWEEN.split(_GROUP.sub(grouped, text)):
        bare = _undecorated(piece.strip().strip(_SIGNS)).strip(_SIGNS + ":()[]")
        bare = f"{bare})" if bare.count("(") > bare.count(")") else bare
        if bare:
            yield bare


def _are_persons(names: tuple[str, ...], piece: str) -> bool:
    """Whether `names`, read in `piece`, are more than one capitalised word."""
    return len(names) > 1 or any(" " in name for name in names) or (bool(names) and "et al" in piece)


def _names_then_venue(piece: str) -> tuple[tuple[str, ...], str]:
    """Return the authors that `piece` begins with and the venue behind them; ((), piece) where it is not that."""
    # A person has two words, and the venue one.
    found = scan_authors(piece) if _THREE_WORDS.match(piece) else None
    if found is None:
        return (), piece
    left = piece[found.end :].lstrip(_ENDS + ".")
    if left and (is_venue(left) or is_date(left)):
        return (found.names, left) if not is_venue(found.names[-1]) else ((), piece)
    # "Ann Author, Bo Other, Nature": the venue looks like a name.
    comma = piece.rfind(",")
    while comma > 0:
        before, behind = piece[:comma], piece[comma + 1 :].strip()
        if not (is_venue(behind) or is_date(behind)):
            break
        authors = whole_authors(before)
        if authors and not is_venue(before.rpartition(",")[2]):
            return authors, behind
        comma = piece.rfind(",", 0, comma)
    return (), piece
