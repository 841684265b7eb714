"""Papers that are likely the same, but not surely enough to be merged unasked; see `readlist.importers.identity`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from readlist.importers.blocking import candidates
from readlist.importers.identity import at_odds, distinct, identifiers, somebody_in_common
from readlist.importers.wording import AbstractIndex, letters, numbers, similarity, title_letters, title_words
from readlist.model.library import Library
from readlist.model.naming import surname
from readlist.model.paper import Paper

_EQUAL = 100.0
_BUT_FOR_SIGNS = 95.0
"""Score of titles with the same words, of which one has a sign more: "C" and "C++", or the mark of a footnote."""
_PART = 85.0
"""Score of two papers of the same people where one title is a part of the other: a subtitle came or went."""
_LEAST = 60.0
"""Similarity of titles below which the abstracts have to tell."""
_SAME_PEOPLE, _SOME_PEOPLE, _UNKNOWN_PEOPLE, _OTHER_PEOPLE = 80.0, 90.0, 92.0, 97.0
"""Similarity that two titles must have, by what is known of the people: the less speaks for one paper, the more."""
_FEWEST_WORDS = 4
"""Words without which a title tells nothing about papers of other people ("Learning to Learn"), and has to be equal
where people are not known; then a single word ("Editorial") tells little, and so do few words in two venues."""
_ABSTRACTS_ALIKE, _ABSTRACTS_APART = 80.0, 62.0
"""Similarity of abstracts from which they are those of one paper, and below which they are not. Any two English texts
have about 50."""
_TELLING = 200
"""Letters of an abstract from which its similarity to another one tells something."""
_HALF = 0.5
_MOST_PAIRS = 5
"""Pairs that a paper is in at most, so that many papers that are all alike do not give the square of their number. When
some of them are merged or kept, the others come up."""
_LOOK_UP_EVERY = 4096

_Judgement: TypeAlias = tuple[float, list[str]] | None
"""Score and main reasons of two papers that are likely the same, None for two that are not."""

_ROMAN = re.compile(r"\b(?:ii|iii|iv|vi|vii|viii|ix|xi|xii)\b")
_NAMES = {"doi": "DOI", "arxiv": "arXiv identifier", "acl": "ACL Anthology identifier"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two papers that are likely the same.

    Attributes:
        key: citation key of the one that came first.
        other: citation key of the other.
        score: similarity of what speaks for it most, 0 to 100.
        reasons: what speaks for it and what does not, a few words each.
    """

    key: str
    other: str
    score: float
    reasons: tuple[str, ...]

    @property
    def why(self) -> str:
        """The reasons in one line."""
        return ", ".join(self.reasons)


class StoppedError(Exception):
    """Whoever waits for the pairs has gone."""


def likely_pairs(library: Library, stopped: Callable[[], bool] = lambda: False) -> list[Pair]:
    """Return the pairs of papers that are likely the same, best first, without those that were said to be two.

    A paper is in a few pairs at most. Titles are compared where an index points at them (see
    `readlist.importers.blocking`), abstracts where titles and people leave it open, or where one of the two has no
    title. A hundred thousand papers take seconds.

    Args:
        library: the papers.
        stopped: asked now and then whether nobody waits any more.

    Raises:
        StoppedError: nobody waits any more.
    """
    library.prefetch(("title", "authors", "year", "arxiv", "doi", "url"))
    looks = [_Look(paper) for paper in sorted(library, key=lambda paper: paper.number)]
    found: dict[tuple[int, int], Pair] = {}
    pairs_of: Counter[int] = Counter()
    for count, (one, other) in enumerate(_worth_a_look(looks)):
        if count % _LOOK_UP_EVERY == 0 and stopped():
            raise StoppedError
        if (one, other) in found or max(pairs_of[one], pairs_of[other]) >= _MOST_PAIRS:
            continue
        pair = _pair(looks[one], looks[other])
        if pair is not None:
            found[one, other] = pair
            pairs_of.update((one, other))
    return sorted(found.values(), key=lambda pair: -pair.score)


