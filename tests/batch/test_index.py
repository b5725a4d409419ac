"""A finished report is taken over by a run with the same suite, submission and bytes, and by no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.batch.index import FILE_NAME, Index
from autograder.batch.results import Results, open_results
from autograder.errors import HostError
from autograder.report import Report, Status, TestResult


def report(learner: str = "ada", score: float = 2.0, submission: str = "d1") -> Report:
    test = TestResult(id="t", title="t", public=True, points=2.0, score=score, status=Status.PASSED)
    return Report(
        exercise="ex01", learner=learner, score=score, max_score=2.0, tests=(test,), submission=submission
    )


def broken_off(out: Path, *finished: Report, fingerprint: str = "f") -> None:
    """Leave what a run leaves that is killed after these reports."""
    out.mkdir(exist_ok=True)
    results = Results(out)
    results.take_up({"ex01": fingerprint})
    for one in finished:
        results.write(one)


def taken_up(out: Path, fingerprint: str = "f") -> Results:
    results = Results(out)
    results.take_up({"ex01": fingerprint})
    return results


def test_finished_reports_are_taken_over(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada"), report("bob", 0.0))
    results = taken_up(tmp_path)
    assert results.finished("ada", "ex01", "d1") == report("ada")
    assert results.finished("bob", "ex01", "d1") == report("bob", 0.0)
    assert results.finished("cleo", "ex01", "d2") is None


def test_also_by_the_run_after_the_next(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada"))
    broken_off(tmp_path, report("bob"))
    results = taken_up(tmp_path)
    assert results.finished("ada", "ex01", "d1") and results.finished("bob", "ex01", "d1")


@pytest.mark.parametrize(
    "change",
    [
        "the course changed",
        "the submission changed",
        "the report was edited",
        "the report is gone",
        "all is to be fresh",
    ],
)
def test_what_has_changed_is_graded_anew(tmp_path: Path, change: str) -> None:
    broken_off(tmp_path, report("ada"))
    results = Results(tmp_path)
    path, fingerprint, submission = tmp_path / "ada/ex01.json", "f", "d1"
    forget: tuple[tuple[str, str], ...] = ()
    match change:
        case "the course changed":
            fingerprint = "g"
        case "the submission changed":
            submission = "d2"
        case "the report was edited":
            path.write_bytes(path.read_bytes().replace(b'"score": 2.0', b'"score": 9.0'))
        case "the report is gone":
            path.unlink()
        case "all is to be fresh":
            forget = (("ada", "ex01"),)
    results.take_up({"ex01": fingerprint}, forget=forget)
    assert results.finished("ada", "ex01", submission) is None


def test_a_copy_gets_the_report_of_what_it_is_a_copy_of(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada"))
    results = taken_up(tmp_path)
    found = results.finished("bob", "ex01", "d1")
    assert found == report("bob")
    assert not (tmp_path / "bob").exists()
    results.keep(results.rows.of(found))
    (tmp_path / "ada/ex01.json").unlink()
    assert taken_up(tmp_path).finished("bob", "ex01", "d1") == report("bob"), "it has a file of its own"
    assert taken_up(tmp_path).finished("cleo", "ex01", "d2") is None


def test_a_copy_whose_original_is_removed_meanwhile_gets_no_report(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada"))
    results = taken_up(tmp_path)
    found = results.finished("bob", "ex01", "d1")
    assert found is not None
    (tmp_path / "ada/ex01.json").unlink()
    with pytest.raises(HostError, match="The report of bob for ex01 was changed or removed"):
        results.keep(results.rows.of(found))
    assert not (tmp_path / "bob").exists()


def test_what_other_exercises_were_graded_with_is_remembered(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada"))
    Results(tmp_path).take_up({"ex02": "g"})
    assert taken_up(tmp_path).finished("ada", "ex01", "d1") == report("ada")


@pytest.mark.parametrize("left", range(0, 200, 7))
def test_a_line_that_was_cut_off_counts_for_nothing(tmp_path: Path, left: int) -> None:
    """Killed or full at any byte: what stands whole before it counts, and what follows is not lost."""
    broken_off(tmp_path, report("ada"))
    index = tmp_path / FILE_NAME
    whole = index.read_bytes()
    broken_off(tmp_path, report("bob"))
    index.write_bytes(index.read_bytes()[: len(whole) + left])
    broken_off(tmp_path, report("cleo"))
    results = taken_up(tmp_path)
    for learner in ("ada", "cleo"):
        assert results.finished(learner, "ex01", "d1") is not None


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"{}\n", b'{"type":"report"}\n', b"[" * 5000])
def test_an_index_that_is_none_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    index = Index(tmp_path, {"ex01": "f"})
    assert index.find("ada", "ex01", "d1") is None
    index.begin()
    assert (tmp_path / FILE_NAME).read_bytes() == b""


def test_a_run_that_is_over_leaves_no_halves(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada"))
    (tmp_path / "ada/.ex01.json.4194399.new").touch()  # above the largest process number: nobody's
    with open_results(tmp_path) as results:
        results.take_up({"ex01": "f"})
        results.close(["ada", "nobody"])
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*")} == {
        *(FILE_NAME, "ada", "ada/ex01.json")
    }


def test_what_nobody_handed_in_is_no_finished_work(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada", submission=""))
    assert taken_up(tmp_path).finished("ada", "ex01", "") is None


def test_what_is_to_be_forgotten_is_forgotten_of_its_learner_alone(tmp_path: Path) -> None:
    broken_off(tmp_path, report("ada"), report("bob", submission="d2"))
    Results(tmp_path).take_up({"ex01": "f"}, forget={("ada", "ex01")})
    results = taken_up(tmp_path)
    assert results.finished("ada", "ex01", "d1") is None
    assert results.finished("bob", "ex01", "d2") == report("bob", submission="d2")
