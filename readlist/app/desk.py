"""What lies on the reader's desk: the open view, the filter, the papers that are shown. Knows no screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TypeVar

from readlist.model.actions import Action
from readlist.model.change import Change
from readlist.model.library import Library, UnknownPaperError
from readlist.query.parser import parse_query, words_of
from readlist.query.views import VIEWS, View, ViewCounts
from readlist.store.errors import StoreError
from readlist.store.repository import Repository

T = TypeVar("T", Change, Change | None)


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
        self._reloads = repository.reloads
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
        return self._changed(lambda: self._repository.do(action))

    def undo(self) -> Change | None:
        """Take back the last action, whoever did it; None where there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        return self._changed(self._repository.undo)

    def redo(self) -> Change | None:
        """Do the last undone action again; None where there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        return self._changed(self._repository.redo)

    def take_in(self) -> bool:
        """Take in what other processes did; return whether there was anything.

        Raises:
            StoreError: what they left cannot be read.
        """
        self._repository.refresh()
        return self._took_in()

    def _changed(self, change: Callable[[], T]) -> T:
        """Let the repository make a change, and bring counts and rows up to it.

        Also one that fails may have taken in what others did on its way: a paper that is gone must have no row.
        """
        before = self.library
        try:
            done = change()
        except (StoreError, UnknownPaperError):
            self._took_in()
            raise
        self._follow(before, done)
        return done

    def _took_in(self) -> bool:
        """Count and list anew if the repository has read what others did, also on the way to a change of ours."""
        if self._repository.reloads == self._reloads:
            return False
        self._reloads = self._repository.reloads
        self._counts = ViewCounts(self.views, self.library)
        self._keep_rows()
        return True

    def _follow(self, before: Library, change: Change | None) -> None:
        """Bring counts and rows up to a change of ours."""
        if self._took_in() or change is None:
            return
        library, touched = self.library, frozenset(change.keys)
        self._counts.follow(before, library, touched)
        belonging = {key for key in touched if self.belongs(key)}
        if self._shown >= belonging and all(key in library for key in touched):
            self.stale = (self.stale - touched) | ((touched - belonging) & self._shown)
        else:
            self._keep_rows()

    def _keep_rows(self) -> None:
        """Take in papers that now belong and drop those that are gone; what was shown keeps its row."""
        shown = self._shown
        belonging = frozenset(((self.library & self.view.query) & self._query).keys)
        self.rows = tuple(key for key in self.library.keys if key in belonging or key in shown)
        self.stale = frozenset(self.rows) - belonging

    @property
    def _shown(self) -> AbstractSet[str]:
        """The rows as a set, made once for each list of them."""
        if self._set_of_rows[0] is not self.rows:
            self._set_of_rows = (self.rows, frozenset(self.rows))
        return self._set_of_rows[1]
