"""What was done, as it is told to people."""

from __future__ import annotations

from readlist.latex import to_unicode
from readlist.model.change import Change

_WITHOUT_TITLE = frozenset({"import", "save-view", "remove-view"})
"""Actions whose summaries have names of files or queries, where a tilde or a dollar means itself."""


def change_in_words(change: Change) -> str:
    """Return what a change did, for people; the title in it, if there is one, with its LaTeX as Unicode."""
    return change.summary if change.action in _WITHOUT_TITLE else to_unicode(change.summary)
