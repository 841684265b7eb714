"""Filters that look for what was typed in the texts of a paper."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.model.venues import venue_text
from readlist.query.filters import FieldFilter, TextFilter
from readlist.query.patterns import compile_pattern, written_pattern
from readlist.query.slips import is_slip, squeezed, words_of
from readlist.query.writing import quoted, quoted_word
from readlist.text import as_typed, caseless, clean_line, unbroken

TEXTS: Mapping[str, Callable[[Paper], str]] = {
    # The display title, so that what can be seen in the list can be found in it.
    "title": lambda paper: shown_line(paper.display_title),
    "author": lambda paper: "\n".join(shown_names(paper.authors)),
    "abstract": lambda paper: to_unicode(paper.abstract),
    "note": lambda paper: paper.note,
    "venue": lambda paper: venue_text(shown_line(paper.venue or "")),
    "source": lambda paper: "\n".join(source.document for source in paper.sources),
    "key": lambda paper: paper.key,
}
"""The fields that are searched as text, each with that text of a paper as it is shown."""

PHRASED: Mapping[str, Callable[[Paper], str]] = {
    **TEXTS,
    "abstract": lambda paper: unbroken(to_unicode(paper.abstract)),
    "note": lambda paper: unbroken(paper.note),
}
"""The same as words and phrases are looked for in them: where a line of a paragraph ends counts for nothing."""

_HEADS: Mapping[str, Callable[[Paper], str]] = {
    **{name: TEXTS[name] for name in ("title", "author", "venue")},
    "tag": lambda paper: " ".join(paper.tags),
}
"""The short texts, in which words with a slip are looked for too."""

_ANYWHERE: Mapping[str, Callable[[Paper], str]] = {**_HEADS, "note": PHRASED["note"], "abstract": PHRASED["abstract"]}
"""The texts in which a word on its own is looked for; the long ones come last."""

_IN_UNICODE = frozenset(("title", "author", "venue", "abstract"))
"""The fields of which LaTeX is shown as Unicode; others are shown as they are."""

_PLACES = {
    "title": "in the title",
    "author": "in an author's name",
    "abstract": "in the abstract",
    "note": "in the note",
    "venue": "in the venue",
    "source": "in a source's name",
    "key": "in the key",
}


@dataclass(frozen=True, slots=True)
class Text(TextFilter):
    """Papers that have a text somewhere, accents aside.

    Smart case: a needle with a capital letter is meant in exactly that case, any other in every case.

    Attributes:
        needle: what is looked for, on one line.
        field: one of `TEXTS`, or None for title, authors, venue, tags, note and abstract.
        exact: whether case counts.
        shown: the needle with the LaTeX in it as Unicode, as it is looked for where that is shown so.
        wanted: the needle as it is compared: with `text.as_typed` where case counts, else with `text.caseless`.
        wanted_shown: `shown` as it is compared.
    """

    needle: str
    field: str | None
    shown: str = dataclasses.field(init=False, repr=False, compare=False)
    wanted: str = dataclasses.field(init=False, repr=False, compare=False)
    wanted_shown: str = dataclasses.field(init=False, repr=False, compare=False)
    exact: bool = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if "\n" in self.needle:
            # A phrase that was copied from a text with line ends is found in one without, and in one with others.
            on_one_line = " ".join(line.strip(" \t") for line in self.needle.split("\n"))
            object.__setattr__(self, "needle", on_one_line)
        # Of some macros nothing is shown: a text with nothing in it would stand everywhere.
        shown = to_unicode(self.needle) or self.needle
        exact = is_exact(shown)
        look = as_typed if exact else caseless
        object.__setattr__(self, "shown", shown)
        object.__setattr__(self, "exact", exact)
        object.__setattr__(self, "wanted", look(self.needle))
        object.__setattr__(self, "wanted_shown", look(shown))

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` has the text."""
        look = as_typed if self.exact else caseless
        if self.field is not None:
            return self.wanted_in(self.field) in look(PHRASED[self.field](paper))
        return any(self.wanted_in(name) in look(text(paper)) for name, text in _ANYWHERE.items())

    def needle_in(self, field: str) -> str:
        """Return what is looked for in a field, or in "tag"."""
        return self.shown if field in _IN_UNICODE else self.needle

    def wanted_in(self, field: str) -> str:
        """Return what is looked for in a field, or in "tag", as it is compared."""
        return self.wanted_shown if field in _IN_UNICODE else self.wanted

    def is_in(self, other: Text) -> bool:
        """Whether every paper that `other` means surely has this text as well: `other` asks for more in its place."""
        if self.field != other.field or self.exact > other.exact:
            return False
        if self.exact == other.exact:
            return self.wanted in other.wanted and self.wanted_shown in other.wanted_shown
        return self.wanted in caseless(other.wanted) and self.wanted_shown in caseless(other.wanted_shown)

    def describe(self) -> str:
        """Return the filter in words."""
        if self.field == "author":
            return f"by “{self.needle}”"
        place = f" {_PLACES[self.field]}" if self.field else ""
        return f"with “{self.needle}”{place}"

    @property
    def pair(self) -> tuple[str, str] | None:
        """Field and needle, as they are written."""
        return (self.field, quoted(self.needle)) if self.field else None

    @property
    def phrase(self) -> str | None:
        """The needle, where it is looked for anywhere."""
        return self.needle if self.field is None else None

    def __str__(self) -> str:
        return f"{self.field}:{quoted(self.needle)}" if self.field else quoted_word(self.needle)


