"""Authors as bibliographies print them.

"A. Author, B. Author, and C. Author", "Author, A. B., & Author, C.", "Author AB, Author CD", "Ann Author,
et al.": where the authors end is not marked in most styles, so they are read name by name, as long as names follow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from readlist.model.vocabulary import word_set

# Latin letters by name where capitals stand between them, by range where not; IPA, Greek and Cyrillic.
_LOWER_CASE = "a-zß-öø-ÿ" + "".join(filter(str.islower, map(chr, range(0x100, 0x180)))) + "ɐ-ʯά-ώа-џ"
_U = rf"[^\W\d_{_LOWER_CASE}]"
"""A letter that is not lower case: a capital, or one of a script without cases."""
_DASH = r"[-‐‑]"
_PARTICLE = (
    r"(?:van|von|vom|der|den|de|del|della|dela|di|da|dal|dos|das|do|du|la|le|el|al|bin|bint|ben|ibn|ter|ten|te|zu|zur"
    r"|zum|af|av|y|e|'t|'s|st\.|St\.|Van|Von|De|Del|Della|Di|Da|Dos|Du|La|Le|El|Al|Bin|Ben|Ter)(?![\w‐‑-])"
)
_PREFIX = r"(?:(?:[dDlLoO]|al|el|ul)[-'’‘`‐‑])?"
_WORD = rf"{_PREFIX}{_U}[\w'’‘`´‐‑-]*+"
_SUFFIX = r"(?:,?\s(?:Jr|Sr)\b\.?|\s(?:II|III|IV)\b)"
_SURNAME = rf"(?:{_PARTICLE}\s){{0,3}}{_WORD}(?:\s(?:{_PARTICLE}\s){{0,2}}{_WORD}){{0,2}}{_SUFFIX}?"
_INITIAL = rf"(?:{_U}|Ch|Yu|Th|Ph|Zh|Sh|Kh|Ju|Ya|Ye)\."
_INITIALS = rf"{_INITIAL}(?:\s?{_DASH}?\s?{_INITIAL}){{0,5}}"
_PLAIN = rf"(?:{_PARTICLE}\s){{0,3}}{_WORD}(?:\s(?:{_U}\.|{_PARTICLE}|{_WORD})){{0,5}}(?:{_SUFFIX})?"


class Style(Enum):
    """How names are printed."""

    INITIALS_FIRST = auto()
    """ "A. B. Author"."""
    SURNAME_FIRST = auto()
    """ "Author, A. B."; with whole given names too ("Author, Ann")."""
    VANCOUVER = auto()
    """ "Author AB"."""
    GIVEN_FIRST = auto()
    """ "Ann B. Author"."""


_INITIALS_FIRST = re.compile(rf"(?P<given>{_INITIALS})[\s~]?(?P<surname>{_SURNAME})")
# Surnames are costly to try: it is done only where initials follow the first comma.
_INITIALS_BEHIND = rf"(?=[^,;.]*+(?:(?<=[sSJ][tr])\.[^,;.]*+)*+(?:,\s[JS]r\b\.?)?,\s?{_INITIAL})"
_TWO_WORDS = re.compile(rf"{_WORD}(?:\s(?:{_PARTICLE}\s){{0,3}}{_WORD})+")
_SURNAME_INITIALS = re.compile(
    rf"{_INITIALS_BEHIND}(?P<surname>{_SURNAME}),\s?(?P<given>{_INITIALS})(?P<suffix>,\s(?:Jr|Sr)\b\.?)?"
)
_VANCOUVER = re.compile(
    rf"(?P<surname>{_SURNAME})\s(?P<given>{_U}{{1,4}}|{_U}-{_U})(?=[,.;:)]|\s\(|\s(?:and|&)\s|\s*$)"
)
_GIVEN_FIRST = re.compile(_PLAIN)

_FOLLOWING = {
    Style.INITIALS_FIRST: (_INITIALS_FIRST,),
    Style.SURNAME_FIRST: (_SURNAME_INITIALS, _INITIALS_FIRST),
    Style.VANCOUVER: (_VANCOUVER,),
    Style.GIVEN_FIRST: (_INITIALS_FIRST,),
}
"""How names behind the first are printed: in some styles the first only is turned round."""

# Names as most lists print them, whole given names first: there is one way to read these, and this is the quickest. The
# second letter of a word is lower case, so that none is "Author AB".
_USUAL_WORD = rf"{_U}[{_LOWER_CASE}][\w'’-]*+"
_USUAL_NAME = rf"(?![JS]r\b){_USUAL_WORD}(?: {_USUAL_WORD}){{1,2}}"
_USUAL_NAMES = re.compile(rf"{_USUAL_NAME}(?:, (?:(?:{_U}\. ){{1,2}}{_USUAL_WORD}|{_USUAL_NAME}))*")

_BETWEEN = r"\s*(?:[,;]\s*(?:…|\.\s?\.\s?\.)?,?\s*(?:(?:and|AND|und|et\b(?!\s+al\b))\s+|&\s*)?|\s(?:and|AND|und|&)\s+)"
_OTHERS = re.compile(r"(?:,\s*+)?(?:\s*+(?:and|&)\s++)?\s*+(?:et\s+al\b\.?|and\s+others\b|\+\s?\d+\s(?:more|others))")
_SEPARATOR = re.compile(rf"(?!{_OTHERS.pattern}){_BETWEEN}")
_ENDS_NAME = re.compile(rf"\Z|[,;.:(]| \(|{_BETWEEN}|{_OTHERS.pattern}")
_ROLE = re.compile(r",?\s*(?:\((?:[Ee]ds?\.?|[Ee]ditors?|[Tt]rans\.?)\)|[Ee]ditors?\b|[Ee]ds?\.)\.?")
_GIVEN = re.compile(rf"{_WORD}(?:\s{_U}\.?)*")
_MARK = re.compile(r"[0-9*†‡§¶∗]")
_MARKS = re.compile(r"(?<=[^\W\d_])[0-9*†‡§¶∗]+(?:,[0-9*†‡§¶∗]+)*|[*†‡§¶∗]+")
_NUMBER_APART = re.compile(r"\s(?<!\+\s)[0-9]")
_WORDS = re.compile(r"\w+")
_SPACED_DASH = re.compile(rf"\s?{_DASH}\s?")
_TITLE_WORDS = word_set(
    """
    proceedings conference journal transactions workshop symposium advances letters review findings network networks
    learning model models attention transformer transformers system systems press university institute science nature
    language processing translation intelligence
    """
)
_TITLE_WORDS |= {word.capitalize() for word in _TITLE_WORDS}
_VANCOUVER_YEAR = re.compile(r"\.\s(?:19|20)[0-9]{2}(?:\s[A-Z][a-z]{2})?[;:.]")
_FAR = 200
_LONGEST = 200_000  # characters: five thousand authors of an experiment
_INITIAL_OF_NAME = re.compile(rf"\b{_U}\.\s")
_MOST_WORDS = 7
_INSTITUTION_WORDS = 9


@dataclass(frozen=True, slots=True)
class Authors:
    """Names at the beginning of a text.

    Attributes:
        names: "Given Surname" each, in their order.
        style: how the first is printed.
        end: where in the text the names and what belongs to them ("et al.", "(Eds.)") end.
    """

    names: tuple[str, ...]
    style: Style
    end: int


def scan_authors(text: str, start: int = 0, *, mixed: bool = False) -> Authors | None:
    """Return the names that stand in `text` from `start` on, as many as follow one another; None for none.

    Nothing is said of what comes behind them: that it is a title is for the caller to judge. Takes time in proportion
    to the names.

    Args:
        text: what names may stand in.
        start: where.
        mixed: whether whole given names may follow a name with initials only, though nothing but a comma parts them;
            in running text that could be the title.
    """
    name = _first_name(text, start)
    if name is None:
        return None
    style, printed, end = name
    names, patterns = [printed], _FOLLOWING[style]
    plain_commas: list[bool] = []
    sure = 1, end  # how many of the names are surely names, and where these end
    while between := _SEPARATOR.match(text, end):
        comma = between[0].strip() == ","
        following = _next_name(text, between.end(), style, patterns)
        if following is None or (comma and plain_commas and not plain_commas[-1] and ";" not in between[0]):
            break
        printed, end, in_style = following
        names.append(printed)
        plain_commas.append(comma)
        if in_style or not comma or mixed:
            sure = len(names), end
    names, end = names[: sure[0]], sure[1]
    if style is Style.GIVEN_FIRST:
        names, style = _paired(names, plain_commas)
    for tail in (_OTHERS, _ROLE):
        found = tail.match(text, end)
        end = found.end() if found else end
    return Authors(tuple(names), style, end)


def _paired(names: list[str], plain_commas: list[bool]) -> tuple[list[str], Style]:
    """Return `names` with those put together that are a surname and a given name ("Author, Ann, and Bo Other").

    Args:
        names: what stands between the separators.
        plain_commas: of the separators, which are commas without "and".
    """
    if not plain_commas or not plain_commas[0] or " " in names[0]:
        return names, Style.GIVEN_FIRST
    # Scripts without cases write the whole name as one word.
    alone = [" " not in name and name != name.lower() for name in names]
    if not alone[0] or not _GIVEN.fullmatch(names[1]):
        return names, Style.GIVEN_FIRST
    if len(names) % 2 == 0 and all(plain_commas[::2]) and all(alone[::2]):
        return [f"{names[i + 1]} {names[i]}" for i in range(0, len(names), 2)], Style.SURNAME_FIRST
    if not any(alone[2:]):
        return [f"{names[1]} {names[0]}", *names[2:]], Style.SURNAME_FIRST
    return names, Style.GIVEN_FIRST


def whole_authors(text: str) -> tuple[str, ...]:
    """Return the names that `text` as a whole is, or () where it is anything else.

    Marks of footnotes and affiliations behind names ("Ann Author1,2*") are no part of them.
    """
    if len(text) > _LONGEST:
        return ()
    bare = " ".join((_MARKS.sub("", text) if _MARK.search(text) else text).split()).strip(" ,;.")
    # Cheap to see, and true of most of what is asked about: titles, years, numbers of pages.
    if not bare or _NUMBER_APART.search(bare) or not _TITLE_WORDS.isdisjoint(_WORDS.findall(bare)):
        return ()
    if _USUAL_NAMES.fullmatch(bare):
        return tuple(bare.split(", "))
    found = scan_authors(bare, mixed=True)
    return found.names if found and not bare[found.end :].strip(" ,;.*") else ()


def institution(text: str) -> str | None:
    """Return the institution or group that `text`, which stands where authors do, names; None where it cannot."""
    name = " ".join(text.split()).strip(" ,.;:")
    words = name.split()
    if _INITIAL_OF_NAME.search(name) or (" and " in name.lower() and "," in name):
        return None
    if not words or len(words) > _INSTITUTION_WORDS or not words[0][:1].isalpha() or words[0][0].islower():
        return None
    return (
        name
        if not any(c in name for c in '?!"“”()[]:;') and sum(w[:1].islower() for w in words) <= len(words) // 2
        else None
    )


def _first_name(text: str, start: int) -> tuple[Style, str, int] | None:
    for style, pattern in (
        (Style.INITIALS_FIRST, _INITIALS_FIRST),
        (Style.SURNAME_FIRST, _SURNAME_INITIALS),
        (Style.VANCOUVER, _VANCOUVER),
    ):
        found = pattern.match(text, start)
        if found is None:
            continue
        if style is Style.VANCOUVER and _goes_on_with_surname(text, found):
            continue
        if style is Style.SURNAME_FIRST and _are_two_persons(text, found):
            continue
        return style, _turned(found), found.end()
    plain = _plain_name(text, start)
    return (Style.GIVEN_FIRST, *plain) if plain else None


def _are_two_persons(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like "Author Other, A. B." is the beginning of "Ann Author, A. B. Other"."""
    if not _TWO_WORDS.fullmatch(found["surname"]):
        return False
    second = _INITIALS_FIRST.match(text, found.start("given"))
    if second is None or not _ENDS_NAME.match(text, second.end()):
        return False
    return not text.startswith(".", second.end()) or not _TWO_WORDS.fullmatch(second["surname"])


