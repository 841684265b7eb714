"""From the text of a query to its syntax tree, by the grammar in grammar.lark; and what is told when it has none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from readlist.query.errors import QueryError
from readlist.query.fields import FIELDS

if TYPE_CHECKING:
    from lark import Lark, Token, Tree
    from lark.parsers.lalr_interactive_parser import InteractiveParser

    Syntax: TypeAlias = Tree[Token]

LONGEST = 10_000
"""Characters that a query may have: more than anybody types, little enough to be read at once."""

DEEPEST = 25
"""Parentheses, and views, that may stand in one another: each takes some of Python's stack to evaluate."""

_OPERATORS = {"OR", "AND", "NOT", "MINUS", "TILDE"}
_DANGLING = {*_OPERATORS, "COMMA", "FIELD", "LPAR"}
"""What can be last in a query only while it is being typed."""


def read_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of `text`, as far as it is one.

    Raises:
        QueryError: something stands where it cannot, or there are too many parentheses in one another.
    """
    yield from _steps(text, _parser().parse_interactive(text))


def syntax_of(text: str, *, typing: bool) -> Syntax:
    """Return the syntax tree of `text`, which is cleaned.

    Args:
        text: of a query.
        typing: whether it is still being typed, so that parentheses may be open, and an operator, a field or a comma
            may wait for what follows.

    Raises:
        QueryError: it is none, or too long or too deep to be one.
    """
    if len(text) > LONGEST:
        raise QueryError(text, LONGEST, 1, f"a query has at most {LONGEST:,} characters")
    state = _parser().parse_interactive(text)
    tokens = list(_steps(text, state))
    if typing:
        kept = _without_dangling(tokens, len(text))
        if len(kept) < len(tokens):
            tokens = kept
            state = _parser().parse_interactive("")
            for token in tokens:
                state.feed_token(token)
        _close_groups(state, tokens)
    else:
        _check_end(text, tokens)
    tree: Syntax = state.feed_eof(tokens[-1] if tokens else None)  # type: ignore[no-untyped-call] # lark has no types here
    return tree


def with_quote_closed(text: str) -> str:
    """Return `text` with the quote closed that is open at its end, if one is."""
    if '"' not in text and "“" not in text:
        return text
    try:
        last = list(read_tokens(text))[-1:]
    except QueryError:
        return text
    if not last or last[0].type != "OPEN_QUOTED" or len(text) > LONGEST:
        return text
    if last[0].startswith("“"):
        return text + "”"
    # A lone backslash at the end stands for itself, and is no escape of the closing quote.
    backslashes = len(text) - len(text.rstrip("\\"))
    return text + "\\" * (backslashes % 2) + '"'


@cache
def _parser() -> Lark:
    from lark import Lark  # noqa: PLC0415 -- 50 ms with the grammar, and the first screen needs no parser

    return Lark.open("grammar.lark", rel_to=__file__, parser="lalr", maybe_placeholders=False)


def _steps(text: str, state: InteractiveParser) -> Iterator[Token]:
    """Feed the tokens of `text` to the parser, and yield each."""
    from lark.exceptions import UnexpectedInput, UnexpectedToken  # noqa: PLC0415 -- the parser has loaded it

    opened: list[Token] = []
    last: Token | None = None
    try:
        for token in state.lexer_thread.lex(state.parser_state):  # type: ignore[no-untyped-call] # as above
            if token.type == "LPAR":
                opened.append(token)
                if len(opened) > DEEPEST:
                    raise _error(text, token, f"at most {DEEPEST} parentheses can stand in one another")
            state.feed_token(token)
            if token.type == "RPAR":
                opened.pop()
            last = token
            yield token
    except UnexpectedToken as error:
        raise _misplaced(text, error.token, last, opened) from None
    except UnexpectedInput as error:
        start = error.pos_in_stream or 0
        raise QueryError(text, start, 1, "this cannot stand here") from None


def _without_dangling(tokens: list[Token], end: int) -> list[Token]:
    """Return `tokens` without those at the end of the text that wait for what is still to be typed."""
    kept = list(tokens)
    if kept and kept[-1].end_pos == end and _is_begun(kept[-1]):
        kept.pop()
    while kept and kept[-1].type in _DANGLING:
        kept.pop()
    return kept


def _is_begun(token: Token) -> bool:
    """Whether the last token is the beginning of another one: a lone sign, or a field without its value."""
    if token.type == "BARE_FIELD":
        return token[:-1].casefold() in FIELDS
    return token.type == "WORD" and token in {"-", "~"}


def _close_groups(state: InteractiveParser, tokens: list[Token]) -> None:
    from lark import Token  # noqa: PLC0415 -- the parser has loaded it

    kinds = [token.type for token in tokens]
    for _ in range(kinds.count("LPAR") - kinds.count("RPAR")):
        state.feed_token(Token("RPAR", ")"))


def _check_end(text: str, tokens: list[Token]) -> None:
    """Raise QueryError where the query cannot end behind `tokens`."""
    last = tokens[-1] if tokens else None
    if last is not None and last.type in _DANGLING:
        raise _missing(text, last)
    opened: list[Token] = []
    for token in tokens:
        if token.type == "LPAR":
            opened.append(token)
        elif token.type == "RPAR":
            opened.pop()
        elif token.type == "OPEN_QUOTED":
            hint = 'write \\" for a quote in quotes' if token.startswith('"') else 'in quotes it is text: "“"'
            raise QueryError(text, _start(token), 1, "this quote is never closed", hint)
        elif token.type == "OPEN_PATTERN":
            hint = "a pattern stands between slashes; a text that begins with one needs quotes"
            raise _error(text, token, "this pattern is never closed", hint)
    if opened:
        raise _error(text, opened[-1], 'this "(" is never closed')


def _misplaced(text: str, token: Token, last: Token | None, opened: list[Token]) -> QueryError:
    """Return what is wrong with a token that cannot stand behind `last`."""
    if last is not None and last.type in _DANGLING - {"LPAR"}:
        if last.type == "FIELD" and token.type == "LPAR":
            hint = "write the field before each value, or commas between the values: tag:ml,nlp"
            return _error(text, token, f'no "(" can stand behind {last}', hint)
        return _missing(text, last)
    if token.type == "RPAR":
        if last is not None and last.type == "LPAR":
            return QueryError(text, _start(last), 2, "nothing stands between these parentheses")
        if not opened:
            return _error(text, token, 'there is no "(" for this ")"')
    if token.type in {"OR", "AND"}:
        hint = f'in quotes it is a word: "{token}"'
        return _error(text, token, f"{token} needs something before it", hint)
    return _error(text, token, "this cannot stand here")


def _missing(text: str, last: Token) -> QueryError:
    """Return what is missing behind `last`."""
    if last.type == "COMMA":
        return _error(text, last, "a value is missing behind this comma", "no space stands between values")
    if last.type == "LPAR":
        return _error(text, last, "something is missing behind this parenthesis")
    name = last if last.type in {"OR", "AND", "NOT"} else f'"{last}"'
    hint = f'in quotes it is a word: "{last}"' if last.type in {"OR", "AND", "NOT"} else ""
    return _error(text, last, f"{name} needs something behind it", hint)


def _error(text: str, token: Token, reason: str, hint: str = "") -> QueryError:
    return QueryError(text, _start(token), len(token), reason, hint)


def _start(token: Token) -> int:
    return token.start_pos or 0
