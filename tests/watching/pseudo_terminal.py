"""A program on a pseudo-terminal, as somebody sits before it."""

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
from collections.abc import Mapping, Sequence
from pathlib import Path

_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class PseudoTerminal:
    """A running program; what it printed since the last `forget` is its text."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], columns: int = 80
    ) -> None:
        self._text = ""
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            os.chdir(folder)
            os.execve(command[0], list(command), dict(environment))
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))

    @property
    def text(self) -> str:
        """What was printed, without colours and movements of the cursor."""
        return _ESCAPES.sub("", self._text)

    @property
    def screen(self) -> str:
        """What of it is left to see, for what is printed line by line: lines may be cleared or written over."""
        lines, row, column = [""], 0, 0
        for found in re.finditer(r"\x1b\[([0-9;?]*)([a-zA-Z])|([\r\n])|[^\x1b\r\n]+", self._text):
            number, command, control = found.groups()
            if command == "A":
                row = max(0, row - int(number or 1))
            elif command == "K":
                lines[row] = "" if number == "2" else lines[row][:column]
            elif control == "\r":
                column = 0
            elif control == "\n":
                row += 1
                lines += [""] * (row == len(lines))
            elif not command:
                text, before = found[0], lines[row].ljust(column)
                lines[row] = before[:column] + text + before[column + len(text) :]
                column += len(text)
        return "\n".join(line.rstrip() for line in lines)

    def forget(self) -> None:
        """Take what was printed so far as read."""
        self._read(0.0)
        self._text = ""

    def wait_for(self, pattern: str, seconds: float = 30.0) -> None:
        """Wait until the text has a pattern; raises AssertionError with the text when it does not come."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            assert time.monotonic() < end, f"{pattern!r} does not come; the text is {self.text[-2000:]!r}"
            assert self._read(0.02), f"it ended without {pattern!r}; the text is {self.text[-2000:]!r}"

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._terminal, keys.encode())

    def resize(self, columns: int) -> None:
        """Make the terminal wider or narrower."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))

    def ended(self, seconds: float = 20.0) -> int:
        """Wait for the end; return the exit code."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.02)
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"it does not end; the text is {self.text[-2000:]!r}")

    def close(self) -> None:
        """End the program, however it is."""
        if self._pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._terminal)

    def _read(self, seconds: float) -> bool:
        """Read what is there, waiting at most so long for it; False when there will be no more."""
        while select.select([self._terminal], [], [], seconds)[0]:
            try:
                data = os.read(self._terminal, 1 << 16)
            except OSError:  # Linux says so when the other end is closed
                return False
            if not data:
                return False
            self._text += data.decode("utf-8", "replace")
            seconds = 0.0
        return True
