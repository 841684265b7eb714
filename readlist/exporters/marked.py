"""Files with a marked block: made, or brought up to date without touching what is not ours."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from readlist.exporters import block, files, heads, key_digests
from readlist.exporters.base import EDITED, Outcome, What
from readlist.exporters.block import Found, State
from readlist.exporters.flavours import Flavour
from readlist.exporters.key_digests import OUR_KEYS
from readlist.exporters.scalars import Value

_THREADS = 8


class KeepError(Exception):
    """A file holds something that is not ours to overwrite; the text says what."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What may be overwritten in a file, because it has been read back into the library.

    Attributes:
        text: `block.digest_of` the whole file as it was when it was read; nothing is accepted in another one.
        block: the marked block.
        keys: keys of ours.
    """

    text: str
    block: bool = False
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Save:
    """A text that is to be in a file, with what is there now."""

    old: str | None
    new: str
    seen: files.Seen | None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to become of one file.

    Attributes:
        outcome: what is told of it, once it is done.
        save: what is to be written; None where the file stays as it is.
        head: what stands above its body then; "" where that is not known.
    """

    outcome: Outcome
    save: Save | None = None
    head: str = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes files with a marked block, and says what became of each.

    Attributes:
        dry_run: write nothing, give diffs.
        force: replace blocks and keys of ours that were edited.
        flavour: the program that is written for.
        accepted: what may be overwritten though it was edited, by file.
        folder: where the diffs of a dry run begin, see `files.diff`.
    """

    dry_run: bool
    force: bool
    flavour: Flavour = Flavour.OBSIDIAN
    accepted: Mapping[Path, Accepted] = field(default_factory=dict)
    folder: Path | None = None

    def create(self, path: Path, text: str, key: str | None = None) -> Step:
        """Return the step that makes a new file."""
        return Step(Outcome(path, What.WRITTEN, key=key), Save(None, text, None))

    def new(self, title: str, content: str) -> str:
        """Return the text of a new file about several papers: a heading and the block."""
        bullets = self.flavour.outlined
        heading = f"- # {title}\n" if bullets else f"# {title}\n\n"
        return f"{heading}{block.rendered(content, bullets=bullets)}\n"

    def update(self, path: Path, content: str) -> Step:
        """Return the step that brings the marked block of a file about several papers up to date.

        A file whose block is edited (unless forced), missing or broken is left as it is.
        """
        return self._updating(path, content, None, None)

    def update_note(self, path: Path, content: str, values: Mapping[str, Value], key: str) -> Step:
        """Return the step that brings a note up to date: its marked block, and our keys in its head.

        A note whose block is edited (unless forced or accepted), missing or broken is left as it is, head and all. Keys
        of ours that were edited since the last export are left as they are (likewise); the rest is brought up to date.
        """
        return self._updating(path, content, values, key)

    def do(self, steps: Sequence[Step]) -> list[Outcome]:
        """Do what steps say, and return what became of each file. No two of them are about the same one."""
        several = sum(step.save is not None for step in steps) > 1
        if self.dry_run or not several:
            return [self._done(step) for step in steps]
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 -- slow to load, for those who write much

        # Each file is synced by itself, so that it lasts whatever becomes of the others. A system that is asked by
        # several threads at once writes for them together: that is five times as fast.
        with ThreadPoolExecutor(_THREADS) as pool:
            return list(pool.map(self._done, steps))

    def _updating(self, path: Path, content: str, values: Mapping[str, Value] | None, key: str | None) -> Step:
        try:
            old, seen = files.read(path)
            head = heads.head_of(old)
            body = old[len(head) :]
            accepted = self._accepted(path, old)
            found = self._block(body, accepted, content)
        except files.FileError as error:
            return Step(Outcome(path, What.FAILED, str(error), key=key))
        except KeepError as error:
            return Step(Outcome(path, What.KEPT, str(error), key=key))
        kept: Sequence[str] = ()
        keys = ""
        if values is not None:
            head, kept, keys = self._merged(head, found, values, accepted, _newline(old))
        bullets = self.flavour.outlined
        if found.is_current(content, keys=keys, bullets=bullets):
            new = head + body
        else:
            new = head + found.replaced(content, _newline(old), keys=keys, bullets=bullets)
        message = _kept_keys(kept) if kept else ""
        if new == old:
            return Step(Outcome(path, What.KEPT if kept else What.UNCHANGED, message, key=key), head=head)
        return Step(Outcome(path, What.UPDATED, message, key=key), Save(old, new, seen), head)

    def _accepted(self, path: Path, text: str) -> Accepted | None:
        accepted = self.accepted.get(path)
        return accepted if accepted and accepted.text == block.digest_of(text) else None

    def _block(self, body: str, accepted: Accepted | None, content: str) -> Found:
        found = block.find(body)
        if found.state in {State.ABSENT, State.BROKEN}:
            raise KeepError(found.problem)
        may = self.force or (accepted is not None and accepted.block)
        if found.state is State.EDITED and found.content != content and not may:
            raise KeepError(EDITED)
        return found

    def _merged(
        self, old: str, found: Found, values: Mapping[str, Value], accepted: Accepted | None, newline: str
    ) -> tuple[str, Sequence[str], str]:
        """Return a note's new head, the keys in it that are kept as they were edited, and its digests."""
        written = heads.as_written(values, self.flavour)
        if heads.is_current(old, values, self.flavour):
            return old, (), key_digests.digests(written.get)
        head = heads.split(old)
        said = key_digests.by_key(found.keys)
        free = accepted.keys if accepted else frozenset[str]()
        kept = [
            key
            for key in ([] if self.force else key_digests.edited(said, head.value_of))
            if key not in free and head.value_of(key) != written.get(key)
        ]
        overlaid = [] if self.force else head.overlaid(written, self.flavour)
        merged = head.merged(values, self.flavour, kept, newline, overlaid)
        kept = [key for key in OUR_KEYS if key in kept or key in overlaid]
        return merged, kept, key_digests.digests(written.get, {key: said[key] for key in kept if key in said})

    def _done(self, step: Step) -> Outcome:
        outcome, save = step.outcome, step.save
        if save is None:
            return outcome
        if self.dry_run:
            return dataclasses.replace(outcome, diff=files.diff(outcome.path, save.old, save.new, self.folder))
        try:
            files.write(outcome.path, save.new, save.seen)
        except files.FileError as error:
            return Outcome(outcome.path, What.FAILED, str(error), key=outcome.key)
        return outcome


def _kept_keys(keys: Sequence[str]) -> str:
    *more, last = keys
    names = f"{', '.join(more)} and {last}" if more else last
    return f"{names} {EDITED}, kept"


def _newline(text: str) -> str:
    end = text.find("\n")
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
