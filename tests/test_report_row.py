"""A row says what its report says of scores, holds none of its texts, and shares what is equal."""

from __future__ import annotations

import msgspec

from autograder.report import Report, Status, TestResult
from autograder.report_row import ReportRow, Rows


def report(learner: str, *scores: float) -> Report:
    tests = tuple(
        TestResult(
            id=f"t{number}",
            title="a title",
            public=True,
            points=2.0,
            score=score,
            status=Status.PASSED if score else Status.FAILED,
            message="a message",
            figures={"accuracy": score / 2},
        )
        for number, score in enumerate(scores)
    )
    return Report(
        exercise="ex01",
        learner=learner,
        score=sum(scores),
        max_score=2.0 * len(scores),
        tests=tests,
        submission="digest",
        tampering={"sign": 1} if not sum(scores) else {},
        seconds=0.5,
    )


def test_a_row_says_what_its_report_says() -> None:
    for one in (report("ada", 2.0, 2.0), report("bob", 2.0, 0.0), report("cleo", 0.0, 0.0), report("dan")):
        row = Rows().of(one)
        for name in set(ReportRow.__struct_fields__) - {"tests"} | {"full_marks"}:
            assert getattr(row, name) == getattr(one, name), name
        assert [(test.id, test.points, test.score) for test in row.tests] == [
            (test.id, test.points, test.score) for test in one.tests
        ]


def test_a_row_holds_no_texts() -> None:
    written = msgspec.json.encode(Rows().of(report("ada", 2.0, 0.0)))
    assert b"a message" not in written and b"a title" not in written


def test_rows_of_a_class_share_what_is_equal() -> None:
    rows = Rows()
    read = (msgspec.json.decode(msgspec.json.encode(report(name, 2.0, 0.0)), type=Report) for name in "abc")
    a, b, c = map(rows.of, read)
    assert a.tests is b.tests is c.tests and a.exercise is b.exercise and a.tampering is b.tampering
    other = rows.of(report("d", 0.0, 0.0))
    assert other.tests is not a.tests and other.tests[1] is a.tests[1]
