"""What may be completed at the cursor of a query that is being typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readlist.query.errors import QueryError
from readlist.query.fields import FIELDS, Kind
from readlist.query.syntax import LONGEST, read_tokens
from readlist.query.writing import quoted, quoted_word, without_quotes

if TYPE_CHECKING:
    from lark import Token

_NAME = re.compile(r"[A-Za-z_-]*:?")
_WORD = re.compile(r"[^\s()\",]*")
_TO_QUOTE = re.compile(r'[^\s"]*"')
"""The rest of what the cursor stands in: of a field's name, of a word, of a phrase (its last word only: a quote that
comes later may be the opening one of another phrase)."""

_OPENERS = {"LPAR", "MINUS"}
_QUOTED = {"QUOTED", "OPEN_QUOTED"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands at the cursor, and is to be completed.

    Attributes:
        kind: what it is: the name of a field, a value of one, or a word on its own.
        beginning: what is typed of it before the cursor, without quotes.
        start: where it starts in the text.
        end: where it ends, which may be behind the cursor.
        field: the name of the field, of whose values it is one; None for what is no value.
    """

    kind: Kind
    beginning: str
    start: int
    end: int
    field: str | None = None

    def put(self, text: str, choice: str) -> tuple[str, int]:
        """Return `text` with `choice` in the place of what was typed, in quotes where it needs them, and the cursor."""
        if self.kind == "field":
            written = f"{choice}:"
        else:
            written = quoted_word(choice) if self.kind == "word" else quoted(choice)
        return text[: self.start] + written + text[self.end :], self.start + len(written)


def complete(text: str, cursor: int) -> Wanted | None:
    """Return what may be completed at a place of a query, or None where nothing can.

    A word that may still become the name of a field is one, and so is nothing at all; the values that all libraries
    share are in `fields.FIELDS`.

    Args:
        text: the query.
        cursor: index of the character before which the cursor stands.
    """
    if len(text) > LONGEST:
        return None
    try:
        tokens = list(read_tokens(text[:cursor]))
    except QueryError:
        return None
    if tokens and (tokens[-1].end_pos or 0) == cursor:
        return _touched(tokens, text, cursor)
    return None if tokens and tokens[-1].type == "COMMA" else _name("", text, cursor, cursor)


def _touched(tokens: list[Token], text: str, cursor: int) -> Wanted | None:
    """Return what may be completed where the cursor touches the last of `tokens`."""
    last = tokens[-1]
    if last.type == "BARE_FIELD":
        return _value(last, "", text, cursor, cursor)
    if last.type == "COMMA":
        return _value(_field_of(tokens), "", text, cursor, cursor)
    if last.type in _OPENERS or (last.type == "WORD" and last == "-"):
        return _name("", text, cursor, cursor)
    return _begun(tokens, text, cursor)


def _begun(tokens: list[Token], text: str, cursor: int) -> Wanted | None:
    """Return what the last of `tokens`, which the cursor touches, is the beginning of."""
    last = tokens[-1]
    start = last.start_pos or 0
    typed = without_quotes(last) if last.type in _QUOTED else str(last)
    before = tokens[-2].type if len(tokens) > 1 else ""
    if before in {"FIELD", "COMMA"}:
        readable = last.type in {"VALUE", *_QUOTED}
        return _value(_field_of(tokens), typed, text, start, cursor) if readable else None
    if last.type == "WORD" and before != "TILDE" and any(name.startswith(typed.casefold()) for name in FIELDS):
        return _name(typed, text, start, cursor)
    if last.type == "WORD" or last.type in _QUOTED:
        return Wanted("word", typed, start, _end(text, start, cursor))
    return None


def _name(typed: str, text: str, start: int, cursor: int) -> Wanted:
    rest = _NAME.match(text, cursor)
    return Wanted("field", typed, start, rest.end() if typed and rest else cursor)


def _value(field: Token | None, typed: str, text: str, start: int, cursor: int) -> Wanted | None:
    name = field[:-1].casefold() if field is not None else ""
    known = FIELDS.get(name)
    if known is None or known.kind is None:
        return None
    return Wanted(known.kind, typed, start, _end(text, start, cursor), name)


def _field_of(tokens: list[Token]) -> Token | None:
    """Return the field that the last of `tokens` is behind."""
    return next((token for token in reversed(tokens) if token.type == "FIELD"), None)


def _end(text: str, start: int, cursor: int) -> int:
    """Return where the word or phrase ends that starts at `start` and in which the cursor stands."""
    in_quotes = text.startswith('"', start) and start < cursor and not text.endswith('"', start + 1, cursor)
    rest = (in_quotes and _TO_QUOTE.match(text, cursor)) or _WORD.match(text, cursor)
    return rest.end() if rest else cursor