def likeness(one: Paper, other: Paper) -> Pair | None:
    """Return two papers as a pair if they are likely the same and nobody said that they are two, else None."""
    return _pair(*map(_Look, sorted((one, other), key=lambda paper: paper.number)))


class _Look:
    """What is compared of a paper, made when it is first asked for."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    @cached_property
    def identifiers(self) -> dict[str, str]:
        """What names it, by kind."""
        return identifiers(self.paper)

    @cached_property
    def title(self) -> str:
        """The words of its title, "" where it has none."""
        return title_words(self.paper.title) if self.paper.title else ""

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers in its title, Roman ones too: "Part I" and "Part II" are two papers."""
        return numbers(self.title) | set(_ROMAN.findall(self.title))

    @cached_property
    def people(self) -> set[str]:
        """Surname and first initial of each author."""
        return set(map(_person, self.paper.authors))

    @cached_property
    def abstract(self) -> str:
        """The letters of its abstract, "" where it is missing or too short to tell."""
        wording = letters(self.paper.abstract)
        return wording if len(wording) >= _TELLING else ""


def _pair(one: _Look, other: _Look) -> Pair | None:
    """Return two papers, the older one first, as a pair; None where they are not likely the same."""
    judged = _judged(one, other)
    if judged is None or other.paper.key in one.paper.apart or one.paper.key in other.paper.apart:
        return None
    score, reasons = judged
    return Pair(one.paper.key, other.paper.key, round(score, 1), (*reasons, *_circumstances(one, other)))


