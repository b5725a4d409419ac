"""The notebook's side of the grader behind it: started once a kernel, asked once a test."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path

import msgspec

from autograder.errors import HostError
from autograder.notebooks.service import Answer, Question
from autograder.report import TestResult


class Service:
    """A grader process for one exercise; it starts at once and is ready when it is first asked."""

    def __init__(self, course_file: Path, exercise_id: str, *, public: bool) -> None:
        kind = "public" if public else "own"
        command = [sys.executable, "-m", "autograder.notebooks.service", str(course_file), exercise_id, kind]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # interrupting the kernel is not meant for the grader
        )

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, test: str, source: str) -> TestResult:
        """Return the verdict of one test; raises `HostError` where the grader cannot say."""
        assert self._process.stdin is not None and self._process.stdout is not None
        question = msgspec.json.encode(Question(test=test, source=source)) + b"\n"
        try:
            self._process.stdin.write(question)
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        except KeyboardInterrupt:  # the answer that is still to come must not be taken for the next one
            self.close()
            raise
        if not line:
            raise HostError(self._last_words())
        answer = msgspec.json.decode(line, type=Answer)
        if answer.result is None:
            raise HostError(answer.error)
        return answer.result

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()

    def _last_words(self) -> str:
        """Say why the process has gone; its own message is the last line that it wrote."""
        assert self._process.stderr is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        lines = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        reason = f": {lines[-1][:300]}" if lines else ""
        return f"The grader behind this notebook has stopped{reason}. Run the cell again to start it anew."
