"""Reports go in, scores come out; what people entered by hand survives."""

from dataclasses import astuple
from datetime import UTC, datetime, timedelta, timezone

import pytest

from autograder.errors import HostError, InternalError
from autograder.gradebook import Learner, Score, open_gradebook, recording


def scores(course):
    with open_gradebook(course) as book:
        return {(row.learner, row.exercise): (row.score, row.max_score) for row in book.scores()}


def record(course, *reports, **options):
    with open_gradebook(course) as book:
        return book.record(reports, **options)


@pytest.fixture
def by_hand(nbgrader):
    """Change a grade as a person does in nbgrader's formgrader."""

    def change(learner, exercise, test, **fields):
        gradebook = nbgrader()
        grade = gradebook.find_grade(test, exercise, exercise, learner)
        for name, value in fields.items():
            setattr(grade, name, value)
        gradebook.db.commit()

    return change


def test_new_gradebook_is_empty(course):
    with open_gradebook(course) as book:
        assert book.scores() == ()


def test_scores_are_those_of_the_reports(course, report):
    record(course, report("dana"), report("eli", test_a=0.0), report("dana", "ex02", points=(7.5,)))
    assert scores(course) == {
        ("dana", "ex01"): (5.0, 5.0),
        ("dana", "ex02"): (7.5, 7.5),
        ("eli", "ex01"): (3.0, 5.0),
    }


def test_rows_are_sorted_and_complete(course, report):
    record(course, report("eli"), report("dana", "ex02"), report("dana"))
    with open_gradebook(course) as book:
        rows = book.scores()
    assert [(row.learner, row.exercise) for row in rows] == [
        ("dana", "ex01"),
        ("dana", "ex02"),
        ("eli", "ex01"),
    ]
    assert rows[0] == Score(learner="dana", exercise="ex01", score=5.0, max_score=5.0)
    assert rows[0].status == "graded"


def test_recording_twice_changes_nothing(course, report, nbgrader):
    def everything():
        from nbgrader.api import Base

        gradebook = nbgrader()
        return {
            table.name: sorted(map(repr, gradebook.db.execute(table.select()).all()))
            for table in Base.metadata.sorted_tables
        }

    record(course, report("dana", test_a=0.0), report("eli"))
    before = everything()
    record(course, report("dana", test_a=0.0), report("eli"))
    assert everything() == before


def test_regrade_replaces_the_score(course, report):
    record(course, report(test_a=0.0))
    record(course, report(test_b=0.0))
    assert scores(course) == {("dana", "ex01"): (2.0, 5.0)}


def test_last_of_several_reports_for_one_learner_counts(course, report):
    record(course, report(test_a=0.0), report(test_a=0.0, test_b=0.0))
    assert scores(course) == {("dana", "ex01"): (0.0, 5.0)}


def test_manual_score_and_extra_credit_survive_a_regrade(course, report, by_hand):
    record(course, report(test_a=0.0))
    by_hand("dana", "ex01", "test_a", manual_score=1.5, needs_manual_grade=False)
    by_hand("dana", "ex01", "test_b", extra_credit=0.5)
    record(course, report(test_a=0.0))
    assert scores(course) == {("dana", "ex01"): (1.5 + 3.0 + 0.5, 5.0)}


def test_manual_score_is_to_be_reviewed_only_when_the_automatic_one_changed(course, report, by_hand):
    record(course, report(test_a=0.0))
    by_hand("dana", "ex01", "test_a", manual_score=1.5, needs_manual_grade=False)
    for result, review in ((0.0, False), (2.0, True)):
        record(course, report(test_a=result))
        with open_gradebook(course) as book:
            (row,) = book.scores()
        assert (row.score, row.needs_review) == (4.5, review)
    assert row.status == "review"


def test_points_of_a_test_change(course, report):
    record(course, report("dana"), report("eli"))
    record(course, report("dana", points=(4.0, 6.0)))
    assert scores(course) == {("dana", "ex01"): (10.0, 10.0), ("eli", "ex01"): (5.0, 10.0)}


def test_vanished_test_goes_with_its_scores(course, report):
    record(course, report("dana"), report("eli"), report("dana", "ex02"))
    assert record(course, report("dana", points=(2.0,))) == ()
    assert scores(course) == {
        ("dana", "ex01"): (2.0, 2.0),
        ("eli", "ex01"): (2.0, 2.0),
        ("dana", "ex02"): (5.0, 5.0),
    }


def test_marks_given_by_hand_that_go_with_their_test_are_remarked(course, report, by_hand):
    record(course, report("dana"), report("eli"))
    by_hand("eli", "ex01", "test_b", manual_score=1.0, extra_credit=0.25)
    assert record(course, report("dana", points=(2.0,))) == (
        "ex01: the test test_b is no longer in the suite, and with it went what a person gave eli for it: "
        "score 1, extra credit 0.25",
    )


