"""From the text in a search box to a query."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from readlist.query.errors import NoSuchViewError, QueryError
from readlist.query.fields import FIELDS, OTHER_NAMES
from readlist.query.filters import Everything, Filter, all_of, any_of, negated
from readlist.query.filters_text import TEXTS, Close, Text
from readlist.query.query import InView, Query, conditions, depth, hidden_from, unasked, with_views_opened
from readlist.query.readers import NoSuchViewProblemError, Setting, ValueProblemError, read_pattern_of, read_value
from readlist.query.slips import squeezed
from readlist.query.suggestions import hint, nearest
from readlist.query.syntax import DEEPEST, syntax_of
from readlist.query.views import built_in_views
from readlist.query.writing import without_quotes
from readlist.text import clean, cut

if TYPE_CHECKING:
    from lark import Token

    from readlist.query.syntax import Syntax

NO_VIEWS: Mapping[str, str] = MappingProxyType({})

MOST = 1_000
"""Conditions that a query may have, those of its views included."""

_PROSE = re.compile(r"\s+(?!(?:OR|AND)(?!\w))[^\s)]")  # behind a word with a colon
_ROOM = 40  # cells of a name that a message quotes


def parse(text: str, *, now: datetime, views: Mapping[str, str] = NO_VIEWS, typing: bool = False) -> Query:
    """Return the query that `text` means; one of spaces means everything that is not hidden.

    Args:
        text: in the query language.
        now: the present moment, with its time zone, in which days are meant.
        views: the user's own views: their queries by their names. The built-in ones are always there.
        typing: whether the text is still being typed. Quotes and parentheses that are open are closed then, and what
            still lacks something at the end (an operator, a field, half a value) counts for nothing.

    Raises:
        QueryError: it is no query; with `typing`, only where it cannot become one either when more is typed.
    """
    return _parse(clean(text), now, _Views(now, views), typing=typing)


def parse_view(name: str, text: str, *, now: datetime, views: Mapping[str, str]) -> Query:
    """Return the query of one of the user's own views.

    Args:
        name: of the view.
        text: its query.
        now: the present moment, as for `parse`.
        views: the user's own views.

    Raises:
        QueryError: it is none. Where it names a view that there is not, it is itself none that could have been meant.
    """
    try:
        return parse(text, now=now, views=views)
    except NoSuchViewError:
        return parse(text, now=now, views={known: views[known] for known in views if known != name})


def unreadable(views: Mapping[str, str], *, now: datetime) -> frozenset[str]:
    """Return the names of those of the user's own views whose queries are none; arguments as for `parse_view`."""
    known = _Views(now, views)
    return frozenset(name for name in views if not known.is_sound(name))


def _parse(text: str, now: datetime, views: _Views, *, typing: bool) -> Query:
    if not text.strip():
        return unasked(now.date().isoformat())
    builder = _Builder(text, now, views, typing=typing)
    where = builder.built(syntax_of(text, typing=typing))
    if sum(1 for _ in islice(conditions(where), MOST + 1)) > MOST:
        raise QueryError(text, 0, len(text), f"a query has at most {MOST:,} conditions, those of its views included")
    if depth(where) > DEEPEST:
        raise QueryError(text, 0, len(text), f"at most {DEEPEST} parentheses and views can stand in one another")
    today = now.date().isoformat()
    hidden = hidden_from(where, today)
    if isinstance(where, InView):
        # Who names a view and asks for nothing else wants to see what it shows when it is opened.
        shown = where.query
        return Query(where, builder.sort or shown.sort, builder.limit or shown.limit, hidden)
    return Query(with_views_opened(where, today), builder.sort, builder.limit, hidden)


class _Views:
    """The views that a query can name: each parsed when it is first named."""

    def __init__(self, now: datetime, texts: Mapping[str, str]) -> None:
        self._now = now
        self._texts = texts
        self._queries: dict[str, Query] = {}
        self._open: list[str] = []
        self._checking = False

    def names(self) -> Sequence[str]:
        """Return all names, the built-in ones first."""
        self._load_built_in()
        return tuple(dict.fromkeys([*self._queries, *self._texts]))

    def others(self) -> Sequence[str]:
        """Return the names of the views that may be meant where another one is being read."""
        return tuple(name for name in self.names() if name not in self._open)

    def is_sound(self, name: str) -> bool:
        """Whether a view has a query that can be read; of one that is asked for meanwhile nobody needs to know."""
        if self._checking:
            return True
        self._checking = True
        try:
            self.query(name)
        except (QueryError, ValueProblemError):
            return False
        finally:
            self._checking = False
        return True

    def query(self, name: str) -> Query:
        """Return the query of a view.

        Raises:
            QueryError: it is wrong.
            ValueProblemError: it means itself, or views go too deep.
        """
        self._load_built_in()
        if name not in self._queries:
            if name in self._open:
                raise ValueProblemError("the view means itself: " + " → ".join([*self._open, name]))
            if len(self._open) >= DEEPEST:
                raise ValueProblemError(f"at most {DEEPEST} views can stand in one another")
            self._open.append(name)
            try:
                self._queries[name] = _parse(clean(self._texts[name]), self._now, self, typing=False)
            finally:
                self._open.pop()
        return self._queries[name]

    def _load_built_in(self) -> None:
        if not self._queries:
            self._queries = {view.name: view.query for view in built_in_views(self._now.date().isoformat())}


