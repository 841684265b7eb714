"""Measures how fast documents of each format come in: read, merged, written and synced.

    python tests/benchmarks/formats.py [--papers 10000] [--rounds 3] [FORMAT ...]

The documents are written here, of papers of realistic size, and every paper must come back: a reader that loses some is
no fast one. "read" is the importer alone, "import" the whole way from bytes to the disk, into an empty library.
"""

from __future__ import annotations

import argparse
import dataclasses
import functools
import itertools
import json
import operator
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from html import escape
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from library import record, records

from readlist import importers
from readlist.exporters import exporter_for
from readlist.exporters.json_file import paper_json
from readlist.importers.merge import Batch, ImportPapers
from readlist.model import vocabulary
from readlist.model.library import Library
from readlist.model.record import Record
from readlist.model.sentences import sentences
from readlist.paths import seed_documents
from readlist.store.repository import Repository

_LEAST = 5000
"""Papers a second that must come in."""

_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")
_SAID = frozenset[str]().union(*(said for said in vars(vocabulary).values() if isinstance(said, (dict, frozenset))))
"""Words by which abstracts announce what they contribute, and those that they all have."""

_SPELT = str.maketrans("0123456789", "abcdefghij")

_GIVEN = ("Ana", "Bo", "Chiara", "Dmitri", "Eun-ji", "Farid", "Grace", "Hiroshi", "Inés", "J. P.", "Kwame")

Numbered = tuple[int, Record]


def arxiv(number: int) -> str:
    """Return an arXiv identifier for the paper with that number, from 0."""
    return f"23{1 + number % 12:02}.{10_000 + number // 12:05}"


def paper_of(number: int) -> Record:
    """Return the paper with that number, from 0, as people write: names without digits, sentences with a capital."""
    paper = record(number)
    surnames = (name.partition(" ")[2].translate(_SPELT) for name in paper.authors)
    authors = tuple(f"{_GIVEN[(number + place) % len(_GIVEN)]} {surname}" for place, surname in enumerate(surnames))
    return dataclasses.replace(paper, authors=authors, abstract=f"{paper.abstract.capitalize()} Study {number}.")


def _surname_first(name: str) -> str:
    given, _, surname = name.partition(" ")
    return f"{surname}, {given}"


def _and(paper: Record) -> str:
    return " and ".join(paper.authors)


def _each(write: Callable[[int, Record], str], before: str = "", behind: str = "") -> Callable[..., str]:
    """Return what writes a document: a text a paper, with something before and behind."""

    def document(papers: Iterable[Numbered]) -> str:
        return before + "".join(write(number, paper) for number, paper in papers) + behind

    return document


def _acl(_number: int, paper: Record) -> str:
    authors = "\n|\n".join(paper.authors)
    return f"pdf\nbib\nabs\n{paper.title}\n{authors}\n{paper.venue}\n{paper.abstract}\n"


def _surname_given(_number: int, paper: Record) -> str:
    authors = ", ".join(map(_surname_first, (*paper.authors, "Ana Moreno")))
    return f"{paper.title}\n{authors}\n{paper.abstract}\n"


def _abstract(number: int, _paper: Record) -> str:
    """Return an abstract without anything else, which is given a name: what it says must read as abstracts do.

    It is that of a paper of the seed documents, with all that makes it look for a name, which it finds as often as in
    those. The other words are exchanged for others of those documents, in each paper differently: ten thousand papers
    that say the same in whole sentences, each of which has to be compared with many, are no field that there is.
    """

    def exchanged(word: re.Match[str]) -> str:
        if word[0] in _SAID:
            return word[0]
        others = _others()[word[0][0]]
        return others[zlib.crc32(f"{word[0]} {number}".encode()) % len(others)]

    told = _told()
    return f"Abstract: {_WORD.sub(exchanged, told[number % len(told)])} This was study {number}.\n"


@functools.cache
def _told() -> list[str]:
    """Return the abstracts of the seed documents."""
    found = [importers.read(document).found for document in map(importers.read_file, seed_documents())]
    return [" ".join(sentences(paper.record.abstract)) for records in found for paper in records]


@functools.cache
def _others() -> Mapping[str, Sequence[str]]:
    """Return the words that are exchanged, by first letter, so that abbreviations still stand for what they did."""
    found = sorted({word for abstract in _told() for word in _WORD.findall(abstract)} - _SAID)
    return {letter: list(words) for letter, words in itertools.groupby(found, key=operator.itemgetter(0))}


