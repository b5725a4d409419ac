"""course.toml: what it gives, and what each mistake in it says."""

from __future__ import annotations

import os
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.course import Course, Late, Limits, find_course, load
from autograder.errors import CourseError, UsageError

HEAD = """\
[course]
id = "demo"
title = "A demo"
"""
FIRST = """
[[exercises]]
id = "ex03"
title = "Tensor operations"
module = "ex03_tensor_ops"
points = 10
"""
SECOND = """
[[exercises]]
id = "ex13"
title = "The training loop"
module = "ex13_training"
points = 7.5
"""
THIRD = """
[[exercises]]
id = "ex14"
title = "The CUDA training loop"
module = "ex14_cuda"
points = 10
"""
SMALL = HEAD + FIRST


def course(folder: Path, text: str | bytes, check_files: bool = False) -> Course:
    """Load a course.toml with that text."""
    path = folder / "course.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load(path, check_files=check_files)


def mistake(folder: Path, text: str | bytes, check_files: bool = False) -> str:
    """Return what loading a course.toml with that text complains about."""
    with pytest.raises(CourseError) as caught:
        course(folder, text, check_files)
    return str(caught.value)


# What a good file gives


def test_a_small_file_gives_defaults(tmp_path: Path) -> None:
    loaded = course(tmp_path, SMALL)
    assert (loaded.root, loaded.id, loaded.title) == (tmp_path, "demo", "A demo")
    assert loaded.limits == Limits()
    assert loaded.gradebook_url == f"sqlite:///{tmp_path}/gradebook.db"
    assert loaded.full_data is None
    assert loaded.secret_file == tmp_path / ".torchgrade" / "secret"
    (only,) = loaded.exercises
    assert (only.id, only.title, only.module) == ("ex03", "Tensor operations", "ex03_tensor_ops")
    assert (only.points, only.preload, only.due, only.tolerates) == (10.0, (), None, {})


def test_an_exercise_knows_its_files(tmp_path: Path) -> None:
    (only,) = course(tmp_path, SMALL).exercises
    assert only.stub == tmp_path / "exercises/ex03_tensor_ops.py"
    assert only.solution == tmp_path / "solutions/ex03_tensor_ops.py"
    assert only.suite == tmp_path / "grader_tests/test_ex03_tensor_ops.py"
    assert only.hints == tmp_path / "exercises/hints/ex03.md"
    assert only.alternatives == tmp_path / "grader_tests/alternatives/ex03"
    assert only.misconceptions == tmp_path / "grader_tests/misconceptions/ex03"


def test_every_key_is_read(tmp_path: Path) -> None:
    extra = (
        'preload = ["torchvision", "matplotlib.pyplot"]\nisolate = false\ndue = 2026-11-30T23:59:00+01:00\n'
    )
    tables = '[data]\nfull = "data/full"\n[grading]\nsecret_file = "/keys/secret"\n'
    tables += "[late]\npercent_a_day = 10\nmost_percent = 50\ngrace_minutes = 15\nfree_days = 3\n"
    loaded = course(tmp_path, HEAD + tables + FIRST + extra + 'tolerates.zeros = "the bias starts at 0"\n')
    (only,) = loaded.exercises
    assert loaded.full_data == tmp_path / "data/full"
    assert loaded.secret_file == Path("/keys/secret")
    assert loaded.late == Late(percent_a_day=10, most_percent=50, grace_minutes=15, free_days=3)
    assert only.preload == ("torchvision", "matplotlib.pyplot") and not only.isolate
    assert only.due == datetime(2026, 11, 30, 23, 59, tzinfo=timezone(timedelta(hours=1)))
    assert only.tolerates == {"zeros": "the bias starts at 0"}


