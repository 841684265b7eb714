"""Filters: each says of a paper whether it is meant. `library & filter` are the papers that are."""

from __future__ import annotations

from dataclasses import dataclass

from readlist.model.library import Query
from readlist.model.paper import Paper, Status
from readlist.text import fold, unmark


@dataclass(frozen=True, slots=True)
class Everything:
    """Every paper."""

    def matches(self, paper: Paper) -> bool:  # noqa: ARG002 -- the protocol's signature
        """Whether `paper` is meant: always."""
        return True


@dataclass(frozen=True, slots=True)
class HasStatus:
    """Papers with this status."""

    status: Status

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` has the status."""
        return paper.status is self.status


@dataclass(frozen=True, slots=True)
class Starred:
    """Papers with a star, those in the archive left out."""

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` has a star."""
        return paper.starred and paper.status is not Status.ARCHIVED


@dataclass(frozen=True, slots=True)
class NotArchived:
    """Papers that are not in the archive."""

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` is somewhere else than in the archive."""
        return paper.status is not Status.ARCHIVED


@dataclass(frozen=True, slots=True)
class Word:
    """Papers with a word anywhere in title, authors, abstract, venue, tags or note, accents aside.

    Smart case: a word with a capital letter is meant in exactly that case, any other in every case.
    """

    word: str

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` has the word."""
        exact = self.word != self.word.lower()
        look = unmark if exact else fold
        wanted = look(self.word)
        return any(wanted in look(text) for text in _texts(paper))


@dataclass(frozen=True, slots=True)
class AllOf:
    """Papers that every one of several filters means."""

    filters: tuple[Query, ...]

    def matches(self, paper: Paper) -> bool:
        """Whether all filters mean `paper`."""
        return all(part.matches(paper) for part in self.filters)


def _texts(paper: Paper) -> tuple[str, ...]:
    # The display title, so that what can be seen in the list can be found in it; the authors as one text, so that
    # "yong lin" in quotes finds a name.
    return (
        paper.display_title,
        "\n".join(paper.authors),
        " ".join(paper.tags),
        paper.venue or "",
        paper.note,
        paper.abstract,
    )
