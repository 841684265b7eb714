"""Keys that are pressed faster than the focus moves."""

from __future__ import annotations

from textual import events
from textual.widget import Widget


def give_back(widget: Widget, event: events.Key) -> None:
    """Give a key back to the app that reached `widget` after it had stopped taking text.

    A key goes to the widget that has the focus when it is pressed. Behind the enter that answers a prompt, others may
    be waiting there already: they are commands, and not text to be lost.
    """
    event.prevent_default()
    event.stop()
    widget.app.post_message(events.Key(event.key, event.character))