def test_limits_of_an_exercise_stand_on_top_of_the_course_s(tmp_path: Path) -> None:
    """A limit that the exercise does not name is the course's, not the default."""
    limits = "[limits]\nmemory_mb = 999\nseconds = 20\n"
    assert Limits().gpus == 1
    loaded = course(tmp_path, HEAD + limits + FIRST + SECOND + "limits = { seconds = 60, gpus = 0.25 }\n")
    plain, own = loaded.exercises
    assert plain.limits == loaded.limits == Limits(memory_mb=999, seconds=20)
    assert own.limits == Limits(memory_mb=999, seconds=60, gpus=0.25)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:///grades/all.db", "sqlite:///{root}/grades/all.db"),
        ("sqlite:////srv/grades.db", "sqlite:////srv/grades.db"),
        ("sqlite+pysqlite:///a.db?timeout=5", "sqlite+pysqlite:///{root}/a.db?timeout=5"),
        ("postgresql+psycopg://me:word@db/grades", "postgresql+psycopg://me:word@db/grades"),
    ],
)
def test_a_relative_sqlite_path_is_relative_to_the_course(tmp_path: Path, written: str, meant: str) -> None:
    loaded = course(tmp_path, f'{HEAD}[gradebook]\nurl = "{written}"\n{FIRST}')
    assert loaded.gradebook_url == meant.format(root=tmp_path)


@pytest.mark.parametrize("text", [b"\xef\xbb\xbf" + SMALL.encode(), SMALL.replace("\n", "\r\n").encode()])
def test_files_as_windows_editors_save_them_are_read(tmp_path: Path, text: bytes) -> None:
    assert course(tmp_path, text).title == "A demo"


def test_a_course_is_frozen(tmp_path: Path) -> None:
    loaded = course(tmp_path, SMALL)
    with pytest.raises(AttributeError):
        loaded.exercises[0].points = 11  # type: ignore[misc]


def test_the_course_of_this_repository_is_sound(repository: Path) -> None:
    loaded = load(repository / "course.toml")
    assert len(loaded.exercises) >= 5


# What a mistake says

