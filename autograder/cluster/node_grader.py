"""The grader that lives on a node: a trusted process with a zygote of its own, which outlives submissions.

Ray makes an actor of it. It takes bytes and gives bytes, and raises nothing: what goes wrong is in the
answer. The zygote is a program of its own (`exec`), so Ray's threads and connections in this process do not
matter to it, and its environment is made anew, so that Ray's addresses and tokens do not reach learner code.
"""

from __future__ import annotations

import contextlib
import platform

import msgspec

from autograder.batch.graders import first_grader, report_on
from autograder.batch.pool import answer_of
from autograder.cluster import bundle, folders, messages
from autograder.cluster.software import software_here
from autograder.course import Course
from autograder.errors import HostError, UsageError
from autograder.grading import gpus
from autograder.grading.session import Grader
from autograder.text import plain
from autograder.worker import gpu


class NodeGrader:
    """Grades submissions of one course; `start` comes first."""

    def __init__(self, packed: bytes, settings: bytes) -> None:
        self._packed = packed
        self._settings = msgspec.msgpack.decode(settings, type=messages.Settings)
        self._stack = contextlib.ExitStack()

    def start(self) -> bytes:
        """Unpack the course and start the zygote; the answer holds what this node grades with."""
        return answer_of(self._start)

    def grade(self, task: bytes) -> bytes:
        """Grade a submission; the answer holds its report as MessagePack."""
        return answer_of(lambda: self._grade(task))

    def close(self) -> None:
        """End the zygote and its workers, and leave nothing of the course on the node."""
        self._stack.close()

    def _start(self) -> bytes:
        wanted = self._settings
        folder = self._stack.enter_context(folders.unpacked(self._packed, wanted.digest))
        self._course: Course = bundle.course_in(self._packed, folder)
        self._packed = b""
        self._grader = self._stack.enter_context(
            first_grader(
                self._course,
                wanted.preload,
                sandbox=wanted.sandbox,
                full=wanted.full,
                device=wanted.device,
            )
        )
        if wanted.device == "cuda":
            _check_gpu(self._grader)
        return msgspec.msgpack.encode(software_here(tuple(self._grader.backend.layers)))

    def _grade(self, data: bytes) -> bytes:
        task, handed = messages.read_task(data)
        exercise = self._course.exercise(task.exercise)
        return msgspec.msgpack.encode(report_on(self._grader, exercise, handed, task.learner))


def _check_gpu(grader: Grader) -> None:
    """Have a worker use the GPU that Ray has given; raises `HostError` where it cannot."""
    node = plain(platform.node(), 80)
    if trouble := gpu.trouble():
        raise HostError(
            f"Node {node} is said to have a GPU, and {trouble}. Say `ray start --num-gpus=0` there, "
            "or leave --device out."
        )
    try:
        gpus.try_out(grader.backend)
    except UsageError as error:
        raise HostError(f"Node {node}: {error}") from error
