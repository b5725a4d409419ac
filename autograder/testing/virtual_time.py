"""A clock of the suite's own in the worker, on which time passes as the suite says.

Code that goes by the clock then does the same each time, and soon, however fast the machine is. The clock
replaces the functions of the module `time`, there and where the learner's module has bound them already. What
looks at another clock, such as datetime's or a timer's, finds real time.

It lives beside learner code, which can put it right: no verdict may rest on it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable

from autograder.worker.submission import Handle, Submission

# What finds real time all the same.
_OTHERS = (
    *("asyncio", "datetime", "multiprocessing", "resource", "sched", "signal", "threading"),
    *("os.times", "time.clock_*", "time.ctime", "time.gmtime", "time.localtime", "time.strftime"),
    "torch.cuda.Event",
)


def has_another(submission: Submission) -> bool:
    """Whether the learner's source uses a clock that is not replaced: about its times nothing is known."""
    syntax = submission.syntax
    return bool(syntax.unreadable) or any(syntax.found(pattern) for pattern in _OTHERS)


def clock(submission: Submission, look: float) -> Handle:
    """Return a clock in the worker: a context manager in which `time.sleep` alone makes time pass.

    But for `look` seconds each time that somebody looks at it, so that whoever waits for the time to be over
    does not wait for ever.
    """
    source = f"from __future__ import annotations\n{inspect.getsource(VirtualClock)}"
    made = submission.define(VirtualClock.__name__, source)
    return submission.call(made, submission.expression("learner"), look)


class VirtualClock:
    """Runs in the worker, from its source."""

    def __init__(self, module: object, look: float) -> None:
        import time
        import timeit

        self._now, self._look, self.looks = 0.0, look, 0
        names = ("time", "monotonic", "perf_counter", "process_time", "thread_time")
        self._replaced: dict[object, object] = {time.sleep: self._sleep}
        for name in names:
            for unit, suffix in ((1, ""), (10**9, "_ns")):
                real = getattr(time, name + suffix, None)
                if real is not None:
                    self._replaced[real] = self._reader(real(), unit)
        self._modules = (time, timeit, module)
        self._before: list[tuple[object, str, object]] = []

    def __enter__(self) -> VirtualClock:
        functions = {id(real): virtual for real, virtual in self._replaced.items()}
        for module in self._modules:
            for name, value in list(vars(module).items()):
                if id(value) in functions:
                    self._before.append((module, name, value))
                    setattr(module, name, functions[id(value)])
        return self

    def __exit__(self, *error: object) -> None:
        while self._before:
            setattr(*self._before.pop())

    def _reader(self, start: float, unit: int) -> Callable[[], float]:
        def read() -> float:
            self._now, self.looks = self._now + self._look, self.looks + 1
            return start + (self._now if unit == 1 else int(self._now * unit))

        return read

    def _sleep(self, seconds: float) -> None:
        self._now += seconds
