"""What every importer is given, what it gives back, and how documents are found and read from disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from readlist.importers.decoding import NotTextError, decoded
from readlist.importers.mime import unwrapped
from readlist.model.record import Record
from readlist.text import clean, clean_line, cut

LARGEST = 256 * 1024 * 1024
"""Bytes that a document may have: decoded and cut into lines it takes about five times that in memory, and the
largest listing that people keep (all of DBLP's conference pages in one file) is far below it."""

_LARGE = 1 << 24
"""Characters of a document from which on its lines are worth to be made a second time rather than to be kept."""
_EXCERPT = 60
_ADJACENT = 2  # lines: a blank one between two does not part them


class ImportFailedError(Exception):
    """A source could not be imported; the message is one line that begins with the source's name."""

    def __init__(self, source: object, problem: str) -> None:
        """Say that `source` (a path or a name; may come from outside) failed because of `problem`."""
        super().__init__(clean_line(f"{source}: {problem}"))


class UnknownFormatError(ImportFailedError):
    """A document that no importer knows."""

    def __init__(self, source: object) -> None:
        super().__init__(source, "not a list of papers that any importer knows")


class NoPapersInItError(ImportFailedError):
    """A document that its importer knows and that, being what it is, holds no papers; in a folder that is no fault.

    Attributes:
        format: name of the importer.
    """

    def __init__(self, source: object, problem: str, format: str) -> None:
        super().__init__(source, problem)
        self.format = format


@dataclass(frozen=True, slots=True)
class Document:
    """A text to import.

    Attributes:
        name: without its folder; what the sources of its papers are called.
        text: decoded and cleaned (see `readlist.text.clean`); lines end in a newline.
    """

    name: str
    text: str
    _lines: tuple[str, ...] | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", clean_line(self.name))
        object.__setattr__(self, "text", clean(self.text.removeprefix("\ufeff")))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of `text` without their newlines; they are made when they are first asked for."""
        if self._lines is None:
            object.__setattr__(self, "_lines", tuple(self.text.split("\n")))
        return self._lines or ()

    def forget_lines(self) -> None:
        """Give back the memory that the lines of a large document take, until they are asked for again."""
        if len(self.text) > _LARGE:
            object.__setattr__(self, "_lines", None)

    @classmethod
    def from_bytes(cls, name: str, data: bytes) -> Document:
        """Return the document that `data` holds: a text in any encoding, a mail, a mailbox or a web archive.

        See `readlist.importers.decoding` for how the encoding is found, and `readlist.importers.mime` for what is read
        of a mail.

        Raises:
            ImportFailedError: `data` is empty, blank, too large, or no text.
        """
        if not data:
            raise ImportFailedError(name, "the file is empty")
        if len(data) > LARGEST:
            raise _too_large(name)
        text = unwrapped(data)
        try:
            text = decoded(data) if text is None else text
        except NotTextError as error:
            raise ImportFailedError(name, str(error)) from error
        if not text.strip("\ufeff \t\r\n\f\v\xa0"):
            raise ImportFailedError(name, "the file holds nothing but blanks")
        return cls(name, text)


@dataclass(frozen=True, slots=True)
class Found:
    """A record that a document holds.

    Attributes:
        record: what is printed there.
        position: its place among the document's records, from 1.
        line: where it begins, from 1.
        key: the citation key that the document gives it; None where it gives none.
        tags: keywords of the document, or tags of an export of ours; whatever is no tag is made one or dropped.
        state: what its reader made of it, as the JSON of a paper has it (`status`, `starred`, `note`, `defer_until`,
            `added`, `triaged`, `read_on`): only what the document says. A paper that is known keeps its own.
        format: name of the importer that read it, in a document of several formats; None where that is the reading's.
    """

    record: Record
    position: int
    line: int
    key: str | None = None
    tags: tuple[str, ...] = ()
    state: Mapping[str, Any] = field(default_factory=dict, hash=False)
    format: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A place that was not understood, or only in part.

    Attributes:
        line: where, from 1.
        message: what is wrong there, with the beginning of the line.
    """

    line: int
    message: str

    @classmethod
    def at(cls, line: int, message: str, text: str) -> Problem:
        """Return the problem that `message` names, at the line `text`, of which the beginning is shown."""
        # Cut before it is cleaned: the line may be as long as the file.
        return cls(line, f'{message}: "{cut(clean_line(text[: 8 * _EXCERPT]), _EXCERPT)}"')

    @classmethod
    def of_lines(cls, lines: Iterable[tuple[int, str]], message: str = "not part of a paper") -> list[Problem]:
        """Return a problem for each stretch of `lines` (number and text), which shows the first of them."""
        stretches: list[list[tuple[int, str]]] = []
        for line in lines:
            if stretches and line[0] - stretches[-1][-1][0] <= _ADJACENT:
                stretches[-1].append(line)
            else:
                stretches.append([line])
        problems = []
        for stretch in stretches:
            more = f" (and {_lines(len(stretch) - 1)} more)" if len(stretch) > 1 else ""
            problem = cls.at(stretch[0][0], message, stretch[0][1])
            problems.append(cls(problem.line, problem.message + more))
        return problems


@dataclass(frozen=True, slots=True)
class Reading:
    """What an importer made of a document.

    Attributes:
        format: name of the importer; of several, with commas between them.
        found: the records, in their order.
        problems: what was not understood, in the order of the lines.
    """

    format: str
    found: tuple[Found, ...]
    problems: tuple[Problem, ...] = ()


class Importer(Protocol):
    """Reads one format.

    Anyone can add one: a package declares a class that can be called without arguments under the entry point
    group `readlist.importers`, by the name of the format:

        [project.entry-points."readlist.importers"]
        my-format = "my_package:MyFormat"

    Both methods get text that is cleaned already and may otherwise be anything: they neither write nor reach for the
    network, and take time in proportion to the length of the text. What they raise other than `ImportFailedError`
    is shown as a defect of the importer.
    """

    @property
    def name(self) -> str:
        """The format's name: lower-case words joined by hyphens, the same as the entry point's."""
        ...

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is of this format: 0 (it is not) to 1 (it can be nothing else).

        The importer that is surest reads the document, so a format that is a special case of another one answers
        with more. Free text, source code and other formats give 0.
        """
        ...

    def read(self, document: Document) -> Reading:
        """Return the records of `document` as they are printed there, and what was not understood.

        A place that is not understood is a `Problem`, not an exception: the other records come in.
        """
        ...


def sniffed(importer: Importer, document: Document) -> float:
    """Return how sure an importer, which may be anyone's, is that it knows a document."""
    try:
        return importer.sniff(document)
    except Exception:  # noqa: BLE001 -- an importer that cannot even look at a document does not know it
        return 0.0


def find_documents(path: Path) -> list[Path]:
    """Return the documents that `path` names: a file itself, of a directory all files below it, sorted.

    Hidden files and folders are skipped, and so is what is no file (sockets, pipes) unless it is named itself.
    A folder below `path` that cannot be listed stands in the result, so that reading it says why.

    Raises:
        ImportFailedError: `path` is missing or unreadable, or a directory without documents.
    """
    if not stat.S_ISDIR(_stat(path).st_mode):
        return [path]
    documents: list[Path] = []
    closed: list[Path] = []
    for folder, folders, files in os.walk(path, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = [name for name in folders if not name.startswith(".")]
        visible = (Path(folder, name) for name in files if not name.startswith("."))
        documents += [file for file in visible if file.is_file()]
    if path in closed:
        raise ImportFailedError(path, "the directory cannot be read")
    if not documents and not closed:
        raise ImportFailedError(path, "no documents in this directory")
    return sorted(documents + closed)


def read_file(path: Path) -> Document:
    """Return the document in the file `path`; its name is the file's, without folders.

    Raises:
        ImportFailedError: the file is missing, unreadable, empty, blank, too large, or no text.
    """
    status = _stat(path)
    if stat.S_ISREG(status.st_mode) and status.st_size > LARGEST:
        raise _too_large(path)
    try:
        with path.open("rb") as file:
            # A pipe or a device says no size beforehand and may never end.
            data = file.read() if stat.S_ISREG(status.st_mode) else file.read(LARGEST + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    return Document.from_bytes(path.name, data)


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:  # a NUL in the name
        raise ImportFailedError(path, "not a file name") from error


def _unreadable(path: Path, error: OSError) -> ImportFailedError:
    reason = error.strerror or str(error)
    return ImportFailedError(path, reason[:1].lower() + reason[1:])


def _too_large(source: object) -> ImportFailedError:
    return ImportFailedError(source, f"the file is larger than {LARGEST // 1024**2} MB")


def _lines(count: int) -> str:
    return f"{count} line" if count == 1 else f"{count} lines"