def _arxiv_listing(number: int, paper: Record) -> str:
    return f"{paper.abstract}\n13 pages, 4 figures\narXiv:{arxiv(number)}\n"


def _arxiv_page(number: int, paper: Record) -> str:
    return (
        f"[{number + 1}] arXiv:{arxiv(number)} [pdf, html, other]\nTitle: {paper.title}\n{', '.join(paper.authors)}\n"
        f"Comments: 13 pages\nSubjects: Computation and Language (cs.CL)\n{paper.abstract}\n"
    )


def _arxiv_mail(number: int, paper: Record) -> str:
    return (
        f"\\\\\narXiv:{arxiv(number)}\nDate: Wed, 25 Oct 2023 18:05:03 GMT   (895kb,D)\n\nTitle: {paper.title}\n"
        f"Authors: {', '.join(paper.authors)}\nCategories: cs.CL\n\\\\\n  {paper.abstract}\n"
        f"\\\\ ( https://arxiv.org/abs/{arxiv(number)} ,  895kb)\n{'-' * 78}\n"
    )


def _dblp(number: int, paper: Record) -> str:
    return f"[c{number + 1}]\n{', '.join(paper.authors)}:\n{paper.title}. EMNLP {paper.year}: 1-{number % 90 + 2}\n"


def _openreview(number: int, paper: Record) -> str:
    return (
        f"{paper.title}\n{', '.join(paper.authors)}\nPublished: 16 Jan {paper.year}, Last Modified: 05 Mar {paper.year}"
        f"ICLR {paper.year} posterEveryoneRevisionsBibTeX\nKeywords: language, number {number}\n"
        f"Abstract: {paper.abstract}\n"
    )


def _markdown(number: int, paper: Record) -> str:
    return (
        f"- [{paper.title}](https://arxiv.org/abs/{arxiv(number)}) - {', '.join(paper.authors)}, *EMNLP {paper.year}*\n"
    )


def _reference(number: int, paper: Record) -> str:
    *others, last = paper.authors
    return (
        f"[{number + 1}] {', '.join(others)}, and {last}. {paper.title}. In {paper.venue}, pages 1-10, {paper.year}.\n"
    )


def _identifier(number: int, _paper: Record) -> str:
    return f"https://arxiv.org/abs/{arxiv(number)}\n"


def _html(number: int, paper: Record) -> str:
    link = f'<a href="https://arxiv.org/abs/{arxiv(number)}">{escape(paper.title or "")}</a>'
    return f"<li>{link} - {escape(', '.join(paper.authors))}, <em>EMNLP {paper.year}</em></li>\n"


def _bibtex(number: int, paper: Record) -> str:
    return (
        f"@inproceedings{{author{number},\n  title = {{{paper.title}}},\n  author = {{{_and(paper)}}},\n"
        f"  year = {{{paper.year}}},\n  booktitle = {{{paper.venue}}},\n  keywords = {{language, learning}},\n"
        f"  abstract = {{{paper.abstract}}}\n}}\n\n"
    )


def _ris(_number: int, paper: Record) -> str:
    authors = "".join(f"AU  - {_surname_first(name)}\n" for name in paper.authors)
    return (
        f"TY  - CONF\nTI  - {paper.title}\n{authors}PY  - {paper.year}\nT2  - {paper.venue}\nAB  - {paper.abstract}\n"
        "ER  - \n\n"
    )


def _csl(papers: Iterable[Numbered]) -> str:
    items = []
    for number, paper in papers:
        names = [name.partition(" ") for name in paper.authors]
        items.append(
            {
                "id": f"author{number}",
                "type": "paper-conference",
                "title": paper.title,
                "author": [{"given": given, "family": family} for given, _, family in names],
                "issued": {"date-parts": [[paper.year]]},
                "container-title": paper.venue,
                "abstract": paper.abstract,
            }
        )
    return json.dumps(items, indent=1)


def _atom(number: int, paper: Record) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv(number)}v1</id><published>2023-01-02T00:00:00Z</published>"
        f"<title>{escape(paper.title or '')}</title><summary>{paper.abstract}</summary>{authors}</entry>\n"
    )


def _library(papers: Iterable[Numbered]) -> Library:
    numbers = [number for number, _ in papers]
    action = ImportPapers([records(len(numbers))])
    return Library().apply(action.change(Library(), "2026-11-21T08:00:00Z").edits)


