"""`grade` alone, and the progress that it shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from autograder.cli import overview, progress
from autograder.course import load
from autograder.grading.files import SubmissionFiles
from autograder.render.consoles import Advice
from tests.cli.conftest import Ended
from tests.cli.course_files import stub
from tests.cli.fake_grader import FakeGrader
from tests.render.samples import Paper, report, result

Grade = Callable[..., Ended]

FRESH = """\
A tiny course  0/20

  ex01  -/10  ░░░░░░░░░░  Doubling
  ex02  -/10  ░░░░░░░░░░  Halving [of x]

Next: ex01 Doubling. Write double in exercises/ex01_double.py, line 4, then run
  grade check ex01
"""
HALF_WAY = """\
A tiny course  4/20

  ex01  4/10  ████░░░░░░  Doubling
  ex02  -/10  ░░░░░░░░░░  Halving [of x]

Since last time: ex01 +4.

Next: ex01 Doubling. Work on exercises/ex01_double.py, then run
  grade check ex01
"""


def write(course: Path, function: str, body: str) -> None:
    name = {"double": "ex01_double", "halve": "ex02_halve"}[function]
    (course / f"exercises/{name}.py").write_text(stub(function, body))


def test_a_fresh_course_begins_at_its_first_function(course: Path, grade: Grade) -> None:
    assert grade() == Ended(0, FRESH, "")
    assert not (course / ".torchgrade").exists()


def test_a_check_moves_the_bar(course: Path, grader: FakeGrader, grade: Grade) -> None:
    write(course, "double", "return x  # half")
    grade("check", "ex01")
    assert grade() == Ended(0, HALF_WAY, "")


def test_what_is_new_is_told_once(course: Path, grader: FakeGrader, grade: Grade) -> None:
    write(course, "double", "return x  # half")
    grade("check", "ex01")
    grade("--json")
    assert "Since last time: ex01 +4." in grade().out
    assert "Since last time" not in grade().out
    write(course, "double", "raise NotImplementedError")
    grade("check", "ex01")
    assert "Since last time: ex01 -4." in grade().out


def test_days_in_a_row_are_counted(course: Path, grader: FakeGrader, grade: Grade) -> None:
    write(course, "double", "return x  # half")
    grade("check", "ex01")
    assert "in a row" not in grade().out, "one day is no row"
    loaded = load(course / "course.toml")
    first = date(2025, 11, 20)
    made = [report(result("a", points=points), exercise="ex02") for points in (1.0, 2.0, 2.0, 3.0)]
    for number, one in enumerate(made):
        progress.keep(loaded, one, today=first + timedelta(days=number))
    days = {day: progress.streak(loaded, today=date(2025, 11, day)) for day in range(20, 26)}
    assert days == {20: 1, 21: 2, 22: 2, 23: 1, 24: 1, 25: 0}, "on the 22nd nothing was gained"


def test_a_terminal_is_offered_more(course: Path) -> None:
    shown = Paper(colour=True)
    offer = Advice("or keep this open", "grade watch")
    overview.show(load(course / "course.toml"), shown, news=["Since last time: ex01 +4."], offer=offer)
    assert "grade watch" in shown.text


def test_an_edit_after_the_check_shows(course: Path, grader: FakeGrader, grade: Grade) -> None:
    write(course, "double", "return x  # half")
    grade("check", "ex01")
    write(course, "double", "return 2 * x")
    assert "  Doubling (edited since)\n" in grade().out


def test_what_failed_is_the_next_thing_to_mend(course: Path, grade: Grade) -> None:
    """As `grade check` said, for as long as the file is the one that was checked."""
    path = course / "exercises/ex01_double.py"
    path.write_text(stub("double", "return x") + stub("other").partition("\n\n")[2])
    work, tests = SubmissionFiles.read(path), (result("double doubles", "failed"), result("a", "not_started"))
    checked = msgspec.structs.replace(report(*tests, exercise="ex01"), submission=work.digest)
    progress.keep(load(course / "course.toml"), checked)
    assert "Next: ex01 Doubling. Mend double in exercises/ex01_double.py, line 4, then" in grade().out
    path.write_text(path.read_text() + "# edited\n")
    assert "Next: ex01 Doubling. Write other in exercises/ex01_double.py, line 7, then" in grade().out


def test_a_deleted_file_can_be_had_again(course: Path, grade: Grade) -> None:
    (course / "exercises/ex01_double.py").unlink()
    assert grade() == Ended(
        0,
        """\
