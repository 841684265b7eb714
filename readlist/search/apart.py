"""Papers without an index, asked themselves: a field that a filter looks at is read for all of them at once.

So a library of 100,000 papers that has no index answers within a second or two, and is:starred at once: nothing is
read that nobody asks for. What is read is kept here and not in the library's papers, so that it goes with this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress
from operator import attrgetter

from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.query.filters import Filter
from readlist.query.filters_record import During, Has, Identified, InYears
from readlist.query.filters_state import InState
from readlist.query.filters_text import PHRASED, TEXTS, Close, Pattern, Text
from readlist.query.query import Query
from readlist.query.slips import words_of
from readlist.search import bits
from readlist.search.combining import Combining
from readlist.search.live import Live
from readlist.search.reading import Copies, fleeting
from readlist.text import as_typed, caseless

_HEADS = ("title", "author", "venue")
_LONG = ("note", "abstract")
_FIELDS: Mapping[str, str] = {"author": "authors", "source": "sources", "link": "links"}
"""What a paper calls the fields that the query language calls otherwise."""
_KEPT = frozenset({"title", "authors", "year", "venue", "arxiv", "doi", "url", "added"})
"""The fields that are kept; others are long, or seldom asked for."""
_SHARE = 50
"""Of fewer papers than one in 50, each is read by itself sooner than a field of all papers of the library."""
_FOLLOWED = 1000
"""After changes of more papers than that, all are taken anew."""


class Apart(Combining):
    """Papers that stand apart from the index, a row each.

    Attributes:
        everything: all rows, as a set.
    """

    def __init__(self, library: Library, keys: Iterable[str]) -> None:
        """Begin; nothing is read.

        Args:
            library: that has the papers.
            keys: of the papers; those that are not in the library are left out.
        """
        papers = [paper for paper in map(library.get, keys) if paper is not None]
        self._papers = papers
        self._least = len(library) // _SHARE
        self._live = Live(lambda name: list(map(attrgetter(name), papers)), len(papers))
        self._texts: dict[tuple[str, bool], list[str]] = {}
        self._passing: Copies | None = None
        self.everything = bits.full(len(papers))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {paper.key: row for row, paper in enumerate(self._papers)}

    @cached_property
    def _kept(self) -> Copies:
        return Copies(self._papers)

    def find(self, query: Query, within: int) -> int:
        """Return the rows (a set) of `within` that a query means, whatever its limit."""
        try:
            return self.of_query(query, within)
        finally:
            self._passing = None

    def keys_of(self, rows: int) -> tuple[str, ...]:
        """Return the keys of some rows (a set), in order."""
        return tuple(paper.key for paper in compress(self._papers, bits.flags_of(rows)))

    def having(self, keys: Iterable[str], fields: Sequence[str] = ()) -> list[Paper]:
        """Return those of some papers that are here, to be asked for some fields; others are read one by one."""
        places = self._places
        rows = [places[key] for key in keys if key in places]
        if len(rows) <= self._least:
            return [fleeting(self._papers[row]) for row in rows]
        papers = self._kept.having(fields)
        return [papers[row] for row in rows]

    def titles_of(self, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Return those of some keys that are here, with the folded titles of their papers."""
        return [(paper.key, caseless(_title(paper))) for paper in self.having(keys, ("title",))]

    def follow(self, before: Library, after: Library, keys: Sequence[str]) -> bool:
        """Take in that some papers have changed; return whether that could be done: not where some came or went."""
        changed = [(self._places.get(key), before.get(key), after.get(key)) for key in keys]
        if len(changed) > _FOLLOWED:
            return False
        self._texts.clear()
        for row, old, new in changed:
            if row is None or old is None or new is None or old.number != new.number:
                return False
            self._papers[row] = new
            self._live.change(row, old, new)
            self._kept.change(row, new)
        return True

    # One condition

    def of_one(self, part: Filter, within: int) -> int:
        """Return the rows of `within` that a filter means which is made of no others."""
        known = self._live.rows(part)
        if known is not None:
            return within & known
        if isinstance(part, Close) and within.bit_count() > self._least:
            return self._close(part, within)
        if isinstance(part, Text):
            return self._anywhere(part, within) if part.field is None else self._in_field(part.field, part, within)
        papers = self._with_fields(_fields_of(part), within)
        return self._where(within, lambda row: part.matches(papers[row]))

    def cost_of_one(self, part: Filter) -> int:
        """Return what comes first of several filters: what needs little to be read."""
        if isinstance(part, Text) and part.field is None:
            return 3
        fields = _fields_of(part)
        return 0 if not fields or self._live.knows(part) else 1 if _KEPT.issuperset(fields) else 2

    def _where(self, within: int, test: Callable[[int], bool]) -> int:
        return bits.of_any(list(filter(test, bits.rows_of(within))), len(self._papers))

    def _with_fields(self, fields: Sequence[str], within: int) -> Sequence[Paper] | Mapping[int, Paper]:
        """Return papers by row, to be asked for some fields; those of `within` at least."""
        if not fields:
            return self._papers
        if within.bit_count() <= self._least:
            return {row: fleeting(self._papers[row]) for row in bits.rows_of(within)}
        if _KEPT.issuperset(fields):
            return self._kept.having(fields)
        if self._passing is None:
            self._passing = Copies(self._papers)
        return self._passing.having(fields)

    def _anywhere(self, part: Text, within: int) -> int:
        look = as_typed if part.exact else caseless
        rest = within & ~self._live.where("tags", lambda tags: part.wanted in look(" ".join(tags)), ("tags", part))
        for field in _HEADS:
            rest &= ~self._in_field(field, part, rest)
        if rest:
            papers = self._with_fields(_LONG, rest)
            rest &= ~self._where(
                rest, lambda row: any(part.wanted_in(name) in look(PHRASED[name](papers[row])) for name in _LONG)
            )
        return within & ~rest

    def _in_field(self, field: str, part: Text, within: int) -> int:
        """Return the rows of `within` that have a needle in one of `TEXTS`."""
        if field in _HEADS and within.bit_count() > self._least:
            texts, wanted = self._texts_of(field, exact=part.exact), part.wanted_in(field)
            return self._where(within, lambda row: wanted in texts[row])
        looked_for = Text(part.needle, field)
        papers = self._with_fields(_fields_of(looked_for), within)
        return self._where(within, lambda row: looked_for.matches(papers[row]))

    def _texts_of(self, field: str, *, exact: bool) -> list[str]:
        """Return title, authors or venue of all papers, as they are compared."""
        texts = self._texts.get((field, exact))
        if texts is None:
            text, look = _title if field == "title" else TEXTS[field], as_typed if exact else caseless
            papers = self._kept.having((_FIELDS.get(field, field),))
            texts = self._texts[field, exact] = [look(text(paper)) for paper in papers]
        return texts

    def _close(self, part: Close, within: int) -> int:
        """Return the rows of `within` that have a word like another one; each distinct word is compared once."""
        known: dict[str, bool] = {}

        def is_like(chunk: str) -> bool:
            if chunk not in known:
                known[chunk] = any(map(part.is_like, words_of(chunk)))
            return known[chunk]

        found = self._live.where(
            "tags", lambda tags: any(map(is_like, caseless(" ".join(tags)).split())), ("tags", part)
        )
        for field in _HEADS:
            texts = map(str.split, self._texts_of(field, exact=False))
            found |= bits.of_any(
                [row for row, words in enumerate(texts) if any(map(is_like, words))], len(self._papers)
            )
        return within & found


def _title(paper: Paper) -> str:
    # One that is not printed is made of the abstract, which is not to be kept.
    return TEXTS["title"](paper if paper.title else fleeting(paper))


def _fields_of(part: Filter) -> tuple[str, ...]:
    """Return the fields of a paper that a filter looks at."""
    if isinstance(part, Text | Pattern):
        name = part.field or "abstract"
    elif isinstance(part, Has):
        name = part.part
    elif isinstance(part, During):
        name = "added" if part.event == "added" else "read_on"
    elif isinstance(part, Identified):
        name = part.kind
    elif isinstance(part, InYears):
        name = "year"
    elif isinstance(part, InState):
        name = "title"
    elif isinstance(part, Close):
        return ("title", "authors", "venue")
    else:
        return _LONG
    return () if name == "key" else (_FIELDS.get(name, name),)
