"""The index of a library as it was at one moment: for each row (a paper, in the order of the numbers) its texts."""

from __future__ import annotations

import io
import os
import re
import tempfile
from array import array
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO

from readlist.model.garbage import no_collection
from readlist.model.library import Library
from readlist.query.filters_text import PHRASED
from readlist.search import bits
from readlist.search.reading import SEARCHED, VALUES, digest, folded, head_words, whole
from readlist.search.sections import Buffer, DamagedError, Sections, SectionsWriter, mapped
from readlist.search.units import Form, Units, UnitsBuilder
from readlist.text import as_typed

WORD = re.compile(r"[\w-]+")
"""A word of a title or an abstract: a needle of such characters alone cannot stand in two words. With the hyphens in
it, "in-" is looked for in few words, and not behind each "in" of a hundred thousand texts."""

DIGEST_BYTES = 8
PREFIX, SUFFIX = ".search.", ".new"
"""How the name of a file begins and ends in which an index is made."""
_CHECKED_ALONE = 200
"""Of more rows than that, texts are looked into after all texts were checked at once: it takes 30 ms, but only once."""
_BYTES_A_ROW = 4_000
"""So many bytes of texts that stand together are looked through in the time that it takes to get at one text alone."""
_TOGETHER = 1_024
_SPOOL_FROM = 2_000
"""Indexes of more papers than that are built in a file: in memory those of ten thousand take 35 MB."""
_PAPERS = 32
"""Papers that are taken in in one step of building: about 4 ms."""


class Texts:
    """The whole text of one field of each row, folded or in its case, in one place."""

    def __init__(self, sections: Sections, name: str) -> None:
        """Open it.

        Raises:
            DamagedError: it is not what was written.
        """
        self._section = sections.section(f"{name}.text")
        self._starts = sections.section(f"{name}.text-starts").numbers("Q")

    def __getitem__(self, row: int) -> bytes:
        return self._section.copy(self._starts[row], self._starts[row + 1])

    def verify(self) -> Iterator[None]:
        """Read all texts, so that no query has to wait until they are checked, in steps.

        Raises:
            DamagedError: they are not what was written.
        """
        return self._section.verify()

    def text(self, row: int) -> str:
        """Return the text of a row."""
        return self[row].decode("utf-8", "surrogatepass")

    def having(self, needle: bytes, rows: int) -> int:
        """Return those of some rows (a set) that have a needle in their text.

        Raises:
            DamagedError: a text is not what was written.
        """
        starts, size = self._starts, len(self._starts) - 1
        wanted = rows.bit_count()
        if wanted < _CHECKED_ALONE:
            return bits.of_any([row for row in bits.rows_of(rows) if needle in self[row]], size)
        self._section.check()
        if wanted * _BYTES_A_ROW < starts[size]:
            text = self._section.copy_checked
            has = [row for row in bits.rows_of(rows) if needle in text(starts[row], starts[row + 1])]
            return bits.of_any(has, size)
        found: list[int] = []
        for first in range(0, size, _TOGETHER):
            places = starts[first : first + _TOGETHER + 1]
            found += [first + index for index in _having(needle, self._section.copy(places[0], places[-1]), places)]
        return rows & bits.of_any(found, size)


def _having(needle: bytes, texts: bytes, places: Sequence[int]) -> Iterator[int]:
    """Yield which of some texts have a needle in them.

    Args:
        needle: what is looked for.
        texts: one behind the other.
        places: where each begins, and where the last ends, counted from anywhere.
    """
    start = places[0]
    at = texts.find(needle)
    while at >= 0:
        index = bisect_right(places, start + at) - 1
        end = places[index + 1] - start
        if at + len(needle) <= end:
            yield index
            at = texts.find(needle, end)
        else:
            # It stands in two texts, the end of one and the beginning of the next.
            at = texts.find(needle, at + 1)


class _TextsBuilder:
    """Puts whole texts into a file of their own, until they have their place in the index."""

    def __init__(self, name: str, folder: Path | None, *, spool: bool) -> None:
        self._name = name
        # Beside the index: the system's own folder for such files may be in memory.
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder) if spool else io.BytesIO()  # noqa: SIM115 -- `write`
        self._starts = array("Q", (0,))

    def add(self, text: str) -> None:
        encoded = text.encode("utf-8", "surrogatepass")
        self._file.write(encoded)
        self._starts.append(self._starts[-1] + len(encoded))

    def write(self, writer: SectionsWriter) -> Generator[None, None, None]:
        with self._file as file:
            file.seek(0)
            writer.begin(f"{self._name}.text")
            while data := file.read(1 << 20):
                writer.add(data)
                yield
        writer.put(f"{self._name}.text-starts", self._starts.tobytes())


