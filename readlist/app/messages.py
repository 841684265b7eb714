"""What happened in a pane, in the words of the program. Panes post these; the screen acts on them."""

from __future__ import annotations

from textual.message import Message


class PaperHighlighted(Message):
    """Another paper is under the cursor (the mouse chose it)."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def can_replace(self, message: Message) -> bool:
        """Only the newest of several counts."""
        return isinstance(message, PaperHighlighted)


class PaperOpened(Message):
    """A paper was double-clicked."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


class ViewChosen(Message):
    """A view was chosen with the mouse."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class LinkClicked(Message):
    """A web address was clicked."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
