"""A program in a pseudo-terminal: keys go in, and the time of every byte that comes out is known.

A terminal also answers what programs ask it. One question is answered here, whether several changes can be drawn at
once (mode 2026), because most terminals of today can.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

QUIET = 0.08
"""Seconds without output after which an answer is over; they are not part of its time."""
PATIENCE = 1.0
"""Seconds that a key has for the first byte of its answer: a slow answer must not count as none."""
LIMIT = 60.0
"""Seconds after which nobody waits any more."""
_LULL = 1.5
_CHUNK = 1 << 18
_MODE_REPORT = re.compile(rb"\x1b\[\?2026\$p")
_CAN_DRAW_AT_ONCE = b"\x1b[?2026;2$y"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program wrote in answer to something.

    Attributes:
        first: seconds until its first byte, None where it wrote nothing.
        last: seconds until its last byte before the quiet.
        output: what it wrote.
    """

    first: float | None
    last: float | None
    output: bytes


class Terminal:
    """A pseudo-terminal with one program in it."""

    def __init__(self, program: Sequence[str], *, size: tuple[int, int], environ: Mapping[str, str]) -> None:
        """Start a program.

        Args:
            program: the program and its arguments.
            size: columns and lines.
            environ: what is added to the environment.
        """
        self.started = time.perf_counter()
        columns, lines = size
        self._process, self._file = pty.fork()
        if self._process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
            whole = {**os.environ, "TERM": "xterm-256color", **environ}
            os.execvpe(program[0], list(program), whole)  # noqa: S606 -- the program is the caller's
        self._poll = select.poll()
        self._poll.register(self._file, select.POLLIN)

    def wait_for(self, text: bytes) -> Answer:
        """Return all that is written from the start of the program until `text` stands there and it is quiet."""
        whole = self._answer(self.started, QUIET)
        while text not in whole.output:
            more = self._answer(self.started, QUIET)
            if more.last is None and time.perf_counter() > self.started + LIMIT:
                raise TimeoutError(f"no {text!r} within {LIMIT:.0f} seconds: {whole.output[-300:]!r}")
            first = more.first if whole.first is None else whole.first
            whole = Answer(first, more.last or whole.last, whole.output + more.output)
        return whole

    def press(self, keys: bytes, *, quiet: float = QUIET) -> Answer:
        """Send keys at once and return the answer to them."""
        sent = time.perf_counter()
        os.write(self._file, keys)
        return self._answer(sent, quiet, patience=max(quiet, PATIENCE))

    def rest(self) -> None:
        """Return when the program does nothing any more of what it leaves for when nobody is typing (Linux)."""
        while True:
            before = self._processor
            self._answer(time.perf_counter(), quiet=_LULL)
            if self._processor - before < _LULL / 10 or time.perf_counter() > self.started + 10 * LIMIT:
                return

    @property
    def _processor(self) -> float:
        """Seconds of work that the program has done."""
        fields = Path(f"/proc/{self._process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """Megabytes that the program has in memory (Linux)."""
        pages = int(Path(f"/proc/{self._process}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def close(self) -> None:
        """End the program."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._file)

    def _answer(self, since: float, quiet: float, *, patience: float | None = None) -> Answer:
        first = last = None
        output = b""
        for when, data in self._chunks(quiet, patience or quiet):
            first = when - since if first is None else first
            last = when - since
            output += data
            for _ in _MODE_REPORT.finditer(data):
                os.write(self._file, _CAN_DRAW_AT_ONCE)
        return Answer(first, last, output)

    def _chunks(self, quiet: float, patience: float) -> Iterator[tuple[float, bytes]]:
        """Yield what is written, with the time when it came, until there has been nothing for `quiet` seconds.

        The first of it may take `patience` seconds.
        """
        until = time.perf_counter() + patience
        while (left := until - time.perf_counter()) > 0:
            if not self._poll.poll(left * 1000):
                continue
            when = time.perf_counter()
            try:
                data = os.read(self._file, _CHUNK)
            except OSError as error:
                raise RuntimeError("the program has ended") from error
            yield when, data
            until = when + quiet
