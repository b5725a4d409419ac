"""A cluster in memory: graders that take and answer when a test says so, and end when it says so."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from autograder.batch.pool import answer_of
from autograder.cluster.software import Software
from autograder.errors import ProcessLost

LIKE_ALL = Software(node="n", grader="1", code="c", python="3.11", packages=(), layers=("landlock", "root"))


@dataclass(eq=False)
class Grader:
    number: int
    tasks: deque[tuple[Answer, bytes]] = field(default_factory=deque)
    dead: bool = False


@dataclass(eq=False)
class Answer:
    grader: Grader
    data: bytes | None = None

    @property
    def there(self) -> bool:
        return self.data is not None or self.grader.dead


class FakeRemote:
    """`places` graders can start; each `wait` has every one of them do the task in hand.

    `work` does a task, given the grader's number; it raises `ProcessLost` to end the whole grader as a crash
    does. `begins` ends a grader that is just starting.
    """

    def __init__(
        self,
        places: int,
        work: Callable[[int, bytes], bytes] = lambda number, task: task,
        *,
        begins: Callable[[int], bool] = lambda number: True,
        software: Callable[[int], Software] = lambda number: LIKE_ALL,
    ) -> None:
        self._places = places
        self._work = work
        self._begins = begins
        self._software = software
        self.hired: list[Grader] = []
        self.starts: dict[Grader, Answer] = {}
        self._idle = 0  # waits in a row in which nothing came
        self.most_given = 0
        self.order: list[bytes] = []  # tasks as they were given

    @property
    def alive(self) -> list[Grader]:
        return [grader for grader in self.hired if not grader.dead]

    def hire(self) -> tuple[Grader, Answer]:
        grader = Grader(len(self.hired))
        self.hired.append(grader)
        self.starts[grader] = Answer(grader)
        return grader, self.starts[grader]

    def give(self, handle: Grader, task: bytes) -> Answer:
        answer = Answer(handle)
        handle.tasks.append((answer, task))
        self.most_given = max(self.most_given, len(handle.tasks))
        self.order.append(task)
        return answer

    def wait(self, refs: Sequence[Answer], seconds: float) -> Sequence[Answer]:
        for grader in self.alive[: self._places]:
            self._step(grader)
        there = [ref for ref in refs if ref.there]
        self._idle = 0 if there else self._idle + 1
        assert self._idle < 1000, "a job was lost: nobody does anything, and somebody waits"
        return there

    def answer(self, ref: Answer) -> bytes:
        if ref.data is None:
            raise ProcessLost("the fake grader is gone")
        return ref.data

    def dismiss(self, handle: Grader) -> None:
        handle.dead = True

    def _step(self, grader: Grader) -> None:
        start = self.starts[grader]
        if start.data is None:
            if self._begins(grader.number):
                start.data = answer_of(lambda: msgspec.msgpack.encode(self._software(grader.number)))
            else:
                grader.dead = True
        elif grader.tasks:
            answer, task = grader.tasks.popleft()
            try:
                answer.data = b"done:" + self._work(grader.number, task)
            except ProcessLost:
                grader.dead = True
