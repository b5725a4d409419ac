"""Files that other programs read: complete or absent, and no cell is a formula."""

import csv
import os
import stat
import subprocess
import sys

import pytest

from autograder.errors import HostError
from autograder.gradebook import Score
from autograder.gradebook.exporters import EXPORTERS, write_grades_csv, write_totals_csv
from autograder.report import Report, Status, TestResult


def grade(learner, exercise="ex01", score=3.0):
    return Score(learner=learner, exercise=exercise, score=score, max_score=5.0)


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_grades_of_reports(tmp_path):
    test = TestResult(id="t", title="t", public=True, points=2.5, score=0.0, status=Status.TIMEOUT)
    report = Report(exercise="ex01", learner="dana", score=0.0, max_score=2.5, tests=(test,))
    write_grades_csv(tmp_path / "grades.csv", [report])
    assert (tmp_path / "grades.csv").read_text() == (
        "learner,exercise,score,max_score,status\ndana,ex01,0,2.5,timeout\n"
    )


def test_grades_of_the_gradebook_keep_their_order(tmp_path):
    write_grades_csv(tmp_path / "grades.csv", iter([grade("eli"), grade("dana", score=1 / 3)]))
    assert (tmp_path / "grades.csv").read_text() == (
        "learner,exercise,score,max_score,status\neli,ex01,3,5,graded\ndana,ex01,0.333333,5,graded\n"
    )


def test_totals(tmp_path):
    grades = [
        grade("eli", "ex02", 1.5),
        grade("dana", "ex01"),
        grade("dana", "ex02", 0.0),
        grade("dana", "ex01", 4.0),
    ]
    write_totals_csv(tmp_path / "totals.csv", grades)
    assert (tmp_path / "totals.csv").read_text() == "learner,ex01,ex02,total\ndana,4,0,4\neli,,1.5,1.5\n"


def test_nobody(tmp_path):
    write_grades_csv(tmp_path / "a.csv", [])
    write_totals_csv(tmp_path / "b.csv", [])
    assert rows(tmp_path / "a.csv") == [["learner", "exercise", "score", "max_score", "status"]]
    assert rows(tmp_path / "b.csv") == [["learner", "total"]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])  # noqa: RUF001
@pytest.mark.parametrize("write", EXPORTERS.values(), ids=EXPORTERS)
def test_formulas_are_made_text(tmp_path, write, start):
    name = f'{start}HYPERLINK("http://x","y")'
    write(tmp_path / "grades.csv", [grade(name, exercise=name)])
    cells = [cell for row in rows(tmp_path / "grades.csv") for cell in row]
    assert cells.count(f"'{name}") == 2
    assert not any(cell.startswith(start) for cell in cells)


@pytest.mark.parametrize(
    "name", ["a=b", 'say "hi"', "a,b\nc", "名前", "a\tb", "'quoted", "O'Neil", "x" * 1000]
)
@pytest.mark.parametrize("write", EXPORTERS.values(), ids=EXPORTERS)
def test_any_other_name_reads_back_as_it_is(tmp_path, write, name):
    write(tmp_path / "grades.csv", [grade(name)])
    assert rows(tmp_path / "grades.csv")[1][0] == name


def test_name_that_is_not_utf8(tmp_path):
    write_grades_csv(tmp_path / "grades.csv", [grade("ren\udce9\0")])
    assert rows(tmp_path / "grades.csv")[1][0] == "ren\\udce9\\x00"


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "grades.csv"
    path.write_text("old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HostError) as caught:
        write_grades_csv(path, [grade("dana")])
    assert str(caught.value) == (f"{path} cannot be written (No space left on device). Free some space.")
    assert path.read_text() == "old" and os.listdir(tmp_path) == ["grades.csv"]


@pytest.mark.parametrize(
    ("name", "reason"), [("", "Is a directory"), ("no/such.csv", "No such file or directory")]
)
def test_place_that_cannot_be_written(tmp_path, name, reason):
    with pytest.raises(HostError, match=f"cannot be written \\({reason}\\)"):
        write_grades_csv(tmp_path / name, [grade("dana")])
    assert os.listdir(tmp_path) == []


def test_file_behind_a_link_is_replaced_and_the_link_stays(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_grades_csv(tmp_path / "link.csv", [grade("dana")])
    assert (tmp_path / "link.csv").is_symlink() and len(rows(tmp_path / "real.csv")) == 2


def test_permissions_are_those_of_any_new_file(tmp_path):
    write_grades_csv(tmp_path / "grades.csv", [grade("dana")])
    (tmp_path / "other").touch()
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("grades.csv", "other")}
    assert len(modes) == 1


def test_standard_output_is_written_to_and_not_replaced():
    code = """
from pathlib import Path
from autograder.gradebook.exporters import write_grades_csv
write_grades_csv(Path("/dev/stdout"), [])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "learner,exercise,score,max_score,status\n"
