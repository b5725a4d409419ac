"""A course crosses as bytes: all that grading needs, nothing that it does not need, and it goes in the end."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import stat
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import pytest

from autograder.cluster import bundle, folders
from autograder.course import Course, load
from autograder.errors import HostError, InternalError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from tests.tiny import SOLUTION, make_course


@pytest.fixture
def course(tmp_path: Path) -> Course:
    made = make_course(tmp_path / "course")
    return msgspec.structs.replace(made, gradebook_url="postgresql://ann:password@host/grades")


def test_a_course_is_graded_from_its_bytes_as_from_its_folder(course: Course, tmp_path: Path) -> None:
    """And once unpacked, it needs nothing of the folder that it came from."""
    submission = SubmissionFiles.of_source("ex01_double.py", SOLUTION.replace("2 * x", "3 * x"))

    def graded(course: Course) -> object:
        with Grader(course) as grader:
            report = grader.grade(course.exercises[0], submission)
        tests = tuple(msgspec.structs.replace(test, seconds=0.0) for test in report.tests)
        return msgspec.structs.replace(report, tests=tests, seconds=0.0)

    packed, here = bundle.pack(course, full=False), graded(course)
    shutil.rmtree(course.root)
    with folders.unpacked(packed, bundle.digest(packed), tmp_path / "node") as folder:
        assert graded(bundle.course_in(packed, folder)) == here


def test_equal_courses_have_equal_bytes(course: Course, tmp_path: Path) -> None:
    before = bundle.digest(bundle.pack(course, full=False))
    assert bundle.digest(bundle.pack(course, full=False)) == before
    course.exercises[0].suite.write_text(course.exercises[0].suite.read_text() + "\n# stricter\n")
    assert bundle.digest(bundle.pack(course, full=False)) != before


def test_submissions_stubs_and_the_gradebook_stay_at_home(course: Course) -> None:
    for name in ("gradebook.db", "submissions/ada/ex01_double.py", "results/grades.csv"):
        (course.root / name).parent.mkdir(parents=True, exist_ok=True)
        (course.root / name).write_text("private")
    packed = bundle.pack(course, full=False)
    names = set(msgspec.msgpack.decode(packed)["files"])
    assert names == {"secret", "solutions/ex01_double.py", "grader_tests/test_ex01_double.py"}
    assert b"private" not in packed and b"password" not in packed


def test_the_whole_course_of_this_repository_can_be_sent(repository: Path, tmp_path: Path) -> None:
    course = load(repository / "course.toml")
    packed = bundle.pack(course, full=False)
    with folders.unpacked(packed, bundle.digest(packed), tmp_path / "node") as folder:
        found = bundle.course_in(packed, folder)
        assert [one.limits for one in found.exercises] == [one.limits for one in course.exercises]
        assert all(one.suite.is_file() and one.solution.is_file() for one in found.exercises)


def test_an_unpacked_course_is_for_its_owner_alone(course: Course, tmp_path: Path) -> None:
    packed = bundle.pack(course, full=False)
    with folders.unpacked(packed, bundle.digest(packed), tmp_path / "node") as folder:
        for path in (tmp_path / "node", folder):
            assert stat.S_IMODE(path.stat().st_mode) == 0o700
        assert all(not path.stat().st_mode & 0o077 for path in folder.rglob("*") if path.is_file())
    assert not list((tmp_path / "node").iterdir())


def test_a_folder_that_others_could_read_is_refused(course: Course, tmp_path: Path) -> None:
    (tmp_path / "node").mkdir(mode=0o755)
    packed = bundle.pack(course, full=False)
    with (
        pytest.raises(HostError, match="is not this user's alone"),
        folders.unpacked(packed, bundle.digest(packed), tmp_path / "node"),
    ):
        pass


def test_bytes_that_were_changed_on_their_way_are_refused(course: Course, tmp_path: Path) -> None:
    packed = bundle.pack(course, full=False)
    with (
        pytest.raises(InternalError, match="other bytes than were sent"),
        folders.unpacked(packed + b"x", bundle.digest(packed), tmp_path / "node"),
    ):
        pass
    with pytest.raises(InternalError, match="file of the name"):
        bundle.unpack(packed.replace(b"solutions/ex01", b"../../abc/ex01"), tmp_path)


def _hold(packed: bytes, parent: Path, link: Connection) -> None:
    with folders.unpacked(packed, bundle.digest(packed), parent) as folder:
        link.send(folder.stat().st_ino)
        link.recv()


def test_graders_of_a_node_share_a_folder_which_goes_with_the_last_of_them(
    course: Course, tmp_path: Path
) -> None:
    """Also where that one was killed: whoever sweeps next takes it away."""
    packed, node, context = (
        bundle.pack(course, full=False),
        tmp_path / "node",
        multiprocessing.get_context("fork"),
    )
    graders = []
    for _ in range(2):
        ours, theirs = context.Pipe()
        graders.append((context.Process(target=_hold, args=(packed, node, theirs), daemon=True), ours))
        graders[-1][0].start()
    assert len({link.recv() for _, link in graders}) == 1
    graders[0][1].send("end")
    graders[0][0].join()
    assert not folders.sweep(parent=node) and (node / bundle.digest(packed)).is_dir(), "one still works there"
    pid = graders[1][0].pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    graders[1][0].join()
    assert folders.sweep(parent=node) and not list(node.iterdir())
