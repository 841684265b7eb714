"""Measures searching: building and loading the index, and typing queries letter by letter.

    python tests/benchmarks/search.py [--papers 100 10000 100000]

Figures are milliseconds of computing, and ratios to one pass of `needle in text` over the folded titles and authors of
100,000 papers in the same run: machines differ, and what else they do differs more.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from vocabulary import Vocabulary, make_library

from readlist.query.parser import parse
from readlist.search.finder import Finder
from readlist.store.repository import Repository
from readlist.text import fold

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
HEADS = 100_000
TYPED = {
    "words": ["alignment", "large language model", "hallucination detection", "zeroshot", "preference optimization"],
    "one letter": ["a", "e", "q", "z"],
    "frequent": ["the", "of", "model"],
    "capitals": ["Large Language", "RLHF", "LoRA"],
    "hyphens": ["multi-modal", "in-context", "GPT-4"],
    "phrases": ['"language model"', '"of the"'],
    "fields": [
        "author:lin",
        "title:learning",
        "venue:proceedings",
        "is:unread tag:survey model",
        "year:2020..2023 tun",
    ],
    "operators": ["(reward OR preference) -tag:survey", "has:note data"],
    "patterns": ["title:/^mit/"],
    "close": ["alignmnt of langage modls", "chainofthougt", "~alignmnt"],
}
WITHOUT_INDEX = ("alignment", "year:2020", "author:lin", "is:starred")
PERCENT_95 = 0.95


def computing(action: Callable[[], object]) -> float:
    """Return the milliseconds of computing that `action` takes."""
    start = time.process_time()
    action()
    return (time.process_time() - start) * 1000


def one_pass() -> float:
    """Return the milliseconds that a look into 100,000 titles with authors takes."""
    words = Vocabulary()
    heads = [fold(f"{paper.title} {' '.join(paper.authors)}") for paper in map(words.paper, range(1, 2001))]
    heads *= HEADS // len(heads)
    return statistics.median(computing(lambda: [text for text in heads if "alignmnt" in text]) for _ in range(5))


def typing(finder: Finder, texts: Iterable[str]) -> list[float]:
    """Return the milliseconds that each letter takes of texts that are typed one after the other."""
    queries = [parse(text[:end], now=NOW, typing=True) for text in texts for end in range(1, len(text) + 1)]
    return [computing(lambda query=query: finder.find(query)) for query in queries]


def row(what: str, taken: list[float], limit: float) -> None:
    """Print median, 95th percentile and worst of some times."""
    ordered = sorted(taken)
    figures = (statistics.median(ordered), ordered[int(len(ordered) * PERCENT_95)], ordered[-1])
    print(f"{what:30}" + "".join(f"{figure:10.2f} ({figure / limit:5.2f} x)" for figure in figures))


def measure(count: int, folder: Path, limit: float) -> None:
    """Print the rows of one size."""
    print(f"\n{count} papers{'':20}   median               95 %              worst  [ms of computing]")
    directory = folder / str(count)
    make_library(directory, count)
    repository = Repository(directory)
    options = {"folder": directory / "cache", "versions": repository.versions}
    for text in WITHOUT_INDEX:
        query = parse(text, now=NOW)
        taken = [computing(lambda query=query: Finder(repository.library).find(query)) for _ in range(3)]
        row(f"without an index: {text}", taken, limit)
    finder = Finder(repository.library, **options)
    building = finder.build()
    steps: list[float] = []
    over: list[object] = []
    while not over:
        steps.append(computing(lambda: over.extend([1] if next(building, building) is building else [])))
    row("a step of building", steps, limit)
    row("building, all steps", [sum(steps)], limit)
    row("loading", [computing(lambda: Finder(repository.library, **options)) for _ in range(3)], limit)
    if count >= HEADS:
        # What a new session begins with; it gets ready what is kept while nobody types.
        finder = Finder(repository.library, **options)
        deque(finder.build(), maxlen=0)
    finder.find(parse("warm", now=NOW))
    everything: list[float] = []
    for kind, texts in TYPED.items():
        taken = typing(finder, texts)
        everything += taken
        row(f"typing: {kind}", taken, limit)
    row("typing: all", everything, limit)
    for text in ("model", "alignment"):
        keys = finder.find(parse(text, now=NOW)).keys
        taken = [computing(lambda keys=keys: deque(finder.facets(keys), maxlen=0)) for _ in range(3)]
        row(f"facets of {len(keys)}", taken, limit)
    row("go to paper", [computing(lambda text=text: finder.titles(text)) for text in ("lin", "align lang")], limit)


def main() -> None:
    """Measure all sizes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, nargs="+", default=[100, 10_000, 100_000])
    limit = one_pass()
    print(f"one pass over {HEADS} titles and authors: {limit:.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        for count in parser.parse_args().papers:
            measure(count, Path(folder), limit)


if __name__ == "__main__":
    main()