A tiny course  0/20

  ex01  -/10  ░░░░░░░░░░  Doubling (the file is missing)
  ex02  -/10  ░░░░░░░░░░  Halving [of x]

Next: ex01 Doubling. exercises/ex01_double.py is missing; get it back with
  grade reset ex01
""",
        "",
    )


def test_a_finished_course_is_praised(course: Path, grader: FakeGrader, grade: Grade) -> None:
    for number, function in enumerate(("double", "halve"), 1):
        write(course, function, "return x")
        grade("check", str(number))
    assert (
        grade().out
        == """\
A tiny course  20/20

  ex01  10/10  ██████████  Doubling
  ex02  10/10  ██████████  Halving [of x]

Since last time: ex01 finished, ex02 finished.

All exercises have full marks. Well done!
"""
    )


def test_from_a_folder_of_the_course_paths_are_relative_to_it(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course / "exercises")
    assert "Write double in ex01_double.py, line 4" in grade().out


@pytest.mark.parametrize("name", ["course", "course/course.toml"])
def test_the_course_can_be_named(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """--course wins over the folder that one is in."""
    other = course.parent / "other"
    other.mkdir()
    (other / "course.toml").write_text("broken")
    monkeypatch.chdir(other)
    ended = grade("--course", str(course.parent / name))
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("A tiny course  0/20\n")


def test_a_course_that_is_not_there(course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    assert grade("--course", "nowhere") == Ended(
        2, "", "grade: --course nowhere: there is no course.toml; give the folder of the course\n"
    )
    monkeypatch.chdir(course.parent)
    ended = grade()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"grade: there is no course.toml in {course.parent} or above it; change to")


def test_a_broken_course_is_one_line(course: Path, grade: Grade) -> None:
    (course / "course.toml").write_text('[course]\nid = "x"\n')
    ended = grade()
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith("grade: course.toml: ")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b'{"format": 2, "exercises": {}}',
        b'{"exercises": {"ex01": {"score": "all"}}}',
    ],
)
def test_a_damaged_progress_file_is_told_and_kept(
    course: Path, grader: FakeGrader, grade: Grade, content: bytes
) -> None:
    folder = course / ".torchgrade"
    folder.mkdir()
    (folder / "progress.json").write_bytes(content)
    ended = grade()
    assert (ended.code, ended.err) == (0, "")
    assert "Your points begin anew: .torchgrade/progress.json cannot be read." in " ".join(ended.out.split())
    assert set(FRESH.splitlines()) <= set(ended.out.splitlines())
    assert grade("check", "ex01").code == 1
    assert (folder / "progress.json.old").read_bytes() == content
    assert "begin anew" not in grade().out


def test_where_progress_cannot_be_kept_checking_goes_on(
    course: Path, grader: FakeGrader, grade: Grade
) -> None:
    (course / ".torchgrade").write_text("a file where the folder would be")
    write(course, "double", "return x  # half")
    ended = grade("check", "ex01")
    said = "This result is not kept: File exists: .torchgrade/progress.json\n"
    assert (ended.code, ended.err) == (1, said)
    assert grade("check", "ex01", "--json").err == said
    assert grade().out.startswith("A tiny course  0/20\n")


def test_only_the_learners_own_file_counts_as_progress(
    course: Path, grader: FakeGrader, grade: Grade
) -> None:
    (course / "other.py").write_text(stub("double", "return x"))
    assert grade("check", "ex01", "--file", "other.py").code == 0
    assert not (course / ".torchgrade").exists()
    assert grade("check", "ex01", "--file", "exercises/ex01_double.py").code == 1
    assert sorted(path.name for path in (course / ".torchgrade").iterdir()) == ["progress.json", "reports"]


def test_the_overview_as_json(course: Path, grader: FakeGrader, grade: Grade) -> None:
    write(course, "double", "return x  # half")
    grade("check", "ex01")
    assert json.loads(grade("--json").out) == {
        "course": "tiny",
        "exercises": [
            {
                **{"id": "ex01", "title": "Doubling", "score": 4, "max_score": 10},
                **{"edited": False, "missing": False},
            },
            {
                **{"id": "ex02", "title": "Halving [of x]", "score": None, "max_score": 10},
                **{"edited": False, "missing": False},
            },
        ],
        "next": "ex01",
    }


def test_json_belongs_behind_a_command(course: Path, grade: Grade) -> None:
    ended = grade("--json", "check", "ex01")
    assert (ended.code, ended.out) == (2, "")
    assert "--json: give it after the command" in ended.err
