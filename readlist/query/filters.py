"""Filters: each says of a paper whether it is meant; and how they are put together.

Every filter also describes itself in words (`describe`) and prints itself in the query language (`str`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from readlist.model.paper import Paper


class Filter(ABC):
    """Says of a paper whether it is meant."""

    __slots__ = ()

    @abstractmethod
    def matches(self, paper: Paper) -> bool:
        """Whether the filter means `paper`."""

    @abstractmethod
    def describe(self) -> str:
        """Return the filter in words that can follow "papers" ("tagged ml")."""

    @property
    def pair(self) -> tuple[str, str] | None:
        """Field and value, as they are written ("tag", "ml"), of a filter that is written `field:value`; else None."""
        return None

    @property
    def compound(self) -> bool:
        """Whether it is several filters that need parentheses around them as part of another one."""
        return False


class FieldFilter(Filter):
    """A filter that is written `field:value`."""

    __slots__ = ()

    @property
    @abstractmethod
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written, quotes included."""

    def __str__(self) -> str:
        return ":".join(self.pair)


class TextFilter(Filter):
    """A filter that looks for something in texts, where it can be highlighted: one of those in `filters_text`."""

    __slots__ = ()

    @property
    def phrase(self) -> str | None:
        """The word or phrase that is looked for anywhere, as in fuzzy search; None for one in a field."""
        return None


@dataclass(frozen=True, slots=True)
class Everything(Filter):
    """Every paper."""

    def matches(self, paper: Paper) -> bool:  # noqa: ARG002 -- the signature of all filters
        """Whether `paper` is meant: always."""
        return True

    def describe(self) -> str:
        """Return the filter in words."""
        return "of all kinds"

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class AllOf(Filter):
    """Papers that every one of several filters means."""

    filters: tuple[Filter, ...]

    def matches(self, paper: Paper) -> bool:
        """Whether all filters mean `paper`."""
        return all(part.matches(paper) for part in self.filters)

    def describe(self) -> str:
        """Return the filters in words: "tagged ml, unread"."""
        return ", ".join(_described(part) for part in self.filters)

    @property
    def compound(self) -> bool:
        """Whether it needs parentheses as part of another filter: it does."""
        return True

    def __str__(self) -> str:
        return " ".join(_written(part) for part in self.filters)


@dataclass(frozen=True, slots=True)
class AnyOf(Filter):
    """Papers that at least one of several filters means."""

    filters: tuple[Filter, ...]

    def matches(self, paper: Paper) -> bool:
        """Whether any of the filters means `paper`."""
        return any(part.matches(paper) for part in self.filters)

    def describe(self) -> str:
        """Return the filters in words: "tagged ml or nlp"."""
        words = [_described(part) for part in self.filters]
        first = words[0].partition(" ")[0] + " "
        # "Without a DOI or an arXiv identifier" would say that both are missing.
        if self.pair and not isinstance(self.filters[0], Not) and all(text.startswith(first) for text in words):
            return first + " or ".join(text.removeprefix(first) for text in words)
        return " or ".join(words)

    @property
    def pair(self) -> tuple[str, str] | None:
        """The field and the values with commas between them, where all filters are of one field."""
        pairs = [part.pair for part in self.filters]
        fields = {pair[0] if pair else None for pair in pairs}
        if len(fields) != 1 or None in fields:
            return None
        return str(fields.pop()), ",".join(pair[1] for pair in pairs if pair)

    @property
    def compound(self) -> bool:
        """Whether it needs parentheses as part of another filter: where commas do not do."""
        return self.pair is None

    def __str__(self) -> str:
        pair = self.pair
        return f"{pair[0]}:{pair[1]}" if pair else " OR ".join(_written(part) for part in self.filters)


@dataclass(frozen=True, slots=True)
class Not(Filter):
    """Papers that a filter does not mean."""

    filter: Filter

    def matches(self, paper: Paper) -> bool:
        """Whether the filter does not mean `paper`."""
        return not self.filter.matches(paper)

    def describe(self) -> str:
        """Return the filter in words: "not tagged ml", "without a note"."""
        words = f"({self.filter.describe()})" if isinstance(self.filter, AnyOf) else _described(self.filter)
        return "without " + words.removeprefix("with ") if words.startswith("with ") else f"not {words}"

    @property
    def pair(self) -> tuple[str, str] | None:
        """Field and value: what a paper does not have is asked for by a field of its own, `no:`."""
        pair = self.filter.pair
        return ("no", pair[1]) if pair and pair[0] == "has" and not isinstance(self.filter, AnyOf) else None

    def __str__(self) -> str:
        pair = self.pair
        return ":".join(pair) if pair else f"-{_written(self.filter)}"


def all_of(filters: Iterable[Filter]) -> Filter:
    """Return the filter that means what all `filters` mean: one AllOf without another in it, where it needs one."""
    parts: list[Filter] = []
    for part in filters:
        if isinstance(part, AllOf):
            parts += part.filters
        elif not isinstance(part, Everything):
            parts.append(part)
    if not parts:
        return Everything()
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def any_of(filters: Iterable[Filter]) -> Filter:
    """Return the filter that means what any of `filters` means: one AnyOf without another in it, where it needs one."""
    parts: list[Filter] = []
    for part in filters:
        if isinstance(part, Everything):
            return part
        if isinstance(part, AnyOf):
            parts += part.filters
        else:
            parts.append(part)
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def negated(part: Filter) -> Filter:
    """Return the filter that means what `part` does not."""
    return part.filter if isinstance(part, Not) else Not(part)


def positive(part: Filter) -> Iterator[Filter]:
    """Return the filters of which `part` is made, in order, without those that are below a Not."""
    if isinstance(part, AllOf | AnyOf):
        for below in part.filters:
            yield from positive(below)
    elif not isinstance(part, Not):
        yield part


def leaves(part: Filter) -> Iterator[Filter]:
    """Return all filters of which `part` is made, in order, also those below a Not."""
    if isinstance(part, AllOf | AnyOf):
        for below in part.filters:
            yield from leaves(below)
    elif isinstance(part, Not):
        yield from leaves(part.filter)
    else:
        yield part


def _written(part: Filter) -> str:
    return f"({part})" if part.compound else str(part)


def _described(part: Filter) -> str:
    return f"({part.describe()})" if part.compound else part.describe()
