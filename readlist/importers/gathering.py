"""From what somebody points at to documents read: files, folders, identifiers, and text that is in no file.

What cannot be read is a `Failure` in its place and never keeps the others out. Documents are found first and read one
by one, so that whoever waits can be told how far it is, and can stop at any of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from readlist.importers import Document, ImportFailedError, Reading, find_documents, read, read_file
from readlist.importers.base import NoPapersInItError, UnknownFormatError
from readlist.importers.mentions import find_mentions, is_paper
from readlist.importers.merge import Batch
from readlist.model.identifiers import parse_arxiv, parse_doi
from readlist.paths import expanded
from readlist.text import clean, clean_line

PASTED = "pasted text"
"""What a document that was pasted is called."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is in no file: from standard input, or pasted.

    Attributes:
        name: what the document is called.
        data: its bytes, as a file has them.
    """

    name: str
    data: bytes

    @classmethod
    def typed(cls, text: str, *, name: str = PASTED) -> Text:
        """Return what somebody typed or pasted, as a file has it."""
        return cls(name, text.encode("utf-8", "replace"))


Source: TypeAlias = str | Text
"""What somebody points at: the path of a file or of a folder ("~" is the user's home), a paper's identifier or the
address of its page, or a text."""

_IDENTIFIERS = "identifiers"
"""Name of the importer that reads them."""
_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a document of one, that could not be read.

    Attributes:
        source: as it was named, or the path below a folder that was named; may come from outside.
        problem: what is wrong with it, one line that names it.
        is_unknown: whether no importer knows it, so that saying which one shall read it may help.
    """

    source: str
    problem: str
    is_unknown: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return it as the report of an import has it: a source without format and papers."""
        return {
            "source": clean(self.source),
            "format": None,
            "papers": 0,
            "added": 0,
            "merged": 0,
            "unchanged": 0,
            "problems": [{"line": None, "message": clean_line(self.problem)}],
        }


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that was found and is still to be read.

    Attributes:
        source: as in `Failure`.
        content: where its bytes are.
        in_folder: whether it was found in a folder, and not named itself.
        form: name of the importer that reads it, whichever is asked for; None leaves it open.
    """

    source: str
    content: Path | Text
    in_folder: bool = False
    form: str | None = None

    def read(self, form: str | None = None) -> Batch | Failure:
        """Return what an importer makes of it, or why none could.

        Args:
            form: name of the importer; None takes the one that is surest that it knows the document.
        """
        try:
            document = self._document()
            return Batch(document.name, read(document, self.form or form))
        except NoPapersInItError as error:
            if self.in_folder:
                return Batch(document.name, Reading(error.format, ()))
            return Failure(self.source, str(error))
        except ImportFailedError as error:
            return Failure(self.source, str(error), is_unknown=isinstance(error, UnknownFormatError))
        except MemoryError:
            # What the document took is free again: the next one is smaller, as a rule.
            return Failure(self.source, f"{self.source}: too large for the memory that there is")

    def _document(self) -> Document:
        if isinstance(self.content, Text):
            return Document.from_bytes(self.content.name, self.content.data)
        return read_file(self.content)


def find(sources: Iterable[Source]) -> list[Unread | Failure]:
    """Return the documents that `sources` mean, in their order.

    A folder means all documents below it, an identifier or an address the line of text that it is: nothing is fetched.
    """
    found: list[Unread | Failure] = []
    for source in sources:
        if isinstance(source, Text):
            found.append(Unread(source.name, source))
            continue
        try:
            path = _path(source)
            if isinstance(path, Text):
                found.append(Unread(source, path, form=_IDENTIFIERS))
                continue
            documents = find_documents(path)
        except ImportFailedError as error:
            found.append(Failure(source, str(error)))
        except OSError as error:
            # A folder that may be listed but not entered.
            found.append(Failure(source, f"{error.filename or source}: {error.strerror or error}"))
        else:
            found += [
                Unread(source, document) if document == path else Unread(str(document), document, in_folder=True)
                for document in documents
            ]
    return found


def gather(sources: Iterable[Source], form: str | None = None) -> tuple[list[Batch], list[Failure]]:
    """Read all documents that `sources` mean.

    Args:
        sources: files, folders, texts.
        form: as in `Unread.read`.

    Returns:
        What was read, in the order of the sources, and each document that could not be.
    """
    batches: list[Batch] = []
    failures: list[Failure] = []
    for found in find(sources):
        outcome = found.read(form) if isinstance(found, Unread) else found
        if isinstance(outcome, Batch):
            batches.append(outcome)
        else:
            failures.append(outcome)
    return batches, failures


def _path(source: str) -> Path | Text:
    """Return the path that `source` is, or, where there is nothing, the text of the identifier that it is.

    Raises:
        ImportFailedError: it is empty, or an address that tells no paper.
    """
    if not source:
        # To the system that is the current folder, and to a script a variable that was not set.
        raise ImportFailedError("''", "not a file name")
    path = expanded(source)
    if _exists(path):
        return path
    line = _naming_line(source)
    if line is not None:
        return Text.typed(line, name=source)
    if source.strip().lower().startswith(_WEB):
        # As a path it would lose a slash.
        raise ImportFailedError(source, "nothing is fetched from the web; save the page and import that file")
    return path


def _naming_line(source: str) -> str | None:
    """Return the line that names, in a text, the paper whose identifier or address `source` is as a whole, or None."""
    typed = source.strip()
    if not typed.isprintable():
        return None
    arxiv, doi = parse_arxiv(typed), parse_doi(typed)
    # What may be any number in a text ("0704.0001") is an identifier where nothing else is asked for.
    for line in (typed, arxiv and f"arXiv:{arxiv}", doi and f"doi:{doi}"):
        mentions = find_mentions(line, bare=True) if line else []
        if any(is_paper(mention) and (mention.start, mention.end) == (0, len(line or "")) for mention in mentions):
            return line
    return None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        # A name that is too long, or one with a NUL, names no file.
        return False