NO_KEY = "is no key of course.toml"
TABLE_OF_MISTAKES = {
    # the file as such
    "empty": ("", "is empty; it needs a [course] table and at least one [[exercises]] table"),
    "blank": (" \n\n", "is empty; it needs a [course] table and at least one [[exercises]] table"),
    "latin 1": (
        HEAD.encode() + b'x = "\xe9"',
        "line 4: is not UTF-8 text; save the file with the encoding UTF-8",
    ),
    "syntax": (
        HEAD + "points = ,\n",
        "line 4: is no valid TOML: Invalid value, in `points = ,`; correct this line",
    ),
    "syntax at the end": (
        HEAD + '[gradebook]\nurl = """sqlite',
        'line 5: is no valid TOML: Unterminated string, in `url = """sqlite`; correct this line',
    ),
    "key twice": (
        HEAD + 'title = "B"\n',
        'line 4: is no valid TOML: Cannot overwrite a value, in `title = "B"`; correct this line',
    ),
    "no such day": (
        SMALL + "due = 2026-02-30T10:00:00Z\n",
        "line 10: is no valid TOML: Invalid date or datetime, in `due = 2026-02-30T10:00:00Z`; correct this line",
    ),
    "deeply nested": (
        "a = " + "[" * 5000,
        "is nested too deeply; lists and tables here need three levels at most",
    ),
    "endless number": (SMALL + "due = " + "1" * 5000, "holds a number of thousands of digits; shorten it"),
    # keys
    "no course": (FIRST, 'course: is missing; add [course] with id = "pytorch" and title = "PyTorch"'),
    "no title": ('[course]\nid = "demo"\n' + FIRST, 'course.title: is missing; add title = "PyTorch"'),
    "no exercises": (HEAD, "exercises: is missing; add [[exercises]] with id, title, module and points"),
    "empty exercises": (
        "exercises = []\n" + HEAD,
        "exercises: the course has none; add [[exercises]] with id, title, module and points",
    ),
    "no points": (
        HEAD + FIRST.replace("points = 10\n", ""),
        "exercises.ex03.points: is missing; add points = 10",
    ),
    "no id": (HEAD + FIRST.replace('id = "ex03"\n', ""), 'exercises[#1].id: is missing; add id = "ex03"'),
    "like key": (
        SMALL.replace("points", "pionts"),
        f"exercises.ex03.pionts: {NO_KEY}; did you mean points?",
    ),
    "like table": (SMALL.replace("exercises", "exercise"), f"exercise: {NO_KEY}; did you mean exercises?"),
    "key of the limits": (
        SMALL + "seconds = 60\n",
        f"exercises.ex03.seconds: {NO_KEY}; did you mean limits.seconds?",
    ),
    "key outside its table": ('url = "x"\n' + SMALL, f"url: {NO_KEY}; did you mean gradebook.url?"),
    "strange key": (
        SMALL + "colour = 1\n",
        f"exercises.ex03.colour: {NO_KEY}; the keys here are id, title, module, points, preload, isolate, due, limits, "
        "tolerates",
    ),
    "strange limit": (
        SMALL + "limits.time = 1\n",
        f"exercises.ex03.limits.time: {NO_KEY}; the keys here are "
        "seconds, submission_seconds, memory_mb, output_kb, processes, file_mb, scratch_mb, reply_mb, gpus",
    ),
    "key with a line break": (
        SMALL + '"a\\nb" = 1\n',
        f"exercises.ex03.a\\nb: {NO_KEY}; the keys here are id, title, module, points, preload, isolate, due, limits, "
        "tolerates",
    ),
    # types
    "points in quotes": (
        SMALL.replace("10", '"10"'),
        "exercises.ex03.points: must be a number, not text in quotes; write for example points = 10",
    ),
    "points true": (
        SMALL.replace("10", "true"),
        "exercises.ex03.points: must be a number, not true or false; write for example points = 10",
    ),
    "title a number": (
        SMALL.replace('"A demo"', "3"),
        'course.title: must be text in quotes, not a whole number; write for example title = "PyTorch"',
    ),
    "id a number": (
        SMALL.replace('"ex03"', "3"),
        'exercises[#1].id: must be text in quotes, not a whole number; write for example id = "ex03"',
    ),
    "half a megabyte": (
        SMALL + "limits.memory_mb = 0.5\n",
        "exercises.ex03.limits.memory_mb: must be a whole number, not a number; write for example "
        "memory_mb = 2048",
    ),
    "limit in quotes": (
        HEAD + '[limits]\nseconds = "1"\n' + FIRST,
        "limits.seconds: must be a number, not text in quotes; write for example seconds = 10",
    ),
    "preload as text": (
        SMALL + 'preload = "torchvision"\n',
        'exercises.ex03.preload: must be a list, not text in quotes; write for example preload = ["torchvision"]',
    ),
    "preload of numbers": (
        SMALL + "preload = [1]\n",
        "exercises.ex03.preload: must be text in quotes, not a whole number; write for example "
        'preload = ["torchvision"]',
    ),
    "one exercise": (
        HEAD + FIRST.replace("[[exercises]]", "[exercises]"),
        "exercises: must be a list, not a table; write for example [[exercises]] with id, title, module and points",
    ),
    "exercises of text": (
        'exercises = ["ex03"]\n' + HEAD,
        "exercises[#1]: must be a table, not text in quotes; write for example [[exercises]] with id, title, "
        "module and points",
    ),
    "folder a number": (
        HEAD + "[data]\nfull = 1\n" + FIRST,
        'data.full: must be text in quotes, not a whole number; write for example full = "data/FashionMNIST"',
    ),
    "reason missing": (
        SMALL + "tolerates.zeros = true\n",
        "exercises.ex03.tolerates: must be text in quotes, not true or false; write for example "
        'tolerates.zeros = "why zeros may score here"',
    ),
    # values
    "course id": (
        SMALL.replace('"demo"', '"my course"'),
        'course.id: "my course" must be letters, digits, -, _ and . only',
    ),
    "empty title": (
        SMALL.replace('"A demo"', '" "'),
        'course.title: is empty; write for example title = "PyTorch"',
    ),
    "title of two lines": (
        SMALL.replace("Tensor operations", "Tensor\\noperations"),
        "exercises.ex03.title: holds a line break or another control character; write one line of plain text",
    ),
    "three digits": (
        SMALL.replace("ex03", "ex003"),
        'exercises[#1].id: "ex003" is no exercise id; write ex and two digits, such as "ex03"',
    ),
    "same id": (
        SMALL + SECOND + FIRST,
        'exercises[#3].id: "ex03" is already the id of exercises[#1]; give each exercise its own',
    ),
    "same module": (
        SMALL + SECOND.replace("ex13_training", "ex03_tensor_ops"),
        'exercises.ex13.module: "ex03_tensor_ops" must begin with the exercise\'s id, such as "ex13_tensor_ops"',
    ),
    "module without a name": (
        SMALL.replace("ex03_tensor_ops", "ex03_"),
        'exercises.ex03.module: "ex03_" must begin with the exercise\'s id, such as "ex03_tensor_ops"',
    ),
    "module with a hyphen": (
        SMALL.replace("ex03_tensor_ops", "ex03-tensors"),
        'exercises.ex03.module: "ex03-tensors" is no module name; use letters, digits and _, such as '
        '"ex03_tensor_ops"',
    ),
    "module with an accent": (
        SMALL.replace("ex03_tensor_ops", "ex03_tenseur_é"),
        'exercises.ex03.module: "ex03_tenseur_é" is no module name; use letters, digits and _, such as '
        '"ex03_tensor_ops"',
    ),
    "module with an ending": (
        SMALL.replace("ex03_tensor_ops", "ex03_tensors.py"),
        'exercises.ex03.module: "ex03_tensors.py" is a path; write the bare name of the module, such as '
        '"ex03_tensor_ops"',
    ),
    "module elsewhere": (
        SMALL.replace("ex03_tensor_ops", "ex03_/../../secret"),
        'exercises.ex03.module: "ex03_/../../secret" is a path; write the bare name of the module, such as '
        '"ex03_tensor_ops"',
    ),
    "no points at all": (
        SMALL.replace("10", "0"),
        "exercises.ex03.points: 0 is not a positive number; write for example points = 10",
    ),
    "points below zero": (
        SMALL.replace("10", "-2.5"),
        "exercises.ex03.points: -2.5 is not a positive number; write for example points = 10",
    ),
    "endless points": (
        SMALL.replace("10", "inf"),
        "exercises.ex03.points: inf is not a positive number; write for example points = 10",
    ),
    "points that are none": (
        SMALL.replace("10", "nan"),
        "exercises.ex03.points: nan is not a positive number; write for example points = 10",
    ),
    "no time": (
        HEAD + "[limits]\nseconds = 0\n" + FIRST,
        "limits.seconds: 0 is not a positive number; write for example seconds = 10",
    ),
    "negative memory": (
        SMALL + "limits.memory_mb = -1\n",
        "exercises.ex03.limits.memory_mb: -1 is not a positive number; write for example memory_mb = 2048",
    ),
    "time that is none": (
        SMALL + "limits.seconds = nan\n",
        "exercises.ex03.limits.seconds: nan is not a positive number; write for example seconds = 10",
    ),
    "memory in bytes": (
        SMALL + "limits.memory_mb = 2147483648\n",
        "exercises.ex03.limits.memory_mb: 2147483648 is more than 1000000; write for example memory_mb = 2048",
    ),
    "a little too much": (
        SMALL + "limits.processes = 1000001\n",
        "exercises.ex03.limits.processes: 1000001 is more than 1000000; write for example processes = 64",
    ),
    "a GPU and a half": (
        SMALL + "limits.gpus = 1.5\n",
        "exercises.ex03.limits.gpus: 1.5 is neither a part of a GPU (0.01 to 1) nor a whole number of them; "
        "write for example gpus = 0.25",
    ),
    "next to no GPU": (
        SMALL + "limits.gpus = 0.001\n",
        "exercises.ex03.limits.gpus: 0.001 is neither a part of a GPU (0.01 to 1) nor a whole number of them; "
        "write for example gpus = 0.25",
    ),
    "a test longer than all": (
        SMALL + "limits.seconds = 150\n",
        "exercises.ex03.limits.submission_seconds: 120 for all tests together is less than seconds = 150 for one "
        "of them; raise it",
    ),
    "preload of a path": (
        SMALL + 'preload = ["../torch"]\n',
        'exercises.ex03.preload: "../torch" is no module name; write names such as "torchvision"',
    ),
    "preload of a keyword": (
        SMALL + 'preload = ["torch.import"]\n',
        'exercises.ex03.preload: "torch.import" is no module name; write names such as "torchvision"',
    ),
    "tolerated without a reason": (
        SMALL + 'tolerates.zeros = ""\n',
        "exercises.ex03.tolerates.zeros: is empty; write for example "
        'tolerates.zeros = "why zeros may score here"',
    ),
    # dates
    "date as text": (
        SMALL + 'due = "next Friday"\n',
        "exercises.ex03.due: is no date with a time; write for example due = 2026-11-30T23:59:00+01:00",
    ),
    "day without a time": (
        SMALL + "due = 2026-11-30\n",
        "exercises.ex03.due: must be a date with a time, not a date; write for example "
        "due = 2026-11-30T23:59:00+01:00",
    ),
    "time without a zone": (
        SMALL + "due = 2026-11-30T23:59:00\n",
        "exercises.ex03.due: 2026-11-30T23:59:00 has no time zone; write for example 2026-11-30T23:59:00+01:00 or "
        "2026-11-30T23:59:00Z",
    ),
    # the gradebook
    "a path for a URL": (
        HEAD + '[gradebook]\nurl = "gradebook.db"\n' + FIRST,
        'gradebook.url: is no database URL; write for example "sqlite:///gradebook.db" or '
        '"postgresql://user@host/grades"',
    ),
    "two slashes": (
        HEAD + '[gradebook]\nurl = "sqlite://gradebook.db"\n' + FIRST,
        'gradebook.url: "sqlite://gradebook.db" lacks a slash; write "sqlite:///gradebook.db"',
    ),
    "no file": (
        HEAD + '[gradebook]\nurl = "sqlite:///"\n' + FIRST,
        'gradebook.url: "sqlite:///" names no file to keep grades in; write for example '
        '"sqlite:///gradebook.db" or "postgresql://user@host/grades"',
    ),
    "grades in memory": (
        HEAD + '[gradebook]\nurl = "sqlite:///:memory:"\n' + FIRST,
        'gradebook.url: "sqlite:///:memory:" names no file to keep grades in; write for example '
        '"sqlite:///gradebook.db" or "postgresql://user@host/grades"',
    ),
    "a password in a bad URL": (
        HEAD + '[gradebook]\nurl = "postgresql://me:pass word@db/grades"\n' + FIRST,
        "gradebook.url: postgresql:// is followed by no usable address; write for example "
        '"sqlite:///gradebook.db" or "postgresql://user@host/grades"',
    ),
    "empty secret": (
        HEAD + '[grading]\nsecret_file = ""\n' + FIRST,
        'grading.secret_file: is empty; write for example secret_file = ".torchgrade/secret"',
    ),
    "empty data": (
        HEAD + '[data]\nfull = ""\n' + FIRST,
        'data.full: is empty; write for example full = "data/FashionMNIST"',
    ),
}


