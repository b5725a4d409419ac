"""Whatever becomes of graders and nodes, each submission is graded once, or named as one that was not."""

from __future__ import annotations

import random

import pytest

from autograder.batch.pool import Died
from autograder.cluster.pool import FAILED_STARTS, PATIENCE, ClusterPool
from autograder.cluster.software import Software
from autograder.errors import HostError, ProcessLost, UsageError
from tests.cluster.fake_remote import LIKE_ALL, FakeRemote


def pool(remote: FakeRemote, size: int = 2) -> ClusterPool:
    return ClusterPool(remote, size, lambda job: b"%d" % job, lambda software: None)


def run(remote: FakeRemote, jobs: int, size: int = 2) -> dict[int, bytes | Died]:
    results = list(pool(remote, size).run(range(jobs)))
    assert len(results) == jobs and len(dict(results)) == jobs, "none is lost, and none is there twice"
    return dict(results)


def test_every_job_is_done_once_in_the_order_in_which_they_came() -> None:
    remote = FakeRemote(2)
    assert run(remote, 9) == {job: b"%d" % job for job in range(9)}
    assert remote.order == [b"%d" % job for job in range(9)]


def test_a_grader_has_one_job_in_hand_and_at_most_the_next() -> None:
    remote = FakeRemote(2)
    run(remote, 9)
    assert remote.most_given == 2


def test_the_last_jobs_wait_for_whoever_is_free_first() -> None:
    """Of three jobs, two graders get one each; the third is not put behind one of them."""
    remote = FakeRemote(2)
    run(remote, 3)
    assert remote.most_given == 1


def test_a_job_whose_grader_ends_is_given_to_another_one() -> None:
    def work(grader: int, task: bytes) -> bytes:
        if grader == 0 and task == b"2":
            raise ProcessLost("killed")
        return task

    remote = FakeRemote(2, work)
    assert run(remote, 9) == {job: b"%d" % job for job in range(9)}
    assert len(remote.hired) == 3, "the one that ended was replaced"


def test_a_job_that_ends_each_grader_is_named_and_its_neighbours_are_not_to_blame() -> None:
    """Twice, another job waits behind it in the same grader; it must not be counted out with it."""

    def work(grader: int, task: bytes) -> bytes:
        if task == b"0":
            raise ProcessLost("killed")
        return task

    results = run(FakeRemote(1, work), 12, size=1)
    assert results.pop(0) == Died("the fake grader is gone")
    assert results == {job: b"%d" % job for job in range(1, 12)}


def test_what_remains_of_a_cluster_does_the_work() -> None:
    """Three graders were asked for, and there is room for one; then that one ends, and nobody else begins."""
    remote = FakeRemote(1)
    assert run(remote, 5, size=3) == {job: b"%d" % job for job in range(5)}


@pytest.mark.parametrize("seed", range(30))
def test_graders_that_end_at_random_moments_cost_nothing_else(seed: int) -> None:
    """One in ten tasks takes its grader along, at most once each; some graders end before they are ready."""
    chance, fatal = random.Random(seed), set[bytes]()

    def work(grader: int, task: bytes) -> bytes:
        if task not in fatal and chance.random() < 0.1:
            fatal.add(task)
            raise ProcessLost("killed")
        return task

    def begins(grader: int) -> bool:
        return grader % 5 != 4

    remote = FakeRemote(3, work, begins=begins)
    assert run(remote, 60, size=4) == {job: b"%d" % job for job in range(60)}
    assert len(remote.alive) == 4


def test_what_a_job_runs_into_reaches_the_caller() -> None:
    class Failing(FakeRemote):
        def answer(self, ref):  # type: ignore[no-untyped-def]
            data = super().answer(ref)
            return b"failed:UsageError:no such suite" if data == b"done:3" else data

    with pytest.raises(UsageError, match="no such suite"):
        run(Failing(2), 5)


def test_graders_that_never_get_ready_are_given_up() -> None:
    remote = FakeRemote(2, begins=lambda grader: False)
    with pytest.raises(HostError, match="No grader can be started on the cluster: the fake grader is gone"):
        run(remote, 5)
    assert len(remote.hired) <= 2 + 2 * FAILED_STARTS


def test_a_cluster_without_room_is_told_after_some_patience() -> None:
    times = iter(range(0, 100_000, 60))
    waiting = ClusterPool(
        FakeRemote(0), 2, lambda job: b"", lambda software: None, clock=lambda: float(next(times))
    )
    with pytest.raises(
        HostError, match=r"No node of the cluster has had room for a grader \(1 CPU\) for 10 "
    ):
        list(waiting.run(range(3)))
    assert next(times) <= PATIENCE + 300


def test_each_new_grader_is_looked_at() -> None:
    """Also one that takes the place of another, on a node that was not there in the beginning."""

    def work(grader: int, task: bytes) -> bytes:
        if grader == 0:
            raise ProcessLost("killed")
        return task

    def check(software: Software) -> None:
        if software.node == "new":
            raise HostError("another node")

    def software(number: int) -> Software:
        return LIKE_ALL if number == 0 else Software(**{**_fields(LIKE_ALL), "node": "new"})

    opened = ClusterPool(FakeRemote(1, work, software=software), 1, lambda job: b"", check)
    assert opened.first() == LIKE_ALL
    with pytest.raises(HostError, match="another node"):
        list(opened.run(range(3)))


def _fields(software: Software) -> dict[str, object]:
    return {name: getattr(software, name) for name in software.__struct_fields__}
