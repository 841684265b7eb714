"""What a checkup of a library finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path


class Kind(Enum):
    """What it takes to mend something."""

    DAMAGE = auto()
    """A file is not what was written: what is good in it has to be put together with backups."""
    SHAPE = auto()
    """A file is readable, but has to be written anew."""
    PAPER = auto()
    """A paper or a view has a wrong value."""
    CHANGE = auto()
    """A change tells of what is not so."""
    BACKUP = auto()
    """A backup is of no use."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a library.

    Attributes:
        kind: what it takes to mend it.
        path: the file.
        line: in the file, from 1; None where it is about the file as a whole or the line is not known.
        what: what is wrong.
    """

    kind: Kind
    path: Path
    line: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.what}" if self.line else f"{self.path}: {self.what}"


@dataclass(slots=True)
class Checkup:
    """What was found.

    Attributes:
        findings: what is wrong, file by file.
        notes: what is good to know, and nothing is wrong with.
        papers: so many there are.
        changes: so many the journal holds.
        backups: so many can be read.
    """

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    papers: int = 0
    changes: int = 0
    backups: int = 0

    @property
    def summary(self) -> str:
        """All in one line, for a library with which nothing is wrong."""
        counts = ((self.papers, "paper", ""), (self.changes, "change", " in the journal"), (self.backups, "backup", ""))
        counted = ", ".join(f"{n} {name}{'' if n == 1 else 's'}{where}" for n, name, where in counts)
        return "; ".join([f"nothing wrong: {counted}", *self.notes])

    def has(self, kind: Kind, path: Path | None = None) -> bool:
        """Whether there is a finding of that kind (in that file)."""
        return any(f.kind is kind and path in {None, f.path} for f in self.findings)
