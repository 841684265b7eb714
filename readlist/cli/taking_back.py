"""What was edited in exported notes, made a change of the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readlist.exporters.taking_back import Taken
from readlist.model.actions import Action, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.change import Change, Edit
from readlist.model.library import Library
from readlist.model.record import Timestamp
from readlist.text import clean_line


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take over what was edited in exported notes. Papers that are not in the library any more are passed over.

    Where a note was changed in the library too, both texts are kept.
    """

    taken: Sequence[Taken]

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `readlist.model.actions.Action`."""
        edits = tuple(
            edit
            for one in self.taken
            if one.key in library and (edit := _joined(action.change(library, now).edits for action in _actions(one)))
        )
        what = clean_line(library[edits[0].key].display_title) if len(edits) == 1 else f"{len(edits):,} papers"
        return Change("take-back", f"Taken back: {what}", now, edits)


def _actions(taken: Taken) -> Iterator[Action]:
    keys = [taken.key]
    if taken.note is not None:
        yield SetNote(taken.key, taken.note, base=taken.base)
    if taken.status is not None:
        yield SetStatus(keys, taken.status)
    if taken.starred is not None:
        yield SetStarred(keys, taken.starred)
    if taken.add_tags or taken.remove_tags:
        yield SetTags(keys, add=taken.add_tags, remove=taken.remove_tags)


def _joined(changes: Iterable[Sequence[Edit]]) -> Edit | None:
    """Return the one edit that several make of different fields of one paper; None for none."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    key = ""
    for edit in (edit for edits in changes for edit in edits):
        key = edit.key
        before.update(edit.before or {})
        after.update(edit.after or {})
    return Edit(key, before, after) if after else None