@dataclass(frozen=True, slots=True)
class Close(TextFilter):
    """Papers that have a word like this one in title, authors, venue or tags: one with it inside, or a slip away.

    Attributes:
        word: what is looked for.
        wanted: the same as it is compared with `slips.words_of`.
    """

    word: str
    wanted: str = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "wanted", squeezed(to_unicode(self.word)))

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` has such a word."""
        return any(self.is_like(word) for text in _HEADS.values() for word in words_of(text(paper)))

    def is_like(self, word: str) -> bool:
        """Whether a word (one of `slips.words_of`) is like this one."""
        return self.wanted in word or is_slip(self.wanted, word)

    def describe(self) -> str:
        """Return the filter in words."""
        return f"with a word like “{self.word}”"

    @property
    def phrase(self) -> str:
        """The word."""
        return self.word

    def __str__(self) -> str:
        return f"~{quoted_word(self.word)}"


@dataclass(frozen=True, slots=True)
class Pattern(TextFilter, FieldFilter):
    """Papers in a text of which a regular expression matches somewhere, accents aside.

    Case does not count unless the pattern has a capital letter; `^` and `$` match at the ends of each author's name,
    of each source's name and of each line.

    Attributes:
        field: one of `TEXTS`.
        pattern: a regular expression that `patterns.compile_pattern` takes.
        regex: it, compiled, for texts as `text.as_typed` makes them.
    """

    field: str
    pattern: str
    regex: re.Pattern[str] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "regex", compile_pattern(self.pattern, self.field))

    def matches(self, paper: Paper) -> bool:
        """Whether the pattern matches in the text of `paper`."""
        return self.regex.search(as_typed(TEXTS[self.field](paper))) is not None

    def describe(self) -> str:
        """Return the filter in words."""
        return f"with /{self.pattern}/ {_PLACES[self.field]}"

    @property
    def pair(self) -> tuple[str, str]:
        """The field, and the pattern between slashes."""
        return self.field, written_pattern(self.pattern)


def shown_line(text: str) -> str:
    """Return a title, name or venue with the LaTeX in it as Unicode."""
    shown = to_unicode(text)
    return text if shown is text else clean_line(shown)


def shown_names(names: Sequence[str]) -> Sequence[str]:
    """Return names with the LaTeX in them as Unicode; where there is none, `names`."""
    # One look at all of them: few names have any.
    together = "\n".join(names)
    return names if to_unicode(together) is together else tuple(map(shown_line, names))


def is_exact(needle: str) -> bool:
    """Whether a needle is meant in exactly its case: it has a capital letter."""
    return needle != needle.lower()