def test_new_test_awaits_the_regrade_of_those_not_in_the_batch(course, report, nbgrader):
    record(course, report("dana", points=(2.0,)), report("eli", points=(2.0,)))
    record(course, report("dana"))
    with open_gradebook(course) as book:
        assert [(row.learner, row.score, row.needs_review) for row in book.scores()] == [
            ("dana", 5.0, False),
            ("eli", 2.0, True),
        ]
    assert nbgrader().find_grade("test_b", "ex01", "ex01", "eli").auto_score is None
    record(course, report("eli"))
    with open_gradebook(course) as book:
        assert [(row.score, row.needs_review) for row in book.scores()] == [(5.0, False)] * 2


@pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # by nbgrader itself
def test_cells_that_people_grade_are_left_alone(course, report, nbgrader, by_hand):
    record(course, report("dana"))
    gradebook = nbgrader()
    gradebook.add_grade_cell("essay", "ex01", "ex01", max_score=4, cell_type="markdown")
    gradebook.remove_submission("ex01", "dana")
    gradebook.add_submission("ex01", "dana")
    by_hand("dana", "ex01", "essay", manual_score=3.0, needs_manual_grade=False)
    record(course, report("dana", test_a=0.0))
    assert scores(course) == {("dana", "ex01"): (6.0, 9.0)}


def test_other_learners_and_exercises_are_left_alone(course, report):
    record(course, report("dana"), report("eli", test_a=0.0), report("dana", "ex02"))
    record(course, report("dana", test_a=0.0, test_b=0.0))
    assert scores(course) == {
        ("dana", "ex01"): (0.0, 5.0),
        ("dana", "ex02"): (5.0, 5.0),
        ("eli", "ex01"): (3.0, 5.0),
    }


def test_failure_in_the_middle_records_nothing(course, report):
    """One call is one transaction: the second exercise fails, so the first one keeps its old score too."""
    record(course, report("dana", test_a=0.0))
    poison = report("dana", "ex02", points=(1.0,), test_a=object())  # a score that no database takes
    with pytest.raises(HostError):
        record(course, report("dana"), poison)
    assert scores(course) == {("dana", "ex01"): (3.0, 5.0)}


def test_reports_of_different_suites_are_refused(course, report):
    with pytest.raises(InternalError, match="ex01: the reports of 'dana' and 'eli' come from different"):
        record(course, report("dana"), report("eli", points=(2.0, 4.0)))
    assert scores(course) == {}


@pytest.mark.parametrize(("learner", "points", "missing"), [("", (1.0,), "a learner"), ("dana", (), "tests")])
def test_report_that_is_no_grade_is_refused(course, report, learner, points, missing):
    """Recording a report without tests would remove the exercise's cells, and with them every score."""
    record(course, report("dana"))
    with pytest.raises(InternalError, match=f"ex01: a report without {missing} is no grade"):
        record(course, report(learner, points=points))
    assert scores(course) == {("dana", "ex01"): (5.0, 5.0)}


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE grade; --", "=cmd()", "名前", "a\nb", "a/b", "%s", "x" * 300, "\u202egpj"]
)
def test_any_name_is_kept_as_it_is(course, report, name):
    record(course, report(name), report("other"))
    record(course, report(name))
    assert sorted(scores(course)) == sorted([(name, "ex01"), ("other", "ex01")])


def test_name_that_is_not_utf8_is_kept_escaped(course, report):
    """Such a name comes from a folder's, which is bytes."""
    name = b"ren\xe9\0".decode("utf-8", "surrogateescape")
    record(course, report(name))
    record(course, report(name))
    assert list(scores(course)) == [("ren\\udce9\\x00", "ex01")]


def test_prepare_makes_exercises_and_learners(course, nbgrader):
    with open_gradebook(course) as book:
        book.prepare(
            [Learner(id="dana", first_name="Dana", last_name="Ng", email="d@x.org"), Learner(id="eli")]
        )
        book.prepare([Learner(id="dana", email="dana@x.org")])
    gradebook = nbgrader()
    assert [assignment.name for assignment in gradebook.assignments] == ["ex01", "ex02"]
    assert [notebook.name for notebook in gradebook.find_assignment("ex01").notebooks] == ["ex01"]
    dana, eli = gradebook.find_student("dana"), gradebook.find_student("eli")
    assert (dana.first_name, dana.last_name, dana.email) == ("Dana", "Ng", "dana@x.org")
    assert (eli.first_name, eli.last_name, eli.email) == (None, None, None)


