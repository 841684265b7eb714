"""Regular expressions that people type: checked, so that none can hold up the program."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass

from readlist.text import as_typed

_LONGEST = 200
_DEEPEST = 10
_OPTIONAL = 8
_REPEATED = {"abstract": 2, "note": 2}
_REPEATED_IN_SHORT = 3
"""How many `*`, `+` and `{…}` a pattern may have: backtracking takes the text's length to that power at worst."""

_ITEM = re.compile(
    r"""(?P<escape>\\.)
      | (?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])
      | (?P<open>\((?:\?(?::|=|!|<=|<!))?)
      | (?P<close>\))
      | (?P<bar>\|)
      | (?P<repeat>(?:[*+]|\{[0-9]*,?[0-9]*\})[?+]?)
      | (?P<optional>\?[?+]?)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_DASH = re.compile(r"(\\?[‐‑‒–—―−])|\\.", re.DOTALL)
_SPACES = {" ", r"\s", r"\ "}
_WORDS = {r"\w", r"\d", r"\S"}
_NEEDLESS = re.compile(r"\.[*]\??(?![?+*{])")
"""At the beginning it only makes a search slower: what follows it is looked for everywhere anyway."""


class PatternError(ValueError):
    """A text is no regular expression, or one that could take too long."""


@dataclass(slots=True)
class _Group:
    """What a pattern has between two parentheses, as far as it was read.

    Attributes:
        entry: what stands before the group, and whether that is repeated.
        flexible: whether the group can match in several ways: by repetitions, options, alternatives.
        repeats: whether it has a repetition.
        last: the item that a quantifier would repeat now.
        last_flexible: whether that is a group which can match in several ways.
        last_repeated: whether it is repeated.
        last_optional: whether it may be left out.
        before: what is repeated right before it; "" for nothing.
    """

    entry: tuple[str, bool] = ("", False)
    flexible: bool = False
    repeats: bool = False
    last: str = ""
    last_flexible: bool = False
    last_repeated: bool = False
    last_optional: bool = False
    before: str = ""


def compile_pattern(pattern: str, field: str) -> re.Pattern[str]:
    """Return the compiled form of a pattern, to be searched for in what `text.as_typed` makes of texts.

    Raises:
        PatternError: it is wrong, longer than 200 characters, or could take very long: it repeats a group that can
            match in several ways, repeats two things in a row of which the second can take over from the first, or
            has more than 3 repetitions (in an abstract or a note 2).
    """
    if len(pattern) > _LONGEST:
        raise PatternError(f"a pattern has at most {_LONGEST} characters")
    # Among the characters of a set, a dash that has become a hyphen must not make a range.
    plain = as_typed(_DASH.sub(lambda found: r"\-" if found[1] else found[0], pattern))
    needless = _NEEDLESS.match(plain)
    body = plain[needless.end() :] if needless else plain
    _check(body, _REPEATED.get(field, _REPEATED_IN_SHORT))
    exact = any(character.isupper() for character in _ESCAPED.sub("", plain))
    try:
        with warnings.catch_warnings():
            # What Python only warns of will mean something else one day.
            warnings.simplefilter("error")
            return re.compile(body, re.MULTILINE if exact else re.MULTILINE | re.IGNORECASE)
    except re.error as error:
        raise PatternError(f"not a pattern: {error.msg}") from error
    except (OverflowError, RecursionError, Warning) as error:
        raise PatternError(f"not a pattern: {error}") from error


def written_pattern(pattern: str) -> str:
    r"""Return a pattern as it is written in the query language: between slashes, a slash in it as \/."""
    return "/" + re.sub(r"\\.|/", lambda found: r"\/" if found[0] == "/" else found[0], pattern) + "/"


def read_pattern(text: str) -> str:
    """Return the pattern that stands between slashes in `text`."""
    return re.sub(r"\\.", lambda found: "/" if found[0] == r"\/" else found[0], text[1:-1])


def _check(pattern: str, repetitions: int) -> None:
    """Raise PatternError where a pattern has what could make a search very long."""
    groups = [_Group()]
    count = {"repeat": 0, "optional": 0}
    for item in _ITEM.finditer(pattern):
        kind = item.lastgroup or ""
        count[kind] = count.get(kind, 0) + 1
        if kind == "open":
            _open(groups, pattern, item)
        elif kind == "close":
            _close(groups)
        else:
            _take(groups[-1], kind, item[0])
    if count["repeat"] > repetitions:
        raise PatternError(f"a pattern repeats at most {repetitions} things here")
    if count["optional"] > _OPTIONAL:
        raise PatternError(f"a pattern has at most {_OPTIONAL} options")


def _take(group: _Group, kind: str, text: str) -> None:
    """Take what is no parenthesis into the group in which it stands."""
    if kind == "bar":
        group.flexible, group.before = True, ""
        group.last, group.last_repeated = group.entry
    elif kind == "repeat":
        _repeat(group)
    elif kind == "optional":
        group.flexible, group.last_flexible, group.last_optional = True, True, True
    else:
        _step(group, text)


def _open(groups: list[_Group], pattern: str, item: re.Match[str]) -> None:
    if item[0] == "(" and pattern.startswith("?", item.end()):
        raise PatternError("of groups with (? a pattern takes (?:…), (?=…), (?!…), (?<=…) and (?<!…) only")
    outer = groups[-1]
    groups.append(_Group((outer.last, outer.last_repeated), last=outer.last, last_repeated=outer.last_repeated))
    if len(groups) > _DEEPEST:
        raise PatternError(f"a pattern has at most {_DEEPEST} groups in one another")


def _close(groups: list[_Group]) -> None:
    if len(groups) == 1:
        return  # re says what is wrong
    inner, outer = groups.pop(), groups[-1]
    outer.flexible |= inner.flexible
    outer.repeats |= inner.repeats
    _step(outer, "()")
    outer.last_flexible, outer.last_repeated = inner.flexible, inner.repeats


def _step(group: _Group, text: str) -> None:
    """Take the next thing that a quantifier could repeat."""
    # Something that must be there, between two repetitions, keeps the second from taking over from the first.
    if group.last_repeated:
        group.before = group.last
    elif not group.last_optional:
        group.before = ""
    group.last = text
    group.last_flexible = group.last_repeated = group.last_optional = False


def _repeat(group: _Group) -> None:
    if group.last_flexible:
        raise PatternError("a group that is repeated can have no *, +, ?, {…} or | in it")
    if group.before and not _disjoint(group.before, group.last):
        raise PatternError("two repetitions in a row, of which the second could match what the first does")
    group.flexible = group.repeats = group.last_flexible = group.last_repeated = True


def _disjoint(one: str, other: str) -> bool:
    """Whether no character can match both of two items, as far as that is easily seen."""
    if one.isalnum() and other.isalnum():
        return one.casefold() != other.casefold()
    return any(space in _SPACES and (word.isalnum() or word in _WORDS) for space, word in ((one, other), (other, one)))
