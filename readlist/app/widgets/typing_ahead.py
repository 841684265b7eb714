"""Keys that are pressed faster than the focus moves, or than they are seen to."""

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


async def do_in_turn(widget: Widget, event: events.Key) -> None:
    """Do at once what a key is bound to by `widget` itself, in which text is typed.

    Textual lets a key bubble up to the app before it looks whom it is bound by. Letters that come behind a backspace,
    as from a slow connection in one go, would be typed before it then.
    """
    if event.is_printable:
        return
    active = widget.screen.active_bindings.get(event.key)
    if active is not None and active.enabled and active.node is widget:
        event.prevent_default()
        event.stop()
        await widget.app.run_action(active.binding.action, widget)