class Base:
    """An index, opened.

    Attributes:
        size: how many rows it has.
        numbers: the number of each row's paper, rising.
        data: its whole file.
    """

    def __init__(self, data: Buffer) -> None:
        """Open it.

        Raises:
            DamagedError: it is not what was written.
        """
        self.data = data
        self.sections = Sections(data)
        try:
            self.size = int(self.sections.about["rows"])
            self.identity = str(self.sections.about["identity"])
        except (KeyError, TypeError, ValueError) as error:
            raise DamagedError from error
        self.numbers = self.sections.section("numbers").numbers("Q")
        self._units: dict[str, Units] = {}
        if len(self.numbers) != self.size:
            raise DamagedError

    def units(self, name: str) -> Units:
        """Return a column: "title", "abstract" (words), "heads" (words for fuzzy search) or one of `VALUES`.

        Raises:
            DamagedError: it is not what was written.
        """
        if name not in self._units:
            self._units[name] = Units(self.sections, name, self.size)
        return self._units[name]

    @cached_property
    def titles(self) -> Texts:
        """The display titles, as `text.as_typed` makes them."""
        return Texts(self.sections, "title")

    @cached_property
    def folded_titles(self) -> Texts:
        """The display titles, folded."""
        return Texts(self.sections, "title-folded")

    @cached_property
    def abstracts(self) -> Texts:
        """The abstracts, folded."""
        return Texts(self.sections, "abstract")

    @cached_property
    def digests(self) -> bytes:
        """`reading.digest` of each row's paper, one behind the other."""
        return bytes(self.sections.section("digests").all())

    def digest(self, row: int) -> bytes:
        """Return what `reading.digest` was of the paper of a row."""
        return self.digests[row * DIGEST_BYTES : (row + 1) * DIGEST_BYTES]


class BaseBuilder:
    """Makes the index of a library, in steps that take some milliseconds each.

    Attributes:
        done: how many papers are in it so far.
        total: how many there will be.
        base: the index, once all steps are done.
        path: of the file that it is in; None where it has none of a name.
    """

    def __init__(self, library: Library, folder: Path | None = None) -> None:
        """Begin.

        Args:
            library: whose papers are to be in it.
            folder: where a large one has its file while it is made; None for the system's folder.
        """
        self._library = library
        self._folder = folder
        self._file: IO[bytes] | None = None
        self.path: Path | None = None
        self.done = 0
        self.total = len(library)
        self.base: Base | None = None

    def steps(self) -> Generator[None, None, None]:
        """Build it; what it could not write raises OSError."""
        spool = self.total > _SPOOL_FROM
        words = {name: UnitsBuilder(name, {"unmarked": str, "folded": folded}) for name in ("title", "abstract")}
        heads = UnitsBuilder("heads", {"folded": str}, valued=True)
        values = {name: UnitsBuilder(name, _forms(SEARCHED.get(name, str)), valued=True) for name in VALUES}
        titles = _TextsBuilder("title", self._folder, spool=spool)
        folded_titles = _TextsBuilder("title-folded", self._folder, spool=spool)
        abstracts = _TextsBuilder("abstract", self._folder, spool=spool)
        numbers, digests = array("Q"), bytearray()
        papers = list(self._library)
        yield
        for first in range(0, len(papers), _PAPERS):
            with no_collection():
                for row, deferred in enumerate(papers[first : first + _PAPERS], first):
                    paper = whole(deferred)
                    numbers.append(paper.number)
                    digests += digest(paper)
                    title, abstract = (as_typed(PHRASED[name](paper)) for name in ("title", "abstract"))
                    words["title"].add(row, set(WORD.findall(title)))
                    words["abstract"].add(row, set(WORD.findall(abstract)))
                    heads.add(row, head_words(paper))
                    titles.add(title)
                    folded_titles.add(folded(title))
                    abstracts.add(folded(abstract))
                    for name, values_of in VALUES.items():
                        values[name].add(row, values_of(paper))
            self.done = min(first + _PAPERS, len(papers))
            yield
        del papers
        file = self._file = self._made(spool=spool)
        writer = SectionsWriter(file)
        for texts in (titles, folded_titles, abstracts):
            yield from texts.write(writer)
        common: dict[str, int] = {}
        for units in (*words.values(), heads, *values.values()):
            yield from units.write(writer, self.total, common)
        writer.put("numbers", numbers.tobytes())
        writer.put("digests", digests)
        identity = _identity(numbers, digests)
        writer.finish({"rows": self.total, "common": common, "identity": identity})
        yield
        self.base = Base(_content(file))
        self._file = None
        yield

    def close(self) -> None:
        """Let go of the file, where it has not become that of an index."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self.path is not None and self.base is None:
            self.path.unlink(missing_ok=True)

    def _made(self, *, spool: bool) -> IO[bytes]:
        """Return the file to write to."""
        if not spool:
            return io.BytesIO()
        if self._folder is None:
            return tempfile.TemporaryFile()
        descriptor, name = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=self._folder)
        self.path = Path(name)
        return os.fdopen(descriptor, "w+b")


def _identity(numbers: Sequence[int], digests: bytes | bytearray) -> str:
    from hashlib import blake2b  # noqa: PLC0415 -- needed here alone

    return blake2b(repr(len(numbers)).encode() + digests, digest_size=16).hexdigest()


def _content(file: IO[bytes]) -> Buffer:
    if isinstance(file, io.BytesIO):
        return file.getvalue()
    with file:
        file.flush()
        return mapped(file)


def _forms(searched: Form) -> dict[str, Form]:
    """Return the forms of the values of a column, of which each is looked for in what `searched` makes of it."""
    return {"given": str, "unmarked": lambda value: as_typed(searched(value)), "folded": folded}
