"""Names of authors in the parts that bibliographies have them in: given name, surname, suffix."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from readlist.model.naming import surname

_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|esq)\.?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name in its parts; put together again they are the name.

    Attributes:
        given: "" where the name has no parts: a group's, a single name, or one whose order is not known.
        family: with its particles ("van der Berg"); the whole name where there is no given one.
        suffix: "Jr.", "III"; "" for none.
    """

    given: str
    family: str
    suffix: str = ""

    @property
    def inverted(self) -> str:
        """The name as an index has it: "van der Berg, Jan, Jr."; the whole name where it has no parts."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))

    @property
    def particle(self) -> str:
        """What of the surname is in lower case at its beginning: "van der"; "" for none."""
        words = self.family.split(" ")
        count = next((i for i, word in enumerate(words) if not word.islower()), 0)
        return " ".join(words[:count])


# Most authors of a library have several papers in it.
@functools.lru_cache(maxsize=1 << 16)
def split(name: str) -> Name:
    """Return the parts of a name "Given Surname" that is on one line."""
    whole = Name("", name)
    if "," in name or " " not in name:
        return whole
    words = name.split(" ")
    suffix = words.pop() if _SUFFIX.fullmatch(words[-1]) else ""
    # Numbers that tell namesakes apart ("Wei Wang 0001") stay with the surname.
    number = words.pop() if len(words) > 1 and words[-1].isdigit() else ""
    family = surname(" ".join(words))
    given = " ".join(words).removesuffix(family).rstrip(" ")
    if not given or given.lower() == "the" or not family or not " ".join(words).endswith(f" {family}"):
        return whole
    return Name(given, f"{family} {number}".rstrip(" "), suffix)
