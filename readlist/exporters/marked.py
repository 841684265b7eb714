"""Files with a marked block: made, or brought up to date without touching what is not ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from readlist.exporters import block, files, front_matter
from readlist.exporters.base import Outcome, What
from readlist.exporters.block import State
from readlist.exporters.scalars import Value

EDITED = "edited since the last export"
"""Why a file is kept whose marked block is not as it was written."""


class _KeepError(Exception):
    """A file holds something that is not ours to overwrite; the text says what."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes files with a marked block, and says what became of each.

    Attributes:
        dry_run: write nothing, give diffs.
        force: replace blocks that were edited.
    """

    dry_run: bool
    force: bool

    def create(self, path: Path, text: str, key: str | None = None) -> Outcome:
        """Write a new file."""
        return self._save(path, None, text, None, What.WRITTEN, key)

    def update(
        self, path: Path, content: str, values: Mapping[str, Value] | None = None, key: str | None = None
    ) -> Outcome:
        """Bring a file's marked block up to date and, given `values`, our keys in its front matter.

        A file whose block is edited (unless forced), missing or broken is left as it is, front matter and all.
        """
        try:
            old, seen = files.read(path)
            new = self._merged(old, content, values)
        except files.FileError as error:
            return Outcome(path, What.FAILED, str(error), key=key)
        except _KeepError as error:
            return Outcome(path, What.KEPT, str(error), key=key)
        if new == old:
            return Outcome(path, What.UNCHANGED, key=key)
        return self._save(path, old, new, seen, What.UPDATED, key)

    def _merged(self, old: str, content: str, values: Mapping[str, Value] | None) -> str:
        head = front_matter.head_of(old)
        if values is None or front_matter.is_current(head, values):
            return head + self._body(old, old[len(head) :], content)
        front = front_matter.split(old)
        if front is None:
            raise _KeepError("its front matter has no end")
        return front.merged(values) + self._body(old, front.body, content)

    def _body(self, old: str, body: str, content: str) -> str:
        found = block.find(body)
        if found.state in {State.ABSENT, State.BROKEN}:
            raise _KeepError(found.problem)
        same = found.content == content
        if found.state is State.EDITED and not same and not self.force:
            raise _KeepError(EDITED)
        return body if same and found.state is State.INTACT else found.replaced(content, _newline(old))

    def _save(  # noqa: PLR0913, PLR0917 -- one file's parts, named at both calls
        self, path: Path, old: str | None, new: str, seen: files.Seen | None, what: What, key: str | None
    ) -> Outcome:
        if self.dry_run:
            return Outcome(path, what, diff=files.diff(path, old, new), key=key)
        try:
            files.write(path, new, seen)
        except files.FileError as error:
            return Outcome(path, What.FAILED, str(error), key=key)
        return Outcome(path, what, key=key)


def _newline(text: str) -> str:
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
