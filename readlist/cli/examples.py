"""Examples at the end of a command's help."""

from __future__ import annotations


def examples(*lines: str) -> str:
    """Return the end of a help text that shows `lines` as they stand, one below the other."""
    heading = "Examples:" if len(lines) > 1 else "Example:"
    # A backspace on a line of its own asks click not to join the lines of the paragraph.
    return "\n".join(["\b", heading, *(f"  {line}" for line in lines)])
