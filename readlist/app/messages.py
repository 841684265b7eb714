"""What happened in a pane, in the words of the program. Panes post these; the screen acts on them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class PaperHighlighted(Message):
    """Another paper is under the cursor (the mouse chose it)."""

    key: str

    def can_replace(self, message: Message) -> bool:
        """Only the newest of several counts."""
        return isinstance(message, PaperHighlighted)


@dataclass
class PaperOpened(Message):
    """A paper was double-clicked."""

    key: str


@dataclass
class ViewChosen(Message):
    """A view was chosen with the mouse."""

    name: str


@dataclass
class LinkClicked(Message):
    """A web address was clicked."""

    address: str