def _readlist_json(papers: Iterable[Numbered]) -> str:
    return json.dumps([paper_json(paper) for paper in _library(papers)], indent=1)


def _readlist_markdown(papers: Iterable[Numbered]) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "reading.md")
        exporter_for(path, None).export(list(_library(papers)), path, dry_run=False, force=False)
        return path.read_text(encoding="utf-8")


_ATOM = '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>\n'
DOCUMENTS: Mapping[str, Callable[..., str]] = {
    "acl-anthology": _each(_acl, "Ana Moreno\n2024\n"),
    "surname-given": _each(_surname_given, "Moreno, Ana\n"),
    "abstracts": _each(_abstract),
    "arxiv-listing": _each(_arxiv_listing),
    "arxiv-page": _each(_arxiv_page, "Computation and Language\nNew submissions\n"),
    "arxiv-mail": _each(_arxiv_mail, f"{'-' * 78}\n"),
    "dblp": _each(_dblp, "> Home > Persons\nAna Moreno\n2020 – today\n2024\n"),
    "openreview": _each(_openreview, "OpenReview.net\nLogin\n"),
    "markdown-list": _each(_markdown, "# Awesome papers\n\n"),
    "references": _each(_reference, "References\n"),
    "identifiers": _each(_identifier),
    "html": _each(_html, "<!doctype html><html><body><h1>Papers</h1><ul>\n", "</ul></body></html>\n"),
    "bibtex": _each(_bibtex),
    "ris": _each(_ris),
    "csl-json": _csl,
    "feed": _each(_atom, _ATOM, "</feed>\n"),
    "readlist-json": _readlist_json,
    "readlist-markdown": _readlist_markdown,
}
"""What writes a document of each format, from papers with their numbers."""


class Measured(NamedTuple):
    """How fast a document came in: papers a second, megabytes, and what was wrong ("" for nothing)."""

    reading: float
    importing: float
    megabytes: float
    fault: str


def measure(name: str, count: int) -> Measured:
    """Import a document of a format once."""
    data = DOCUMENTS[name]([(number, paper_of(number)) for number in range(count)]).encode()
    importer = importers.importers()[name]
    document = importers.Document.from_bytes(f"{name}.txt", data)
    start = time.perf_counter()
    importer.read(document)
    reading = time.perf_counter() - start
    with tempfile.TemporaryDirectory(prefix="readlist-benchmark-") as folder:
        repository = Repository.create(Path(folder, "library"))
        start = time.perf_counter()
        document = importers.Document.from_bytes(f"{name}.txt", data)
        found = importers.read(document)
        repository.do(ImportPapers([Batch(document.name, found)]))
        whole = time.perf_counter() - start
        came = len(repository.library)
    faults = [f"read as {found.format}"] if found.format != name else []
    faults += [f"{came:,} papers came in"] if came != count else []
    return Measured(count / reading, count / whole, len(data) / 1e6, ", ".join(faults))


def tell(name: str, count: int, rounds: int) -> None:
    """Print the row of a format: the best of some rounds, for what else a machine does makes all of them slower.

    Each has a process of its own, as an import from the command line has.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as alone:
        found = list(alone.map(measure, [name] * rounds, [count] * rounds))
    best = max(found, key=operator.attrgetter("importing"))
    told = best.fault or ("ok" if best.importing >= _LEAST else "NOT")
    worst = min(row.importing for row in found)
    print(
        f"{name:<20}{best.megabytes:>8.1f}{best.reading:>14,.0f}{best.importing:>14,.0f}{worst:>14,.0f}   {told}",
        flush=True,
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="only these")
    parser.add_argument("--papers", type=int, default=10_000, help="papers in each document")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is imported")
    arguments = parser.parse_args()
    unknown = set(arguments.formats) - set(DOCUMENTS)
    if unknown:
        sys.exit(f"no format {', '.join(sorted(unknown))}; there are: {', '.join(DOCUMENTS)}")
    heads = f"{'papers a second':<20}{'MB':>8}{'read':>14}{'import':>14}{'slowest':>14}"
    print(f"{heads}   at least {_LEAST:,} must come in a second")
    for name in arguments.formats or DOCUMENTS:
        tell(name, arguments.papers, arguments.rounds)


if __name__ == "__main__":
    main()
