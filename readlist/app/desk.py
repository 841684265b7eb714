"""What lies on the reader's desk: the open view, the filter, the papers that are shown. Knows no screen."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import TypeVar

from readlist.model.actions import Action
from readlist.model.change import Change
from readlist.model.library import Library, UnknownPaperError
from readlist.query.parser import parse_query, words_of
from readlist.query.views import VIEWS, View, ViewCounts
from readlist.store.errors import StoreError
from readlist.store.repository import Repository

T = TypeVar("T")


class Desk:
    """The papers of one view, filtered, over a repository.

    `rows` is a list that is replaced and never changed. Papers that an action has taken out of the view keep their
    row, so that nothing jumps under the cursor; they are in `stale` until `sweep` or another view.
    """

    def __init__(self, repository: Repository, views: Sequence[View] = VIEWS) -> None:
        self._repository = repository
        self.views = views
        self.view = views[0]
        self.filter_text = ""
        self._query = parse_query("")
        self._counts = ViewCounts(views, repository.library)
        self._followed = (repository.library, repository.last_number, repository.reloads)
        self.rows: Sequence[str] = ()
        self._set_of_rows: tuple[Sequence[str], AbstractSet[str]] = ((), frozenset())
        self.stale: frozenset[str] = frozenset()
        self.sweep()

    @property
    def library(self) -> Library:
        """All papers."""
        return self._repository.library

    @property
    def counts(self) -> Mapping[str, int]:
        """How many papers each view has, by its name."""
        return self._counts.by_name

    @property
    def total(self) -> int:
        """How many papers the open view has without the filter."""
        return self._counts.by_name[self.view.name]

    def belongs(self, key: str) -> bool:
        """Whether a paper is one of those that view and filter mean."""
        paper = self.library.get(key)
        return paper is not None and self.view.query.matches(paper) and self._query.matches(paper)

    # What is shown

    def open_view(self, view: View) -> None:
        """Show the papers of another view; the filter stays."""
        self.view = view
        self.sweep()

    def set_filter(self, text: str) -> None:
        """Show only what `text` means, of the open view."""
        if text == self.filter_text:
            return
        before = words_of(self.filter_text)
        narrows = text.startswith(self.filter_text) and before and not self.stale
        self.filter_text, self._query = text, parse_query(text)
        if narrows:
            # Every word that is typed further, and every further word, leaves out more: look at what is left only.
            library = self.library
            self.rows = tuple(key for key in self.rows if key in library and self._query.matches(library[key]))
        else:
            self.sweep()

    def sweep(self) -> None:
        """Drop the rows that no longer belong, take in those that now do."""
        self.rows = ((self.library & self.view.query) & self._query).keys
        self.stale = frozenset()

    # What is done

    def do(self, action: Action) -> Change:
        """Make a change, last it, and bring rows and counts up to it.

        Raises:
            StoreError: it could not be saved; nothing has changed.
            UnknownPaperError: a paper is no longer there.
        """
        return self._changed(lambda: self._repository.do(action))[0]

    def undo(self) -> Change | None:
        """Take back the last action, whoever did it; None where there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        return self._changed(self._repository.undo)[0]

    def redo(self) -> Change | None:
        """Do the last undone action again; None where there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        return self._changed(self._repository.redo)[0]

    def take_in(self) -> list[Change] | None:
        """Take in what other processes did since the last look or change of ours; None where there was nothing.

        Returns what they did, oldest first, as far as it is known: what has been replaced as a whole tells of nothing.

        Raises:
            StoreError: what they left cannot be read.
        """
        return self._changed(self._repository.refresh)[1]

    def look_after(self) -> list[str]:
        """Do what is due for the library's care; return what went wrong, a line each.

        It may take in what others did, which is followed and told by the next `take_in`.
        """
        try:
            return self._repository.maintain()
        except StoreError as error:
            return [str(error)]

    def take_notices(self) -> list[str]:
        """Return what the user must be told of the library, a line each; every line is returned once."""
        lines = list(self._repository.notices)
        self._repository.notices.clear()
        return lines

    def in_short(self, problem: object) -> str:
        """Return a problem without the library's folder, which would leave a narrow terminal no room for the rest."""
        folder = str(self._repository.directory)
        return str(problem).replace(folder + os.sep, "").removeprefix(f"{folder}: ")

    def _changed(self, change: Callable[[], T]) -> tuple[T, list[Change] | None]:
        """Let the repository make a change, bring counts and rows up to it, and return what both have returned.

        Also one that fails may have taken in what others did on its way: a paper that is gone must have no row.
        """
        try:
            done = change()
        except (StoreError, UnknownPaperError):
            self._follow()
            raise
        return done, self._follow()

    def _follow(self) -> list[Change] | None:
        """Bring counts and rows up to what we and others did since the last time; return that, None for nothing."""
        repository = self._repository
        before, number, reloads = self._followed
        self._followed = (repository.library, repository.last_number, repository.reloads)
        anew = repository.reloads != reloads
        if not anew and repository.last_number == number:
            return None
        if anew:
            self._counts = ViewCounts(self.views, self.library)
            self._list_anew()
        try:
            changes = repository.changes_since(number)
        except StoreError:
            # Of those that are kept in new files one is damaged: papers and counts are right all the same.
            return []
        if not anew:
            touched = frozenset(key for change in changes for key in change.keys)
            self._counts.follow(before, self.library, touched)
            self._list_changed(before, touched)
        return changes

    def _list_anew(self) -> None:
        """Take in papers that now belong and drop those that are gone; what was shown keeps its row."""
        shown = self._shown
        belonging = frozenset(((self.library & self.view.query) & self._query).keys)
        self.rows = tuple(key for key in self.library.keys if key in belonging or key in shown)
        self.stale = frozenset(self.rows) - belonging

    def _list_changed(self, before: Library, touched: AbstractSet[str]) -> None:
        """Do what `_list_anew` does where only the papers `touched` have changed, however many others there are."""
        belonging = {key for key in touched if self.belongs(key)}
        # One that went and came again under another number has no longer the place of its row.
        gone = {key for key in touched & self._shown if _number(self.library, key) != _number(before, key)}
        if gone:
            self.rows = tuple(key for key in self.rows if key not in gone)
        if not self._shown >= belonging:
            self.rows = self._with_rows(belonging - self._shown)
        self.stale = (self.stale - touched) | ((touched - belonging) & self._shown)

    def _with_rows(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the rows with those of some more papers, each in its place: rows are in the order of numbers."""
        number_of = partial(_number, self.library)
        rows: list[str] = []
        begin = 0
        for key in sorted(keys, key=number_of):
            end = bisect_left(self.rows, number_of(key), lo=begin, key=number_of)
            rows += self.rows[begin:end]
            rows.append(key)
            begin = end
        return (*rows, *self.rows[begin:])

    @property
    def _shown(self) -> AbstractSet[str]:
        """The rows as a set, made once for each list of them."""
        if self._set_of_rows[0] is not self.rows:
            self._set_of_rows = (self.rows, frozenset(self.rows))
        return self._set_of_rows[1]


def _number(library: Library, key: str) -> int:
    """Return the number of a paper, 0 where it is not there."""
    paper = library.get(key)
    return paper.number if paper else 0
