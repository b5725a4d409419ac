"""A grader process that dies costs one more try; what a job raises reaches the caller."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.batch.pool import Pool
from autograder.errors import HostError, InternalError, UsageError


@dataclass
class Share:
    work: Callable[[int], bytes]
    released: bool = False

    def start(self) -> Callable[[int], bytes]:
        return self.work

    def release(self) -> None:
        self.released = True


def pool(work: Callable[[int], bytes], size: int = 2) -> Pool:
    return Pool(size, lambda: Share(work))


def run(work: Callable[[int], bytes], jobs: int) -> dict[int, bytes]:
    opened = pool(work)
    try:
        return dict(opened.run(range(jobs)))
    finally:
        opened.close()


def test_every_job_is_done_once() -> None:
    assert run(lambda job: b"%d:%d" % (job, job), 20) == {job: b"%d:%d" % (job, job) for job in range(20)}


def test_jobs_run_in_other_processes() -> None:
    assert str(os.getpid()).encode() not in run(lambda job: str(os.getpid()).encode(), 4).values()


def test_a_process_that_is_killed_is_replaced_and_its_job_done_again(tmp_path: Path) -> None:
    def work(job: int) -> bytes:
        if job == 1 and not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return b"done"

    assert run(work, 5) == dict.fromkeys(range(5), b"done")


def test_a_job_that_kills_each_process_is_named() -> None:
    def work(job: int) -> bytes:
        os._exit(9) if job == 2 else None
        return b"done"

    with pytest.raises(HostError, match=r"died 2 times over the same submission \(exit code 9\)"):
        run(work, 4)


@pytest.mark.parametrize(
    ("error", "kind"), [(UsageError("no such thing"), UsageError), (ValueError("a bug"), InternalError)]
)
def test_what_a_job_raises_reaches_the_caller(error: Exception, kind: type[Exception]) -> None:
    def work(job: int) -> bytes:
        raise error

    with pytest.raises(kind, match=str(error)):
        run(work, 1)


def test_closing_leaves_no_process(tmp_path: Path) -> None:
    opened = pool(lambda job: str(os.getpid()).encode())
    pids = {int(result) for _, result in opened.run(range(4))}
    opened.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_the_parent_lets_go_of_what_each_process_was_given() -> None:
    shares: list[Share] = []

    def prepare() -> Share:
        shares.append(Share(lambda job: b""))
        return shares[-1]

    Pool(2, prepare).close()
    assert [share.released for share in shares] == [True, True]


def test_closing_while_a_job_runs_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    """After Ctrl-C nobody waits for what is being graded, and no traceback says so."""

    def work(job: int) -> bytes:
        time.sleep(0.5 * job)
        return b"done"

    opened = pool(work)
    results = opened.run(range(2))
    assert next(results) == (0, b"done")
    results.close()
    opened.close()
    assert capfd.readouterr().err == ""
