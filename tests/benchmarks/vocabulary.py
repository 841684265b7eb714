"""Makes libraries whose words are as many, and as unevenly frequent, as those of real papers; the same each time.

The words are those of the seed documents and mutations of them, 60,000 in all; the one at rank r is about r times
rarer than the first (Zipf's law). Titles have about 89 characters, abstracts 1,500, and there are 5.9 authors.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

from readlist.model.paper import Paper, Status
from readlist.model.record import Source
from readlist.store.papers import COLUMNS, PAPERS, document_of
from readlist.store.repository import SNAPSHOT, system_clock, timestamp
from readlist.store.storage import LibraryStorage

SEEDS = Path(__file__).parents[2] / "seeds"
_WORDS = 60_000
_NAMES = 30_000
_VENUES = 400
_ABSTRACT_WORDS = 160
_TITLE_WORDS = 12
_LETTERS = "eationsrlhdcumfpgwybvk"
_STATUSES = tuple(Status)


class Vocabulary:
    """Words with their frequencies, names, venues."""

    def __init__(self) -> None:
        rng = random.Random(5)  # noqa: S311 -- the same words each time
        text = " ".join(path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt")))
        counted = Counter(re.findall(r"[A-Za-z][A-Za-z-]+", text))
        words = dict.fromkeys(word for word, _ in counted.most_common())
        base = list(words)
        while len(words) < _WORDS:
            words[_mutated(rng.choice(base), rng)] = None
        self.words = list(words)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        capitals = [word for word in base if word[0].isupper() and word.isalpha()]
        surnames = list(dict.fromkeys(_mutated(rng.choice(capitals), rng).title() for _ in range(_NAMES)))
        self.names = [f"{rng.choice(capitals).title()} {surname}" for surname in surnames]
        self.venues = [
            f"Proceedings of the {1990 + i % 35} Conference on {word.title()}" for i, word in enumerate(base[:_VENUES])
        ]

    def sample(self, count: int, rng: random.Random) -> list[str]:
        """Return words, frequent ones more often."""
        return rng.choices(self.words, cum_weights=self._weights, k=count)

    def paper(self, number: int) -> Paper:
        """Return the paper with that number, from 1."""
        rng = random.Random(number)  # noqa: S311 -- the same papers each time
        return Paper(
            key=f"author{number}on",
            number=number,
            title=" ".join(self.sample(_TITLE_WORDS, rng)).capitalize(),
            authors=tuple(dict.fromkeys(rng.choices(self.names, k=5 if number % 10 == 0 else 6))),
            year=1990 + int(35 * rng.random() ** 0.4),
            venue=rng.choice(self.venues),
            abstract=_sentences(self.sample(_ABSTRACT_WORDS, rng)),
            sources=(Source(f"import-{number // 5000}.txt", number % 5000 + 1, "generated", ""),),
            status=_STATUSES[number % len(_STATUSES)],
            starred=number % 11 == 0,
            tags=("survey", "ml/rlhf")[: number % 7 // 5] if number % 7 else ("to-discuss",),
            note="Read for the survey." if number % 50 == 0 else "",
            added=f"2026-{1 + number * 11 // 110_000 % 12:02}-{1 + number % 28:02}T08:00:00Z",
        )


def make_library(directory: Path, count: int) -> None:
    """Make a library of `count` papers in `directory`."""
    directory.mkdir()
    made = LibraryStorage(directory / SNAPSHOT, columns=COLUMNS, now=partial(timestamp, system_clock))
    made.begin({PAPERS: dict(_documents(count))})
    made.close()


def _documents(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    vocabulary = Vocabulary()
    for number in range(1, count + 1):
        paper = vocabulary.paper(number)
        yield str(number), document_of(paper.to_fields())


def _sentences(words: list[str]) -> str:
    return ". ".join(" ".join(words[i : i + 20]).capitalize() for i in range(0, len(words), 20)) + "."


def _mutated(word: str, rng: random.Random) -> str:
    letters = list(word)
    for _ in range(1 + rng.randrange(2)):
        at = rng.randrange(len(letters))
        letters[at : at + rng.randrange(2)] = rng.choice(_LETTERS)
    return "".join(letters)
