"""The real program in a real terminal: what a user sees, and the very bytes that reach the terminal."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyte
import pytest

from readlist.model.actions import CHANGED_ELSEWHERE, Remove, SetStarred
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper, Status
from readlist.model.record import Source
from readlist.store.repository import Repository

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30
FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"

# Escape as terminals with the Kitty protocol send it: alone, its byte could be the beginning of what is sent next.
KEYS = {
    "enter": "\r",
    "esc": "\x1b[27u",
    "ctrl+r": "\x12",
    "ctrl+q": "\x11",
    "ctrl+u": "\x15",
    "ctrl+z": "\x1a",
    "down": "\x1b[B",
    "tab": "\t",
}


class Session:
    """The program in a pseudo-terminal, with the screen that its bytes draw."""

    def __init__(self, *args, size=(80, 24), **environ):
        self.written = b""
        self.ours, theirs = pty.openpty()
        self.screen = pyte.Screen(*size)
        self.stream = pyte.ByteStream(self.screen)
        self._set_size(*size)
        self.name = os.ttyname(theirs)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "readlist", *map(str, args)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environ},
            start_new_session=True,
        )
        os.close(theirs)

    def _set_size(self, columns, lines):
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def resize(self, columns, lines):
        self.screen.resize(lines, columns)
        self._set_size(columns, lines)
        self.process.send_signal(signal.SIGWINCH)

    def send(self, text):
        os.write(self.ours, text.encode())

    def press(self, *keys):
        """Press keys as a terminal sends them; what is no key name is typed."""
        for key in keys:
            self.send(KEYS.get(key, key))

    def see(self, *texts):
        """Wait until all of `texts` stand on the screen."""
        self._wait(lambda: all(text in self.text for text in texts), f"not on the screen: {texts}")

    def gone(self, text):
        """Wait until `text` stands on the screen no more."""
        self._wait(lambda: text not in self.text, f"still on the screen: {text}")

    def left(self):
        """Wait until the program has given the screen back."""
        self._wait(lambda: b"\x1b[?1049l" in self.written, "the screen was not left")

    def end(self):
        """Wait until the program has ended and return its exit status."""
        self._wait(lambda: False, "still running", until_end=True)
        return self.process.wait(PATIENCE)

    def _wait(self, done, problem, *, until_end=False):
        deadline = time.monotonic() + PATIENCE
        while not done():
            ready, _, _ = select.select([self.ours], [], [], max(0, deadline - time.monotonic()))
            try:
                data = os.read(self.ours, 65536) if ready else b""
            except OSError:
                data = b""
            if not data:
                if until_end and ready:
                    return
                pytest.fail(f"{problem}\n{self.text}")
            self.written += data
            # A sequence that pyte does not know is no matter of ours.
            with contextlib.suppress(TypeError):
                self.stream.feed(data)

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        with contextlib.suppress(OSError):
            os.close(self.ours)


@pytest.fixture
def session():
    """Starts the program in a terminal; ends it with the test."""
    sessions = []

    def start(*args, **options):
        sessions.append(Session(*args, **options))
        return sessions[-1]

    yield start
    for each in sessions:
        each.close()


def test_a_whole_session_of_triage_is_there_again_after_a_restart(session, tmp_path):
    library = tmp_path / "library"
    first = session("--library", library)
    first.see("New library with 48 papers", "Mitigating the Alignment Tax", "m read", "? help")
    first.press("m")
    first.see("Read: Mitigating", "u to undo")
    first.press("w")
    first.see("Queued: TheoremLlama")
    first.press("s")
    first.see("Starred: MLLM-Protector", "★")
    first.press("t", "ml/safety todo", "enter")
    first.see("Tagged +ml/safety +todo")
    first.press("i", "# Worth it", "enter", "yes")
    first.see("# Worth it", "esc done", "yes")
    first.press("esc")
    first.see("? help")
    first.press("q")
    assert first.end() == 0

    papers = Repository(library).library
    assert (papers[FIRST].status, papers[SECOND].status) == (Status.READ, Status.QUEUED)
    assert (papers[THIRD].starred, papers[THIRD].tags) == (True, ("ml/safety", "todo"))
    assert papers[THIRD].note == "# Worth it\nyes"

    second = session("--library", library, size=(120, 40))
    second.see("Inbox · 46", "Queue         1", "#ml/safety #todo", "Worth it")
    second.press("u")
    second.see("Undone: Note: MLLM-Protector")
    second.press("q")
    assert second.end() == 0


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
def test_every_line_fits_the_terminal_at_every_size(session, seeded, size):
    here = session("--library", seeded.directory, size=size)
    here.see("Inbox · 48", "? help")
    lines = here.text.split("\n")
    assert len(lines) == size[1]
    right_edge = {line[-1] for line in lines[: size[1] - 2]}
    assert right_edge <= set("┓┃┛╮│╯"), here.text


def test_a_resize_redraws_everything(session, seeded):
    here = session("--library", seeded.directory, size=(120, 40))
    here.see("Views", "Note", "Abstract")
    here.resize(80, 24)
    here.press("j")
    here.see("TheoremLlama", "? help")
    here.resize(200, 60)
    here.press("4")
    here.see("Views", "Note", "CValues")


def test_what_actions_draw_is_what_stands_there_when_all_is_drawn_anew(session, seeded):
    here = session("--library", seeded.directory, size=(120, 40))
    here.see("Inbox · 48", "Authors", "? help")
    here.press("m")
    here.see("Read          1", "✓")
    here.press("j", "s")
    here.see("Starred       1", "★")
    here.press("a", "w", "t", "ml", "enter")
    here.see("Archived      1", "Queue         1", "#ml", "Tags", "Tagged +ml")
    here.press("u")
    here.gone("▾ Tags")
    here.press("j", "[", "k", "]", "s")
    # What the list has in common is counted once it rests; the lines are drawn from above, and this is the last.
    here.see("Inbox · 45", "Starred: Plum", "★", "000_7b429af6… 6")
    shown = here.text
    here.resize(100, 30)
    here.see("? help")
    here.resize(120, 40)
    here.see(*shown.split("\n"))
    assert here.text == shown


def test_the_user_s_own_editor_writes_a_note(session, seeded, tmp_path):
    editor = tmp_path / "my editor.py"
    editor.write_text(
        "import sys\nfrom pathlib import Path\n"
        "path = Path(sys.argv[-1])\npath.write_text(path.read_text() + 'from my editor: ' + path.name)\n"
    )
    here = session("--library", seeded.directory, VISUAL=f"{sys.executable} '{editor}'")
    here.see("Inbox · 48")
    here.press("e")
    here.see("Note: Mitigating", "u to undo")
    assert Repository(seeded.directory).library[FIRST].note == f"from my editor: {FIRST}.md"
    here.press("4")
    here.see("from my editor")


def test_an_editor_that_is_not_there_is_told_in_one_line(session, seeded):
    here = session("--library", seeded.directory, VISUAL="no-such-editor-anywhere")
    here.see("Inbox · 48")
    here.press("e")
    here.see("no-such-editor-anywhere")
    here.press("q")
    assert here.end() == 0
    assert b"Traceback" not in here.written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_note_survives_the_end_of_the_terminal(session, seeded, number):
    here = session("--library", seeded.directory)
    here.see("Inbox · 48")
    here.press("i", "half a sent")
    here.see("half a sent")
    here.process.send_signal(number)
    here.end()
    assert Repository(seeded.directory).library[FIRST].note == "half a sent"


def test_a_note_that_cannot_be_saved_when_the_program_is_ended_is_put_into_a_file(session, seeded, tmp_path):
    here = session("--library", seeded.directory, size=(120, 40), TMPDIR=str(tmp_path))
    here.see("Inbox · 48")
    here.press("i", "precious")
    here.see("precious")
    Repository(seeded.directory).do(Remove([FIRST]))
    here.process.send_signal(signal.SIGTERM)
    assert here.end() == 1
    (kept,) = tmp_path.glob(f"readlist-*/{FIRST}.md")
    assert kept.read_text() == "precious\n"
    assert f"readlist: Your text is in {kept}" in here.written.decode().replace("\r\n", "")


def test_the_program_ends_though_its_terminal_takes_nothing_more(session, seeded):
    here = session("--library", seeded.directory)
    here.see("Inbox · 48")
    here.press("i", "half a sent")
    here.see("half a sent")
    terminal = os.open(here.name, os.O_RDWR | os.O_NOCTTY)
    termios.tcflow(terminal, termios.TCOOFF)
    here.process.send_signal(signal.SIGTERM)
    here.process.wait(PATIENCE)
    termios.tcflow(terminal, termios.TCOON)
    os.close(terminal)
    assert Repository(seeded.directory).library[FIRST].note == "half a sent"


def test_all_is_drawn_again_when_the_program_comes_back_from_being_suspended(session, seeded):
    here = session("--library", seeded.directory)
    here.see("Inbox · 48", "? help")
    here.press("ctrl+z")
    here.left()
    os.waitpid(here.process.pid, os.WUNTRACED)
    here.screen.reset()
    here.process.send_signal(signal.SIGCONT)
    here.see("Inbox · 48", "Mitigating the Alignment Tax", "Abstract", "? help")
    here.press("q")
    assert here.end() == 0


def test_a_kill_in_mid_sentence_takes_what_was_typed_last_and_no_more(session, seeded):
    here = session("--library", seeded.directory)
    here.see("Inbox · 48")
    here.press("i")
    here.see("esc done")
    typed = saved = ""
    for number in range(1000, 3000):
        # Without a pause: what is saved is what is being typed, not what was typed before one.
        typed += f"w{number} "
        here.press(f"w{number} ")
        here.see(f"w{number}")
        saved = Repository(seeded.directory).library[FIRST].note
        if saved:
            break
    assert saved
    here.press("last")
    here.see("last")
    here.process.kill()
    here.end()
    note = Repository(seeded.directory).library[FIRST].note
    assert note.startswith(saved)
    assert f"{typed}last".startswith(note)


def command_line(library, *args):
    """Run the program as a command, as in another terminal."""
    subprocess.run(
        [sys.executable, "-m", "readlist", "--library", str(library), *args],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_the_program_shows_without_a_key_what_a_command_line_did(session, seeded):
    here = session("--library", seeded.directory)
    here.see("Inbox · 48")
    command_line(seeded.directory, "star", FIRST)
    here.see("★", "Elsewhere: Starred: Mitigating", "u to undo")
    command_line(seeded.directory, "tag", "--add", "ml/new", FIRST)
    here.see("ml/new", "Elsewhere: Tagged +ml/new")
    command_line(seeded.directory, "remove", SECOND)
    here.see("Inbox · 47", "Elsewhere: Removed: TheoremLlama")
    command_line(seeded.directory, "undo")
    here.see("Inbox · 48", "Elsewhere: Undone: Removed: TheoremLlama")


def test_app_and_command_line_write_side_by_side_and_nobody_loses_anything(session, seeded):
    papers = tuple(seeded.library)[:20]
    here = session("--library", seeded.directory, size=(200, 60))
    here.see("Inbox · 48")
    for number, paper in enumerate(papers):
        # Both at once: which of them has the lock first is left to chance.
        with ThreadPoolExecutor(1) as pool:
            theirs = pool.submit(command_line, seeded.directory, "tag", "--add", f"tag{number}", paper.key)
            here.press("s")
            here.see(f"Starred{number + 1:>14} ", f" #tag{number} ")
            theirs.result()
        here.press("j")
    here.press("q")
    assert here.end() == 0

    after = Repository(seeded.directory)
    assert [paper.starred for paper in after.library] == [True] * 20 + [False] * 28
    assert [after.library[paper.key].tags for paper in papers] == [(f"tag{number}",) for number in range(20)]
    assert sorted(change.action for change in after.history.changes) == ["star"] * 20 + ["tag"] * 20


def test_a_note_in_the_user_s_own_editor_and_on_the_command_line_keeps_both_texts(session, seeded, tmp_path):
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import subprocess, sys\nfrom pathlib import Path\n"
        "Path(sys.argv[-1]).write_text('from my editor')\n"
        f"subprocess.run([sys.executable, '-m', 'readlist', '--library', {str(seeded.directory)!r},"
        f" 'note', {FIRST!r}, '--text', 'from the command line'], check=True, capture_output=True)\n"
    )
    here = session("--library", seeded.directory, VISUAL=f"{sys.executable} '{editor}'")
    here.see("Inbox · 48")
    here.press("e")
    here.see("Note with both texts: Mitigating", "u to undo")
    note = Repository(seeded.directory).library[FIRST].note
    assert note == f"from my editor\n\n{CHANGED_ELSEWHERE}\n\nfrom the command line"


def test_what_was_mended_at_the_start_is_told_again_in_full_when_the_program_ends(session, seeded):
    seeded.do(SetStarred([FIRST]))
    journal = seeded.directory / "library.json.journal"
    with journal.open("ab") as file:
        file.write(b"half a rec")
    here = session("--library", seeded.directory)
    here.see("★", "library.json.journal: the last change was not fini", "in full when you quit")
    here.press("q")
    assert here.end() == 0
    line = f"readlist: {journal}: the last change was not finished and is cut off (10 bytes)"
    # Broken where the terminal's line ends.
    assert "".join(line.split()) in "".join(here.written.decode().split())


HOSTILE = "x\x1b]0;evil\x07\x1b[31mred\x9b2J\x9d0;evil\x9cz\u202eright\u2066\x00\x7f\x08"
MARKUP = "[RETRACTED] [/] [bold]b[/bold] [@click=app.bell]c[/] $x"
NEVER = ("\x1b]0;evil", "\x1b[31mred", "\x9b", "\x9c", "\x9d", "\u202e", "\u2066", "\x00", "\x7f", "\x08")


@pytest.fixture
def hostile(tmp_path, clock):
    """A library that somebody edited by hand: every field of it would drive the terminal."""

    class Contents:
        def change(self, _library, now):
            papers = [
                Paper(
                    key=f"evil{number}",
                    number=number,
                    title=f"{MARKUP} {HOSTILE}",
                    authors=(f"Eve {HOSTILE}", f"[/] {HOSTILE}", "C"),
                    year=2024,
                    venue=f"Venue {HOSTILE}",
                    abstract=f"{MARKUP} {HOSTILE}\nsecond \\textit{{{HOSTILE}}} https://evil.example/{HOSTILE}",
                    arxiv="2310.16271",
                    url=f"https://evil.example/{HOSTILE}",
                    links=(f"https://evil.example/2{HOSTILE}",),
                    comment=HOSTILE,
                    sources=(Source(HOSTILE, 1, HOSTILE, now),),
                    tags=("tag", HOSTILE),
                    note=f"# {MARKUP}\n> {HOSTILE}\nhttps://evil.example/{HOSTILE}",
                    added=now,
                )
                for number in (1, 2)
            ]
            papers.append(
                Paper(key="untitled", number=3, abstract=f"We propose {HOSTILE}, a novel {MARKUP}.", added=now)
            )
            return Change("import", HOSTILE, now, tuple(map(Edit.adding, papers)))

    return Repository.create(tmp_path / "hostile", contents=Contents(), clock=clock).directory


def test_nothing_in_a_library_drives_the_terminal(session, hostile):
    here = session("--library", hostile, size=(160, 40))
    here.see("Inbox · 3", "[RETRACTED] [/] [bold]b[/bold]")
    here.press("s")
    here.see("Starred: [RETRACTED] [/] [bold]")
    here.press("u")
    here.see("Undone: Starred: [RETRACTED] [/]")
    here.press("t", "ta")
    here.see("new: #ta · #tag")
    here.press("esc", "j", "j", "k", "enter")
    here.gone("Views")
    here.see("second")
    here.press("esc")
    here.see("Views")
    here.press("o", "1")
    here.see("Not opened")
    here.press("?")
    here.see("Help")
    here.press("esc")
    here.gone("Help")
    here.press("i", "!")
    here.see("esc done", "!")
    here.press("ctrl+q")
    assert here.end() == 0
    assert not signs_in(here.written)


def test_nothing_that_is_typed_or_pasted_drives_the_terminal(session, hostile, tmp_path):
    pasted = "\x9b31mred\u202eleft\x07"
    here = session("--library", hostile, size=(160, 40))
    here.see("Inbox · 3")
    here.press("/", "[/]")
    here.see("Inbox · 3 of 3 · /[/]")
    here.send(f"\x1b[200~{pasted}\x1b[201~")
    here.see("none of 3", "/[/]�31mred�left�")
    here.press("esc")
    here.see("? help")
    here.press("i")
    here.see("esc done")
    here.send(f"\x1b[200~{pasted}\x1b[201~")
    here.press("end of paste")
    here.see("end of paste")
    here.press("esc")
    here.see("? help")
    here.press("x")
    here.see("Export 3 papers")
    here.press("ctrl+u")
    here.gone("reading-notes")
    here.press(str(tmp_path / "out" / "list.md"), "enter")
    here.see("Wrote")
    here.press("q")
    assert here.end() == 0
    assert not signs_in(here.written)
    assert Repository(hostile).library["evil1"].note.endswith("�31mred�left�end of paste")
    assert not signs_in((tmp_path / "out" / "list.md").read_bytes(), "\x1b", "\x07")


def signs_in(written, *more):
    """Everything in some bytes that a terminal would obey and that the program has no reason to write."""
    text = written.decode()
    return [sign for sign in (*NEVER, *more) if sign in text]


def test_a_fault_of_the_program_is_one_line_and_no_traceback(session, seeded, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import readlist.app.desk as desk\n"
        "def broken(*_):\n    raise RuntimeError('boom \\x1b]0;evil\\x07')\n"
        "desk.Desk.sweep_ = desk.Desk.sweep\n"
        "desk.Desk.open_view = broken\n"
    )
    here = session("--library", seeded.directory, PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    here.see("Inbox · 48")
    here.press("]")
    assert here.end() == 1
    assert b"readlist: internal error: RuntimeError: boom" in here.written
    assert b"Traceback" not in here.written
    assert b"\x1b]0;evil" not in here.written
