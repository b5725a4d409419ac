"""A grader process that dies costs one more try; what a job raises reaches the caller."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.batch.pool import Died, Pool, found
from autograder.errors import HostError, InternalError, ProcessLost, UsageError


@dataclass
class Share:
    work: Callable[[int], bytes]
    released: bool = False
    ended: Path | None = None  # appears when a grader's process has tidied up

    @contextlib.contextmanager
    def start(self) -> Iterator[Callable[[bytes], bytes]]:
        yield lambda told: self.work(int(told))
        if self.ended:
            self.ended.touch()

    def release(self) -> None:
        self.released = True


def pool(work: Callable[[int], bytes], size: int = 2) -> Pool:
    return Pool(size, lambda: Share(work))


def run(work: Callable[[int], bytes], jobs: int) -> dict[int, bytes | Died]:
    opened = pool(work)
    try:
        return dict(opened.run(range(jobs)))
    finally:
        opened.close()


def test_every_job_is_done_once() -> None:
    assert run(lambda job: b"%d:%d" % (job, job), 20) == {job: b"%d:%d" % (job, job) for job in range(20)}


def test_a_grader_process_tidies_up(tmp_path: Path) -> None:
    opened = Pool(1, lambda: Share(lambda job: b"", ended=tmp_path / "ended"))
    dict(opened.run(range(2)))
    assert not (tmp_path / "ended").exists()
    opened.close()
    assert (tmp_path / "ended").exists()


def test_jobs_run_in_other_processes() -> None:
    assert str(os.getpid()).encode() not in run(lambda job: str(os.getpid()).encode(), 4).values()


def test_garbage_is_looked_for_seldom_and_in_graders_alone() -> None:
    usual = gc.get_threshold()
    [told] = run(lambda job: b"%d" % gc.get_threshold()[0], 1).values()
    assert isinstance(told, bytes) and int(told) > 10 * usual[0]
    assert gc.get_threshold() == usual


def test_a_process_that_is_killed_is_replaced_and_its_job_done_again(tmp_path: Path) -> None:
    def work(job: int) -> bytes:
        if job == 1 and not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return b"done"

    assert run(work, 5) == dict.fromkeys(range(5), b"done")


def test_a_job_that_kills_each_process_has_no_result_and_the_others_go_on() -> None:
    def work(job: int) -> bytes:
        os._exit(9) if job == 2 else None
        return b"done"

    results = run(work, 6)
    died = results.pop(2)
    assert results == dict.fromkeys((0, 1, 3, 4, 5), b"done")
    assert isinstance(died, Died)
    assert str(died) == (
        "2 grader processes in turn ended while they worked on it (the last one with exit code 9)"
    )
    with pytest.raises(HostError, match="A submission could not be graded: 2 grader processes"):
        found(died)


def test_a_grader_that_lost_its_zygote_is_replaced_by_a_fresh_one(tmp_path: Path) -> None:
    def work(job: int) -> bytes:
        (tmp_path / f"{job}-{os.getpid()}").touch()
        if job == 1 and len(list(tmp_path.glob("1-*"))) == 1:
            raise ProcessLost("the zygote has ended.")
        if job == 3:
            raise ProcessLost("the zygote has ended.")
        return b"done"

    results = run(work, 5)
    assert results.pop(3) == Died("the zygote has ended")
    assert results == dict.fromkeys((0, 1, 2, 4), b"done")
    for job in (1, 3):
        assert len(list(tmp_path.glob(f"{job}-*"))) == 2, "the second try had a process of its own"


def test_graders_do_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    """Otherwise what learners wrote would go on running, and a second run beside it."""

    def work(job: int) -> bytes:
        (tmp_path / str(os.getpid())).touch()
        time.sleep(60)
        return b"done"

    parent = os.fork()
    if parent == 0:
        next(pool(work).run(range(2)))
    while len(list(tmp_path.iterdir())) < 2:
        time.sleep(0.01)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    for path in tmp_path.iterdir():
        _await_end(int(path.name))


def _await_end(pid: int) -> None:
    for _ in range(1000):
        try:
            if "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return
        except OSError:
            return
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    raise AssertionError(f"{pid} lives on")


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
    pids = {int(found(result)) for _, result in opened.run(range(4))}
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


def test_graders_stay_for_another_run_and_are_told_what_its_jobs_are() -> None:
    opened = pool(lambda told: b"%d by %d" % (told, os.getpid()), size=1)
    with contextlib.closing(opened):
        first = dict(opened.run(range(2)))
        second = dict(opened.run(range(2), tell=lambda job: b"%d" % (job + 100)))
    answers = [result.split(b" by ") for result in (*first.values(), *second.values())]  # type: ignore[union-attr]
    assert [told for told, _ in answers] == [b"0", b"1", b"100", b"101"]
    assert len({pid for _, pid in answers}) == 1


def test_something_can_be_done_while_no_result_arrives(tmp_path: Path) -> None:
    """The job waits for a file that only `meanwhile` makes."""

    def work(job: int) -> bytes:
        while not (tmp_path / "go").exists():
            time.sleep(0.01)
        return b"done"

    opened = pool(work, size=1)
    with contextlib.closing(opened):
        assert dict(opened.run(range(1), meanwhile=(tmp_path / "go").touch)) == {0: b"done"}
