"""Names of authors as bibliographies write them ("van der Berg, Jan"), turned into "Given Surname".

How BibTeX splits names: N. Markey, Tame the BeaST, section 11 (https://ctan.org/pkg/tamethebeast).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA_AND = re.compile(r",\s+and\s", re.IGNORECASE)
_COMMA_OR_AND = re.compile(r"\s+and\s+|,", re.IGNORECASE)
_BRACE_OR_AND = re.compile(r"[{}]|(?<=\s)and(?=\s)", re.IGNORECASE)
_COMMA_IN_BRACES = re.compile(r"\{[^}]*,")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|ph\.? ?d|m\.?d|esq)\.?", re.IGNORECASE)
_LONGEST_SUFFIX = 7  # characters, with the blanks around it
_OTHERS = frozenset({"others", "et al", "et al.", "..."})
_PART = re.compile(r'\s*(?P<name>[a-z-]+)\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^,"]*))\s*')
_PARTS_OF_A_NAME = ("given", "prefix", "family", "suffix")
_HIDDEN_COMMA = "\0"  # no document has one: see `readlist.text.clean`


def given_first(name: str) -> str:
    """Return a name in the order in which it is spoken; "Surname, Given" and "Surname, Jr, Given" are turned round.

    "Surname, Given, Jr" is understood too, and a comma behind a group's name is dropped ("The Team,").
    """
    surname, comma, given_name = name.partition(",")
    if not comma:
        return " ".join(name.split())
    if len(given_name) > _LONGEST_SUFFIX and "," not in given_name:
        return " ".join(f"{given_name} {surname}".split())
    surname, *rest = [" ".join(part.split()) for part in name.split(",")]
    suffixes = [part for part in rest if _SUFFIX.fullmatch(part)]
    given = [part for part in rest if part and part not in suffixes]
    if len(given) > 1:
        # More parts than a name has: as printed, because nothing is sure.
        return " ".join(name.split())
    return " ".join(filter(None, (*given, surname, *suffixes)))


def split_names(field: str) -> list[str]:
    """Return the names in a BibTeX field of names, as they are written, without "others" at the end.

    They are parted by "and"; what stands in braces is not looked into. Names that a sloppy exporter parted by
    semicolons, or by commas as a sentence does, come out singly too.
    """
    if "{" in field:
        parts = list(_split_outside_braces(f" {field} "))
    elif ";" in field:
        parts = field.split(";")
    else:
        parts = _AND.split(f" {field} ")
        if len(parts) == 1 or _COMMA_AND.search(field):
            parts = _split_sentence(field) or parts
    names = [name for part in parts if (name := part.strip(" \t\n,;"))]
    if names and names[-1].strip("{}").casefold() in _OTHERS:
        names.pop()
    return names


def spoken(name: str) -> str:
    """Return one name of a BibTeX field in the order in which it is spoken; what stands in braces is not looked into.

    BibLaTeX's form by parts is understood: "family=Berg, given=Jan, prefix=van der".
    """
    if "=" in name and "family" in name:
        parts = {part["name"]: part["quoted"] or part["plain"] or "" for part in _PART.finditer(name)}
        if "family" in parts:
            return " ".join(filter(None, (parts.get(part, "").strip() for part in _PARTS_OF_A_NAME)))
    if not _COMMA_IN_BRACES.search(name):
        return given_first(name)
    hidden: list[str] = []
    depth = 0
    for character in name:
        depth += {"{": 1, "}": -1}.get(character, 0)
        hidden.append(_HIDDEN_COMMA if character == "," and depth > 0 else character)
    return given_first("".join(hidden)).replace(_HIDDEN_COMMA, ",")


def _split_outside_braces(field: str) -> Iterator[str]:
    depth = start = 0
    for mark in _BRACE_OR_AND.finditer(field):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0:
            yield field[start : mark.start()]
            start = mark.end()
    yield field[start:]


def _split_sentence(field: str) -> list[str]:
    """Return the names in "Ana Moreno, Bo Li, and Cy Ax"; none where commas part surnames from given names."""
    parts = [part.strip() for part in _COMMA_OR_AND.split(field) if part.strip()]
    fewest = 3  # "van der Berg, Jan Piet" is one name
    return parts if len(parts) >= fewest and all(" " in part for part in parts) else []
