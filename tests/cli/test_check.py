"""`grade check`: what is graded, what is printed, and the exit code."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import HostError
from autograder.worker import gpu
from tests.cli.conftest import Ended
from tests.cli.course_files import stub
from tests.cli.fake_grader import FakeGrader

Grade = Callable[..., Ended]

HALF = """\
ex01 Doubling  4/10

  ✓ 4/4  takes a matrix
  ✗ 0/6  é[0] (hidden)
         é < [0]

Next: mend the first ✗ above, then run
  grade check ex01
"""


def write(course: Path, body: str) -> None:
    (course / "exercises/ex01_double.py").write_text(stub("double", body))


def test_below_full_marks_the_exit_code_is_1(course: Path, grader: FakeGrader, grade: Grade) -> None:
    write(course, "return x  # half")
    assert grade("check", "ex01") == Ended(1, HALF, "")
    assert grader.closed == 1


def test_full_marks_exit_with_0_and_say_what_comes_next(
    course: Path, grader: FakeGrader, grade: Grade
) -> None:
    write(course, "return x")
    ended = grade("check", "ex01")
    assert ended.code == 0
    assert ended.out.endswith(
        "Full marks.\n"
        "To see the authors' code beside yours:\n"
        "  grade show ex01\n"
        "Next: ex02 Halving [of x]. Write halve in exercises/ex02_halve.py, line 4, then\nrun\n"
        "  grade check ex02\n"
    )


def test_of_another_file_no_comparison_is_offered(course: Path, grader: FakeGrader, grade: Grade) -> None:
    (course / "other.py").write_text(stub("double", "return x"))
    assert "grade show" not in grade("check", "ex01", "--file", "other.py").out, "it is not what is shown"


@pytest.mark.parametrize("name", ["ex01", "exercises/ex01_double.py"])
def test_a_file_that_was_deleted_can_be_had_again(
    course: Path, grader: FakeGrader, grade: Grade, name: str
) -> None:
    (course / "exercises/ex01_double.py").unlink()
    said = "grade: exercises/ex01_double.py is missing. `grade reset ex01` brings it back.\n"
    assert grade("check", name) == Ended(2, "", said)
    assert grade("check", "ex02").out.startswith("ex02 "), "and the other exercises go on"


def test_an_empty_file_is_told_as_such(course: Path, grader: FakeGrader, grade: Grade) -> None:
    (course / "exercises/ex01_double.py").write_text(" \n\n")
    grader.verdict = "failed"
    assert grade("check", "ex01") == Ended(
        1,
        "ex01 Doubling  0/10\n\n"
        "exercises/ex01_double.py is empty. This brings back what it was:\n"
        "  grade reset ex01\n",
        "",
    )


def test_a_file_that_is_no_text_can_be_begun_anew(course: Path, grader: FakeGrader, grade: Grade) -> None:
    (course / "exercises/ex01_double.py").write_bytes(b"\xff\xfe")
    grader.verdict = "error"
    ended = grade("check", "ex01")
    assert ended.out.endswith(
        "Next: mend that, then run\n  grade check ex01\n"
        "or begin anew; a copy of the file is kept:\n  grade reset ex01\n"
    )
    write(course, "return (")
    assert "grade reset" not in grade("check", "ex01").out, "what is text can be mended"


def test_an_untouched_stub_says_where_to_begin(course: Path, grader: FakeGrader, grade: Grade) -> None:
    assert grade("check", "ex02") == Ended(
        1,
        "ex02 Halving [of x]  0/10\n\n"
        "Not started. Begin with halve in exercises/ex02_halve.py, line 4, then run\n"
        "  grade check ex02\n",
        "",
    )


def test_json_is_one_object_the_same_each_time(
    course: Path, grader: FakeGrader, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    write(course, "return x  # half")
    first = grade("check", "ex01", "--json")
    assert first == grade("check", "ex01", "--json")
    assert first.err == ""
    assert json.loads(first.out) == {
        "exercise": "ex01",
        "score": 4,
        "max_score": 10,
        "tests": [
            {
                "id": "test_takes_a_matrix",
                "title": "takes a matrix",
                "public": True,
                "points": 4,
                "score": 4,
                "status": "passed",
                "message": "",
            },
            {
                "id": "test_é[0]",
                "title": "é[0]",
                "public": False,
                "points": 6,
                "score": 0,
                "status": "failed",
                "message": "é < [0]",
            },
        ],
    }


@pytest.mark.parametrize(
    "name", ["ex01", "1", "01", "EX01", "double", "ex01_double", "exercises/ex01_double.py"]
)
def test_an_exercise_has_many_names(course: Path, grader: FakeGrader, grade: Grade, name: str) -> None:
    grade("check", name)
    assert [name for name, *_ in grader.opened] == ["ex01"]
    assert [files.main for files in grader.graded] == ["ex01_double.py"]


def test_options_reach_the_grader(course: Path, grader: FakeGrader, grade: Grade) -> None:
    grade("check", "ex01")
    grade("check", "ex01", "--sandbox", "none", "--full")
    assert grader.opened == [("ex01", "auto", False), ("ex01", "none", True)]


@pytest.mark.parametrize("how", [("ex01", "--file", "mine.py"), ("ex01", "--file", "../elsewhere/mine.py")])
def test_another_file_can_be_graded(
    course: Path, grader: FakeGrader, grade: Grade, how: tuple[str, ...]
) -> None:
    path = course / how[-1]
    path.parent.mkdir(exist_ok=True)
    path.write_text(stub("double", "return x  # half"))
    ended = grade("check", *how)
    assert grader.graded[0].files == {"mine.py": path.read_bytes()}
    assert ended.out.endswith(f"  grade check ex01 --file {how[-1]}\n")


def test_a_path_in_place_of_a_name_is_the_file(course: Path, grader: FakeGrader, grade: Grade) -> None:
    """Nobody who names a file by its path means another one of that name."""
    (course / "old").mkdir()
    (course / "old/ex01_double.py").write_text("old = 1\n")
    grade("check", "old/ex01_double.py")
    assert grader.graded[0].source == b"old = 1\n"
    assert grade("check", "gone/ex01_double.py") == Ended(
        2, "", "grade: gone/ex01_double.py does not exist. Check the path.\n"
    )


@pytest.mark.parametrize(
    ("file", "seen"),
    [
        ("my solution.py", "ex01_double.py"),
        ("3d.py", "ex01_double.py"),
        ("class.py", "ex01_double.py"),
        ("größe.py", "ex01_double.py"),
        ("answer.txt", "ex01_double.py"),
        ("random.py", "ex01_double.py"),
        ("torch.py", "ex01_double.py"),
        ("ex01_double.py", "ex01_double.py"),
        ("attempt_2.py", "attempt_2.py"),
    ],
)
def test_messages_name_the_learners_file_if_python_can_import_it_by_that(
    course: Path, grader: FakeGrader, grade: Grade, file: str, seen: str
) -> None:
    (course / file).write_text("x = 1\n")
    ended = grade("check", "ex01", "--file", file)
    assert grader.graded[0].main == seen
    assert f"Begin in {file}, then run" in ended.out


def test_a_file_with_spaces_is_quoted_in_the_command(course: Path, grader: FakeGrader, grade: Grade) -> None:
    (course / "my $HOME.py").write_text("return\n")
    assert grade("check", "ex01", "--file", "my $HOME.py").code == 0
    (course / "my $HOME.py").write_text("return half\n")
    assert grade("check", "ex01", "--file", "my $HOME.py").out.endswith(
        "  grade check ex01 --file 'my $HOME.py'\n"
    )


def test_what_cannot_be_graded_is_a_sentence_and_exit_code_2(
    course: Path, grader: FakeGrader, grade: Grade
) -> None:
    (course / "link.py").symlink_to(course / "exercises/ex01_double.py")
    os.mkfifo(course / "pipe.py")
    said = {
        ("ex09",): 'there is no exercise "ex09"; this course has ex01, ex02',
        ("dubble",): 'there is no exercise "dubble"; did you mean ex01 (Doubling)?',
        ("ex0",): 'there is no exercise "ex0"; this course has ex01, ex02',
        ("exercises",): "exercises is a folder. Name an exercise, such as ex01.",
        ("ex01", "--file", "none.py"): "none.py does not exist. Check the path.",
        ("ex01", "--file", "exercises"): "exercises is a folder. Name the .py file inside it.",
        ("ex01", "--file", "link.py"): "link.py is a symbolic link. Hand in the file itself.",
        ("ex01", "--file", "pipe.py"): "pipe.py is not a regular file. Hand in the .py file itself.",
    }
    for arguments, text in said.items():
        assert grade("check", *arguments) == Ended(2, "", f"grade: {text}\n")
        assert grade("check", *arguments, "--json") == Ended(2, "", f"grade: {text}\n")
    assert grader.opened == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_a_sentence(course: Path, grader: FakeGrader, grade: Grade) -> None:
    (course / "exercises/ex01_double.py").chmod(0)
    ended = grade("check", "ex01")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.endswith("ex01_double.py may not be read. Change its permissions (chmod u+r).\n")


def test_a_grader_that_fails_exits_with_3_and_prints_no_result(
    course: Path, grader: FakeGrader, grade: Grade
) -> None:
    grader.error = HostError("The disk is full.\nFree some space.")
    assert grade("check", "ex01") == Ended(3, "", "grade: The disk is full.\nFree some space.\n")
    assert grader.closed == 1
    assert not (course / ".torchgrade").exists()


def test_an_option_with_a_wrong_value_is_wrong_usage(course: Path, grader: FakeGrader, grade: Grade) -> None:
    ended = grade("check", "ex01", "--sandbox", "docker")
    assert (ended.code, ended.out) == (2, "")
    assert "--sandbox" in ended.err
    assert "'docker' is not one of 'auto', 'container', 'none'" in ended.err


def test_without_a_gpu_device_cuda_is_wrong_usage(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the fake grader: what is asked for is looked at before a grader is opened."""
    text = (course / "course.toml").read_text()
    preload = 'points = 10\npreload = ["autograder.accelerator.switch"]\n'
    (course / "course.toml").write_text(text.replace("points = 10\n", preload, 1))
    monkeypatch.setattr(gpu, "trouble", lambda: "no NVIDIA GPU is seen")
    ended = grade("check", "ex01", "--device", "cuda")
    said = " ".join(ended.err.split())
    assert (ended.code, ended.out) == (2, "")
    assert said.endswith(
        "--device cuda needs an NVIDIA GPU, and no NVIDIA GPU is seen. Leave it out: tests then use a simulated "
        "GPU, which every machine has."
    )


def test_an_exercise_without_gpu_tests_has_no_use_for_one(course: Path, grade: Grade) -> None:
    ended = grade("check", "ex01", "--device", "cuda")
    assert ended.code == 2
    assert "No test of ex01 uses a GPU: leave --device out." in ended.err


def test_the_device_reaches_the_grader(course: Path, grader: FakeGrader, grade: Grade) -> None:
    write(course, "return x")
    for arguments in (("--device", "cuda"), ()):
        grade("check", "ex01", *arguments)
    assert grader.devices == ["cuda", "simulated"]