def test_due_date_is_kept_in_utc_and_follows_the_course(course_with, nbgrader, report):
    due = datetime(2026, 11, 30, 23, 59, tzinfo=timezone(timedelta(hours=1)))
    with open_gradebook(course_with(due=due)) as book:
        book.prepare()
    assert nbgrader().find_assignment("ex01").duedate == datetime(2026, 11, 30, 22, 59)
    record(course_with(due=due + timedelta(days=1)), report())
    assert nbgrader().find_assignment("ex01").duedate == datetime(2026, 12, 1, 22, 59)
    record(course_with(due=None), report())
    assert nbgrader().find_assignment("ex01").duedate is None


def test_lateness_is_what_nbgrader_computes_from_it(course_with, nbgrader, report):
    course = course_with(due=datetime(2026, 1, 1, tzinfo=UTC))
    late = datetime(2026, 1, 1, 3, 0, tzinfo=timezone(timedelta(hours=2)))
    record(course, report(), submitted={("dana", "ex01"): late})
    submission = nbgrader().find_submission("ex01", "dana")
    assert submission.total_seconds_late == 3600
    record(course, report())  # says nothing about the time
    assert nbgrader().find_submission("ex01", "dana").timestamp == datetime(2026, 1, 1, 1, 0)
    record(course, report(), submitted={("dana", "ex01"): late - timedelta(hours=2)})
    assert nbgrader().find_submission("ex01", "dana").total_seconds_late == 0


def test_penalty_is_taken_off_and_never_below_zero(course, nbgrader, report):
    record(course, report("dana"), report("eli", test_a=0.0, test_b=0.0))
    gradebook = nbgrader()
    for learner in ("dana", "eli"):
        gradebook.find_submission_notebook("ex01", "ex01", learner).late_submission_penalty = 1.5
    gradebook.db.commit()
    record(course, report("dana"))
    with open_gradebook(course) as book:
        assert [astuple(row)[:5] for row in book.scores()] == [
            ("dana", "ex01", 3.5, 5.0, 1.5),
            ("eli", "ex01", 0.0, 5.0, 1.5),
        ]


def test_exercise_of_another_course_is_not_mixed_in(course_with, report):
    record(course_with(id="torch-2025"), report())
    with pytest.raises(HostError) as caught:
        record(course_with(id="torch-2026"), report("eli"))
    assert str(caught.value) == (
        "the gradebook holds ex01 of the course 'torch-2025', and nbgrader knows one assignment of a name; "
        "give each course its own gradebook (course.toml, [gradebook])"
    )
    assert scores(course_with(id="torch-2025")) == {("dana", "ex01"): (5.0, 5.0)}


def test_assignment_that_nbgrader_made_without_a_course_is_taken_over(course, report, nbgrader):
    from nbgrader.api import Gradebook

    with open_gradebook(course), Gradebook(course.gradebook_url) as gradebook:
        gradebook.add_assignment("ex01")
    record(course, report())
    assert nbgrader().find_assignment("ex01").course_id == "pytorch"


def test_a_class_is_entered_in_parts_as_in_one(course, report, monkeypatch, by_hand):
    """Parts of two learners: known, new, changed, those of other exercises, and a test that is new."""
    monkeypatch.setattr(recording, "AT_ONCE", 2)
    names = [f"learner{number}" for number in range(7)]
    record(course, *(report(name) for name in names), report("learner0", "ex02"))
    by_hand("learner1", "ex01", "test_b", manual_score=0.5)
    record(course, *(report(name, points=(2.0, 3.0, 4.0), test_b=0.0) for name in [*names[:5], "new"]))
    changed = dict.fromkeys([*names[:5], "new"], 6.0) | {"learner1": 6.5} | dict.fromkeys(names[5:], 5.0)
    found = scores(course)
    assert found.pop(("learner0", "ex02")) == (5.0, 5.0)
    assert found == {(name, "ex01"): (score, 9.0) for name, score in changed.items()}
    with open_gradebook(course) as book:
        marks = book.marks("ex01")
        review = {row.learner for row in book.scores() if row.needs_review}
    assert len(marks) == 8 and review == {"learner1", "learner5", "learner6"}


def test_number_of_statements_does_not_grow_with_the_class(course, report):
    from sqlalchemy import event

    counts = []
    for size in (5, 50):
        statements = []
        with open_gradebook(course) as book:
            event.listen(book._engine, "before_cursor_execute", lambda *args, into=statements: into.append(1))
            book.record([report(f"learner{i}{size}", points=(1.0,) * 8) for i in range(size)])
            book.record([report(f"learner{i}{size}", points=(1.0,) * 8, test_a=0.0) for i in range(size)])
            book.scores()
        counts.append(len(statements))
    assert counts[1] <= counts[0]