@pytest.mark.parametrize(("text", "said"), TABLE_OF_MISTAKES.values(), ids=TABLE_OF_MISTAKES.keys())
def test_a_mistake_is_told_in_one_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    """File, key, what is wrong, how to mend it."""
    assert mistake(tmp_path, text) == f"course.toml: {said}"


def test_a_value_of_a_thousand_lines_gives_one_short_line(tmp_path: Path) -> None:
    said = mistake(tmp_path, SMALL.replace('"ex03"', '"""' + "long\n" * 1000 + '"""'))
    assert "\n" not in said
    assert len(said) < 300


def test_a_key_without_end_gives_a_line_with_an_end(tmp_path: Path) -> None:
    assert len(mistake(tmp_path, SMALL + f'tolerates.{"a" * 5000} = ""\n')) < 500


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as caught:
        load(tmp_path / "course.toml")
    assert str(caught.value) == f"course.toml: there is no such file in {tmp_path}; check the path"


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "course.toml").mkdir()
    with pytest.raises(CourseError) as caught:
        load(tmp_path / "course.toml")
    assert str(caught.value) == "course.toml: is a folder; put a file of that name in its place"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A link to itself: permissions would not keep root out."""
    (tmp_path / "course.toml").symlink_to("course.toml")
    with pytest.raises(CourseError) as caught:
        load(tmp_path / "course.toml")
    reason = os.strerror(40)  # ELOOP
    assert str(caught.value) == f"course.toml: cannot be read ({reason}); check the file and its permissions"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, len(SMALL + SECOND)),
    length=st.integers(0, 30),
    put=st.one_of(
        st.text(max_size=8), st.sampled_from(["[", "]]", '"', "=", "1e9", "-", "{}", "true", "nan"])
    ),
)
def test_whatever_is_mistyped_gives_a_course_or_one_line(
    tmp_path: Path, start: int, length: int, put: str
) -> None:
    """No other exception, whatever part of the file is replaced by whatever else."""
    text = SMALL + SECOND
    changed = (text[:start] + put + text[start + length :]).encode("utf-8", "surrogatepass")
    try:
        course(tmp_path, changed)
    except CourseError as error:
        assert str(error).startswith("course.toml: ")
        assert str(error).isprintable()


# Files that the course names


def files_of_the_small_course(folder: Path) -> dict[str, Path]:
    """Write empty files for the only exercise of SMALL."""
    (only,) = course(folder, SMALL).exercises
    files = {"stub": only.stub, "solution": only.solution, "suite": only.suite, "hints": only.hints}
    for file in files.values():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return files


def test_all_files_present(tmp_path: Path) -> None:
    files_of_the_small_course(tmp_path)
    assert course(tmp_path, SMALL, check_files=True).id == "demo"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (
            "solution",
            "the solution solutions/ex03_tensor_ops.py is missing; write it, or correct the name of the module",
        ),
        (
            "suite",
            "the suite grader_tests/test_ex03_tensor_ops.py is missing; write it, or correct the name of the module",
        ),
        ("hints", "the file of hints exercises/hints/ex03.md is missing; write a section for each function"),
    ],
)
def test_a_file_that_is_missing(tmp_path: Path, what: str, said: str) -> None:
    files_of_the_small_course(tmp_path)[what].unlink()
    assert mistake(tmp_path, SMALL, check_files=True) == f"course.toml: exercises.ex03.module: {said}"


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    solution = files_of_the_small_course(tmp_path)["solution"]
    solution.unlink()
    solution.mkdir()
    assert mistake(tmp_path, SMALL, check_files=True) == (
        "course.toml: exercises.ex03.module: the solution solutions/ex03_tensor_ops.py is a folder; "
        "put the file in its place"
    )


def test_a_stub_that_a_learner_has_deleted_breaks_no_course(tmp_path: Path) -> None:
    files_of_the_small_course(tmp_path)["stub"].unlink()
    assert course(tmp_path, SMALL, check_files=True).id == "demo"


# Which exercise is meant


@pytest.mark.parametrize(
    "name",
    [
        "ex03",
        "EX03",
        " ex03 ",
        "3",
        "03",
        "ex3",
        "ex03_tensor_ops",
        "ex03_tensor_ops.py",
        "exercises/ex03_tensor_ops.py",
        "/home/ada/exercises/ex03_tensor_ops.py",
        "exercises\\ex03_tensor_ops.py",
        "grader_tests/test_ex03_tensor_ops.py",
        "exercises/hints/ex03.md",
        "tensor_ops",
        "tensor operations",
        "OPERATIONS",
        "ex_03",
        "ex-3",
        "exercise 3",
    ],
)
def test_names_that_mean_ex03(tmp_path: Path, name: str) -> None:
    assert course(tmp_path, SMALL + SECOND).exercise(name).id == "ex03"


def test_a_whole_module_name_wins_over_parts(tmp_path: Path) -> None:
    longer = SECOND.replace("ex13", "ex04").replace("The training loop", "After ex03_tensor_ops")
    assert course(tmp_path, SMALL + longer).exercise("ex03_tensor_ops").id == "ex03"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("9", 'there is no exercise "9"; this course has ex03, ex13, ex14'),
        ("ex1", 'there is no exercise "ex1"; this course has ex03, ex13, ex14'),
        ("", 'there is no exercise ""; this course has ex03, ex13, ex14'),
        (
            "ex03_foundations.py",
            'there is no exercise "ex03_foundations.py"; did you mean ex03 (Tensor operations)?',
        ),
        ("/etc/trainig", 'there is no exercise "/etc/trainig"; this course has ex03, ex13, ex14'),
        ("zzz", 'there is no exercise "zzz"; this course has ex03, ex13, ex14'),
        ("a\x1b[2J\nb", 'there is no exercise "a\\x1b[2J\\nb"; this course has ex03, ex13, ex14'),
        ("tensr_ops", 'there is no exercise "tensr_ops"; did you mean ex03 (Tensor operations)?'),
        (
            "ex03_tensorops.py",
            'there is no exercise "ex03_tensorops.py"; did you mean ex03 (Tensor operations)?',
        ),
        (
            "trainig",
            'there is no exercise "trainig"; did you mean ex13 (The training loop) or ex14 (The CUDA training loop)?',
        ),
        (
            "loop",
            '"loop" fits several exercises: ex13 (The training loop) or ex14 (The CUDA training loop); '
            "give the id of one",
        ),
    ],
)
def test_names_that_mean_none_or_several(tmp_path: Path, name: str, said: str) -> None:
    loaded = course(tmp_path, SMALL + SECOND + THIRD)
    with pytest.raises(UsageError) as caught:
        loaded.exercise(name)
    assert str(caught.value) == said


def test_exercises_in_a_row_are_told_by_their_ends(tmp_path: Path) -> None:
    fourth = SECOND.replace("ex13", "ex06").replace("loop", "fourth")
    row = SMALL + SECOND.replace("ex13", "ex04") + THIRD.replace("ex14", "ex05") + fourth
    with pytest.raises(UsageError, match=r"this course has ex03 to ex06$"):
        course(tmp_path, row).exercise("ex99")


# Where the course is


def test_the_nearest_course_above_is_found(tmp_path: Path) -> None:
    deep = tmp_path / "exercises" / "hints"
    deep.mkdir(parents=True)
    (tmp_path / "course.toml").touch()
    assert find_course(deep) == find_course(tmp_path) == tmp_path / "course.toml"


def test_the_current_folder_is_where_the_search_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "course.toml").touch()
    monkeypatch.chdir(tmp_path)
    assert find_course() == tmp_path / "course.toml"


@pytest.mark.parametrize("named", ["mine", "mine/course.toml"])
def test_the_environment_names_a_course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """Its folder or its file."""
    mine, elsewhere = tmp_path / "mine", tmp_path / "elsewhere"
    mine.mkdir()
    elsewhere.mkdir()
    (mine / "course.toml").touch()
    monkeypatch.setenv("TORCHGRADE_COURSE", str(tmp_path / named))
    assert find_course(elsewhere) == mine / "course.toml"


def test_a_course_here_comes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "course.toml").touch()
    monkeypatch.setenv("TORCHGRADE_COURSE", "/nowhere")
    assert find_course(tmp_path) == tmp_path / "course.toml"


def test_no_course_anywhere(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        find_course(tmp_path)
    assert str(caught.value) == (
        f"there is no course.toml in {tmp_path} or above it; change to the course's folder with cd, or set TORCHGRADE_COURSE to it"
    )


def test_a_wrong_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCHGRADE_COURSE", "/nowhere")
    with pytest.raises(UsageError) as caught:
        find_course(tmp_path)
    assert str(caught.value) == (
        'TORCHGRADE_COURSE is "/nowhere", and there is no course.toml; set it to the folder of the course'
    )