def _goes_on_with_surname(text: str, found: re.Match[str]) -> bool:
    """Whether what looks like "Author B" is the beginning of "Bo B. Author"."""
    if len(found["given"]) > 1 or not text.startswith(". ", found.end()):
        return False
    plain = _plain_name(text, found.start())
    if plain is None or plain[1] <= found.end() + 1:
        return False
    # "Author B. Title. Journal. 2019;12" is the one reading in which a title of a word or two stands there.
    return bool(_ENDS_NAME.match(text, plain[1])) and not (
        text.startswith(".", plain[1]) and _VANCOUVER_YEAR.search(text, plain[1], plain[1] + _FAR)
    )


_Name: TypeAlias = tuple[str, int, bool]
"""A name behind others: how it is spoken, where it ends, and whether it is printed like the first."""


def _next_name(text: str, start: int, style: Style, patterns: Sequence[re.Pattern[str]]) -> _Name | None:
    """Return the name at `start` in a list of that style, by its patterns or, where the style may mix, a plain one."""
    for pattern in patterns:
        found = pattern.match(text, start)
        if found:
            return _turned(found), found.end(), True
    in_style = style is Style.GIVEN_FIRST
    plain = _plain_name(text, start) if in_style or style is Style.INITIALS_FIRST else None
    if plain is None or not _ENDS_NAME.match(text, plain[1]):
        return None
    return (*plain, in_style) if in_style or " " in plain[0] else None


def _plain_name(text: str, start: int) -> tuple[str, int] | None:
    """Return the name with the given name first, or of one word, at `start`."""
    found = _GIVEN_FIRST.match(text, start)
    words = found[0].split() if found else ()
    return (_joined(words), found.end()) if found and len(words) <= _MOST_WORDS else None


def _turned(found: re.Match[str]) -> str:
    """Return the name that a pattern with `given` and `surname` found, given name first."""
    suffix = found.groupdict().get("suffix") or ""
    return _joined(f"{_SPACED_DASH.sub('-', found['given'])} {found['surname']} {suffix.strip(' ,')}".split())


def _joined(words: Sequence[str]) -> str:
    name = " ".join(words)
    return name.replace(" ,", ",").rstrip(",") if "," in name else name
