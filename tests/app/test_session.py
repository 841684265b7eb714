"""One session of the real program in a real terminal of 80x24: everything that a day of triage is made of.

Then the program is started again, and is as it was left; and a checkup finds nothing wrong with the library.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

from readlist.model.paper import Status
from readlist.store.repository import Repository

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
INBOX = 48


def terminal():
    """Load the module beside this one that has the terminal: tests are no package, so that it cannot be imported."""
    spec = importlib.util.spec_from_file_location("readlist_tests_terminal", HERE / "test_terminal.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


session = terminal().session


def numbered(library):
    """Keys of the papers of a library, in order."""
    return [paper.key for paper in sorted(library, key=lambda paper: paper.number)]


def begin(here):
    """The first start: six lines, which the first key closes."""
    here.see("readlist in six lines", "esc closes", "New library with 48 papers")
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
    here.see("Triage · summary", "○ queued     1", "× archived   1", "↷ deferred   1", "★ starred    1")
    here.press("enter")
    here.see("Inbox · 36", "1 queued, 1 archived, 1 deferred, 1 starred", "? help")


def defer_from_the_list(here):
    """One put off by a week, another one to a date that is typed."""
    here.press("g", "g", "b", "w")
    here.see("Deferred to", "Mastering", "Inbox · 35")
    here.press("6", "j", "b", "d", "2w", "enter")
    here.see("Inbox · 34", "Deferred to")


def filter_and_save_a_view(here):
    """A filter, which becomes a view with the two papers that are tagged and not put off."""
    here.press("g", "a")
    here.see("All · ")
    here.press("/", "tag:todo", "enter")
    here.see("All · 1 of", "/tag:todo", "Controllable")
    here.press("F", "To do", "enter")
    here.see("Saved view To do", "To do · 1")


def export(here, name):
    """The papers of the view into one file of the home directory."""
    here.press("x")
    here.see("Export 1 paper", "▸ To      ~/reading-notes")
    here.press("ctrl+u")
    here.gone("reading-notes")
    here.press(f"~/{name}")
    here.see(name)
    here.press("enter")
    here.see("Wrote", "To do · 1")


def look_at_statistics_and_help(here):
    """Statistics by their key, and a command that the help finds."""
    here.press("S")
    here.see("Statistics · all 48 papers", "Forecast", "1 day in a row")
    here.press("esc")
    here.see("To do · 1")
    here.press("?")
    here.see("Help", "a word, or a key")
    here.press("star off")
    here.see("▸ s ", "Star, or star off")
    here.press("enter")
    here.see("Star off: Controllable", "To do · 1", "? help")


def assert_as_it_was_left(library):
    """That the papers are what was done to them."""
    keys = numbered(library)
    by_status = {status: [key for key in keys if library[key].status is status] for status in Status}
    assert by_status[Status.READ] == keys[:1]
    assert by_status[Status.QUEUED] == [*keys[1:6], keys[10]]
    assert by_status[Status.ARCHIVED] == [*keys[6:9], keys[11]]
    assert len(by_status[Status.INBOX]) == INBOX - 11
    assert {key: library[key].tags for key in keys if library[key].tags} == dict.fromkeys(
        keys[9:11], ("ml/safety", "todo")
    )
    assert {key: library[key].note for key in keys if library[key].note} == {keys[10]: "# Worth it\nread *twice*"}
    assert not any(paper.starred for paper in library)
    days = {key: library[key].defer_until for key in keys if library[key].defer_until}
    assert list(days) == [keys[9], keys[12], keys[16]]
    assert date.fromisoformat(days[keys[9]]) - date.fromisoformat(days[keys[12]]) == timedelta(days=6)


def test_a_whole_session_is_there_again_after_a_restart(session, tmp_path, clean_environment):
    library, file = tmp_path / "library", clean_environment / "to do.md"
    here = session("--library", library, size=(80, 24))
    begin(here)
    triage_by_keys(here)
    tag_and_write(here)
    triage_one_at_a_time(here)
    defer_from_the_list(here)
    filter_and_save_a_view(here)
    export(here, file.name)
    look_at_statistics_and_help(here)
    here.press("q")
    assert here.end() == 0
    assert b"Traceback" not in here.written
    assert_as_it_was_left(Repository(library).library)
    text = file.read_text(encoding="utf-8")
    assert "Controllable Preference Optimization" in text
    assert "read *twice*" in text

    again = session("--library", library, size=(80, 24))
    again.see("To do · 1", "Controllable", "#ml/safety #todo", "✎", "? help")
    assert "six lines" not in again.text
    again.press("4")
    again.see("Worth it", "read twice")
    again.press("2", "u")
    again.see("Undone: Star off: Controllable", "★")
    again.press("ctrl+r")
    again.see("Done again: Star off")
    again.press("q")
    assert again.end() == 0
    assert_as_it_was_left(Repository(library).library)

    checkup = subprocess.run(
        [sys.executable, "-m", "readlist", "--library", str(library), "doctor"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (checkup.returncode, checkup.stderr) == (0, "")
    assert "nothing wrong: 48 papers" in checkup.stdout
