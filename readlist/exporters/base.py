"""What every exporter is like, and how it tells what it did.

To add a format, write a class with the members of `Exporter` and register it in the entry point group
`readlist.exporters` of your package:

    [project.entry-points."readlist.exporters"]
    my-format = "my_package.my_module:MyExporter"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from readlist.model.paper import Paper
from readlist.text import clean_line

EDITED = "edited since the last export"
"""Why something is kept that is not as it was written."""


class ExportError(Exception):
    """An export could not start; its text is one line for people."""


class UnknownFormatError(ExportError):
    """There is no export format of that name."""


class What(StrEnum):
    """What became of one file."""

    WRITTEN = "written"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an export did to one file, or would do.

    Attributes:
        path: the file.
        what: written (it is new), updated, unchanged (it was right already and has not been touched), kept (it holds
            something that is not ours to overwrite), or failed.
        message: why it was kept or failed, or what in it was kept, without the file's name; "" otherwise.
        diff: in a dry run, what would change, as a unified diff that is safe to print; "" otherwise.
        key: citation key of the paper that the file is about; None for a file about several.
    """

    path: Path
    what: What
    message: str = ""
    diff: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What an export did, file by file.

    Attributes:
        outcomes: one a file, in the order of the papers.
        dry_run: nothing was written; the outcomes say what would have been.
    """

    outcomes: tuple[Outcome, ...]
    dry_run: bool = False

    @property
    def counts(self) -> Mapping[What, int]:
        """How many files there are of each kind; 0 where there are none."""
        tally = Counter(outcome.what for outcome in self.outcomes)
        return {what: tally[what] for what in What}

    def of(self, what: What) -> tuple[Outcome, ...]:
        """Return the outcomes of one kind."""
        return tuple(outcome for outcome in self.outcomes if outcome.what is what)

    @property
    def summary(self) -> str:
        """What was done, on one line: "Wrote 12 notes and Reading list.md, updated 1, 35 unchanged, kept 1 (…)"."""
        phrases: list[str] = []
        for what, (done, would) in _PHRASES.items():
            outcomes = self.of(what)
            if what is What.UNCHANGED and any(outcome.key for outcome in self.outcomes):
                # Beside the notes, it is of no interest that the index is as it was.
                outcomes = tuple(outcome for outcome in outcomes if outcome.key)
            if outcomes:
                noun = not any("note" in phrase for phrase in phrases)
                phrases.append(
                    (would if self.dry_run else done).format(_named(outcomes, noun=noun)) + _reason(outcomes)
                )
        line = ", ".join(phrases) or "nothing to export"
        # A line that starts with a file's name keeps the name as it is.
        return line[0].upper() + line[1:] if line.startswith(_VERBS) else line


_PHRASES: Mapping[What, tuple[str, str]] = {
    What.WRITTEN: ("wrote {}", "would write {}"),
    What.UPDATED: ("updated {}", "would update {}"),
    What.UNCHANGED: ("{} unchanged", "{} unchanged"),
    What.KEPT: ("kept {}", "would keep {}"),
    What.FAILED: ("{} failed", "{} would fail"),
}


_VERBS = ("wrote", "updated", "kept", "would", "nothing")


def _named(outcomes: Iterable[Outcome], *, noun: bool) -> str:
    """Return the notes as a number and the other files by name: "12 notes and Reading list.md"."""
    notes = 0
    names: list[str] = []
    for outcome in outcomes:
        if outcome.key is None:
            names.append(clean_line(outcome.path.name))
        else:
            notes += 1
    if notes:
        names.insert(0, f"{notes:,} note{'s' * (notes != 1)}" if noun else f"{notes:,}")
    return " and ".join(names)


def _reason(outcomes: Sequence[Outcome]) -> str:
    """Return, in parentheses, what there is to say of the first of these, and of how many more."""
    outcomes = [outcome for outcome in outcomes if outcome.message]
    if not outcomes:
        return ""
    first = outcomes[0]
    # A file that is not a note has been named already.
    name = f"{clean_line(first.path.name)}: " if first.key else ""
    more = f"; and {len(outcomes) - 1:,} more" if len(outcomes) > 1 else ""
    return f" ({name}{first.message}{more})"


class Exporter(Protocol):
    """A format that papers can be written in.

    An instance is made without arguments. It holds no state between exports.
    """

    @property
    def name(self) -> str:
        """Name of the format, as `--format` takes it: lower case, words joined by hyphens."""
        ...

    @property
    def suffixes(self) -> Sequence[str]:
        """Suffixes of the files that it writes, lower case, with their dot: (".md", ".markdown")."""
        ...

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`, in their order, to a file or a directory.

        Args:
            papers: what to write.
            to: the file or directory; made where it is missing, with the directories above.
            dry_run: write and make nothing, and say in each outcome what would change.
            force: overwrite what was edited by hand since the last export.

        Returns:
            What became of each file. A file that could not be written does not keep the others from being written.

        Raises:
            ExportError: nothing could be written at all.
        """
        ...