class _Builder:
    """Makes a filter of a syntax tree, and keeps what the query says besides."""

    def __init__(self, text: str, now: datetime, views: _Views, *, typing: bool) -> None:
        self._text = text
        self._now = now
        self._views = views
        self._typing = typing
        self.sort: str | None = None
        self.limit: int | None = None

    def built(self, tree: Syntax) -> Filter:
        """Return the filter of a whole query."""
        found = [self._alternatives(part, nested=False) for part in _trees(tree)]
        return (found and found[0]) or Everything()

    def _alternatives(self, tree: Syntax, *, nested: bool) -> Filter | None:
        parts = [part for child in _trees(tree) if (part := self._conditions(child, nested=nested))]
        return any_of(parts) if parts else None

    def _conditions(self, tree: Syntax, *, nested: bool) -> Filter | None:
        parts = [part for child in _trees(tree) if (part := self._condition(child, nested=nested))]
        return all_of(parts) if parts else None

    def _condition(self, tree: Syntax, *, nested: bool) -> Filter | None:
        *signs, last = tree.children
        term = cast("Syntax", last)
        if term.data == "field":
            part = self._field(term, nested=nested or bool(signs))
        elif term.data == "group":
            part = self._alternatives(next(_trees(term)), nested=True)
        else:
            part = self._word(term, nested=nested or bool(signs)) if term.data == "word" else self._close(term)
        return negated(part) if part is not None and len(signs) % 2 else part

    def _word(self, tree: Syntax, *, nested: bool) -> Filter | None:
        token = _tokens(tree)[0]
        if not self._typing and self._lacks_value(token, nested=nested):
            raise self._misplaced(token, f"a value is missing behind {token}", f'in quotes it is text: "{token}"')
        value = _value(token)
        return Text(value, None) if value.strip() else None

    def _lacks_value(self, token: Token, *, nested: bool) -> bool:
        """Whether a word is a field that nothing stands behind: of a script whose variable is not set, as a rule."""
        name = token[:-1].casefold()
        if token.type not in {"WORD", "BARE_FIELD"} or not token.endswith(":") or name not in FIELDS:
            return False
        # "note: see below" is prose, and only narrows what is meant; "-note: see below" would mean almost everything.
        prose = name in TEXTS and not nested and _PROSE.match(self._text, token.end_pos or 0)
        return not prose

    def _close(self, tree: Syntax) -> Filter | None:
        # Of a phrase, each word by itself; what has no letters and digits would be like every word.
        words = [word for word in _value(_tokens(tree)[1]).split() if squeezed(word)]
        return all_of(map(Close, words)) if words else None

    def _field(self, tree: Syntax, *, nested: bool) -> Filter | None:
        field, *values = (token for token in _tokens(tree) if token.type != "COMMA")
        name = field[:-1].casefold()
        if name not in FIELDS:
            if self._typing and len(values) == 1 and values[0] == "/" and self._is_last(values[0]):
                return None  # an address is being typed
            raise self._unknown(field)
        meant = [self._meant(name, value) for value in values]
        settings = [part for part in meant if isinstance(part, Setting)]
        if settings:
            self._set(field, settings, nested=nested)
        parts = [part for part in meant if isinstance(part, Filter)]
        return any_of(parts) if parts else None

    def _meant(self, name: str, token: Token) -> Filter | Setting | None:
        value = _value(token)
        try:
            if token.type == "PATTERN":
                return read_pattern_of(name, token)
            if token.type == "OPEN_PATTERN" or (self._typing and not value.strip()):
                return None
            return read_value(name, value, self._now, self._views)
        except ValueProblemError as problem:
            if self._typing and problem.unfinished and self._is_last(token):
                return None
            kind = NoSuchViewError if isinstance(problem, NoSuchViewProblemError) else QueryError
            raise kind(self._text, _start(token), len(token), problem.reason, problem.hint) from None
        except QueryError as error:
            reason = f"the view “{cut(value, _ROOM)}” is wrong: {error.reason}"
            raise type(error)(self._text, _start(token), len(token), reason, error.hint) from None

    def _set(self, field: Token, settings: Sequence[Setting], *, nested: bool) -> None:
        setting = settings[0]
        if nested:
            raise self._misplaced(field, f"{field} says how papers are shown, and stands for itself alone")
        if len(settings) > 1:
            raise self._misplaced(field, f"{field} takes one value")
        if (self.sort if setting.name == "sort" else self.limit) is not None:
            raise self._misplaced(field, f"{field} stands here twice")
        if setting.name == "sort":
            self.sort = setting.value
        else:
            self.limit = int(setting.value)

    def _unknown(self, field: Token) -> QueryError:
        name = field[:-1].casefold()
        meant = OTHER_NAMES.get(name) or nearest(name, FIELDS)
        told = hint(meant, FIELDS, "fields") + ("" if meant else "; in quotes it is text")
        return self._misplaced(field, f"there is no field “{cut(field[:-1], _ROOM)}”", told)

    def _misplaced(self, field: Token, reason: str, told: str = "") -> QueryError:
        return QueryError(self._text, _start(field), len(field) - 1, reason, told)

    def _is_last(self, token: Token) -> bool:
        return token.end_pos == len(self._text)


def _trees(tree: Syntax) -> Iterator[Syntax]:
    """Return the parts of a tree that are trees."""
    for child in tree.children:
        if not isinstance(child, str):
            yield child


def _tokens(tree: Syntax) -> list[Token]:
    return [child for child in tree.children if isinstance(child, str)]


def _value(token: Token) -> str:
    return without_quotes(token) if token.type in {"QUOTED", "OPEN_QUOTED"} else str(token)


def _start(token: Token) -> int:
    return token.start_pos or 0