def _worth_a_look(looks: Sequence[_Look]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of papers that may be alike, the smaller one first; the same two can come several times."""
    yield from _with_one_identifier(looks)
    yield from _with_titles_alike(looks)
    yield from _with_abstracts_alike(looks)


def _with_one_identifier(looks: Sequence[_Look]) -> Iterator[tuple[int, int]]:
    """Yield papers that are the same, which older versions or another program may have let in."""
    first: dict[tuple[str, str], int] = {}
    for number, look in enumerate(looks):
        for identifier in look.identifiers.items():
            known = first.setdefault(identifier, number)
            if known != number:
                yield known, number


def _with_titles_alike(looks: Sequence[_Look]) -> Iterator[tuple[int, int]]:
    from rapidfuzz import fuzz  # noqa: PLC0415 -- 30 ms, only needed here

    ratio = fuzz.ratio
    titles = [look.title for look in looks]
    authors = [look.paper.authors for look in looks]
    for one, other in candidates(titles, [_person(names[0]) if names else "" for names in authors]):
        first, second = titles[one], titles[other]
        if (
            first in second
            or second in first
            or (authors[one] and authors[one] == authors[other])
            or (ratio(first, second, score_cutoff=_LEAST) and looks[one].numbers == looks[other].numbers)
        ):
            yield one, other


def _with_abstracts_alike(looks: Sequence[_Look]) -> Iterator[tuple[int, int]]:
    """Yield papers of which at least one has no title, and whose abstracts are alike."""
    untitled = AbstractIndex()
    for number, look in enumerate(looks):
        if not look.title and look.paper.abstract:
            untitled.add(number, look.paper.abstract)
    if not untitled:
        return
    for number, look in enumerate(looks):
        for known, _ in untitled.alike(look.paper.abstract, _ABSTRACTS_ALIKE):
            if known != number:
                yield min(known, number), max(known, number)


def _judged(one: _Look, other: _Look) -> _Judgement:
    kinds = one.identifiers.keys() & other.identifiers.keys()
    if kinds:
        equal = [f"equal {_NAMES[kind]}" for kind in _NAMES if kind in kinds and _equal(one, other, kind)]
        if equal:
            return _EQUAL, equal
        if distinct(one.paper, other.paper):
            return None
    return _by_titles(one, other) if one.title and other.title else _by_abstracts(one, other)


def _by_titles(one: _Look, other: _Look) -> _Judgement:
    score = similarity(one.title, other.title)
    people = _share(one, other)
    if score >= _needed(one, other, people):
        # Where all that differs is a number, it is not the abstracts that tell: they often are the same but for it.
        return _by_titles_alone(one, other, score) if one.numbers == other.numbers else None
    if people is None or people < _HALF:
        return None
    if _is_part(one.title, other.title):
        return max(score, _PART), ["one title is part of the other"]
    return _by_abstracts(one, other)


def _by_titles_alone(one: _Look, other: _Look, score: float) -> _Judgement:
    if score == _EQUAL:
        same = title_letters(one.paper.title or "") == title_letters(other.paper.title or "")
        return (score, ["equal titles"]) if same else (_BUT_FOR_SIGNS, ["titles equal but for signs"])
    if one.abstract and other.abstract and similarity(one.abstract, other.abstract) < _ABSTRACTS_APART:
        return None
    return score, [f"titles alike ({score:.0f})"]


def _by_abstracts(one: _Look, other: _Look) -> _Judgement:
    if not one.abstract or not other.abstract:
        return None
    score = similarity(one.abstract, other.abstract, least=_ABSTRACTS_ALIKE)
    return (score, [f"abstracts alike ({score:.0f})"]) if score else None


def _equal(one: _Look, other: _Look, kind: str) -> bool:
    return one.identifiers[kind] == other.identifiers[kind]


def _needed(one: _Look, other: _Look, people: float | None) -> float:
    """Return the similarity that two titles need; more than there can be where they have too few words."""
    if people is not None and people > 0:
        return _SAME_PEOPLE if people >= _HALF else _SOME_PEOPLE
    words = min(one.title.count(" "), other.title.count(" ")) + 1
    if words >= _FEWEST_WORDS:
        return _UNKNOWN_PEOPLE if people is None else _OTHER_PEOPLE
    return _EQUAL if people is None and _few_words_tell(one, other, words) else _EQUAL + 1


def _few_words_tell(one: _Look, other: _Look, words: int) -> bool:
    """Whether equal titles of few words speak for one paper where people are not known."""
    if one.people or other.people:
        return words > 1
    if words == 1:
        return not at_odds(one.paper, other.paper)
    venues = [letters(look.paper.venue) for look in (one, other) if look.paper.venue]
    return len(set(venues)) <= 1


def _is_part(first: str, second: str) -> bool:
    """Whether one title is the other with some words before or behind; one word more may be the number of a part."""
    shorter, longer = sorted((first, second), key=len)
    words = longer.count(" ") - shorter.count(" ")
    return words > 1 and (longer.startswith(shorter + " ") or longer.endswith(" " + shorter))


def _share(one: _Look, other: _Look) -> float | None:
    """Return the share of the authors that two papers have in common, of the shorter list; None where one has none."""
    shorter = min(len(one.people), len(other.people))
    return len(one.people & other.people) / shorter if shorter else None


@lru_cache(maxsize=1 << 17)
def _person(name: str) -> str:
    return f"{letters(surname(name))} {letters(name)[:1]}"


def _circumstances(one: _Look, other: _Look) -> Iterator[str]:
    """Yield what else there is to know of a pair."""
    if one.people and other.people:
        count = len(one.people & other.people)
        if not count:
            yield "no author in common"
        elif somebody_in_common(one.paper, other.paper):
            yield f"{count} {'author' if count == 1 else 'authors'} in common"
        else:
            yield "equal surnames, other first names"
    years = one.paper.year, other.paper.year
    if years[0] and years[1] and years[0] != years[1]:
        gap = abs(years[0] - years[1])
        yield f"{gap} {'year' if gap == 1 else 'years'} apart"
