"""Whatever a submission does costs its own tests, and the report says why."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from typing import ClassVar

import pytest

from autograder import report as reports
from autograder.course import Course, Exercise, load
from autograder.errors import HostError, InternalError
from autograder.grading.files import SubmissionFiles, UnreadableSubmission
from autograder.grading.session import Grader
from autograder.report import Report, Status
from autograder.worker.backends import ZygoteBackend
from autograder.worker.client import Worker
from autograder.worker.settings import WorkerLimits
from tests.tiny import SOLUTION, make_course

from .conftest import Grade


def statuses(report: Report) -> list[Status]:
    return [test.status for test in report.tests]


def messages(report: Report) -> list[str]:
    return [test.message for test in report.tests]


def test_a_right_solution_gets_full_marks(grade: Grade) -> None:
    report = grade(SOLUTION)
    assert (report.score, report.max_score, report.full_marks) == (4, 4, True)


def test_the_stub_is_not_started(grade: Grade) -> None:
    report = grade("def double(x):\n    raise NotImplementedError('double is not written yet')\n")
    assert (report.score, set(statuses(report))) == (0, {Status.NOT_STARTED})
    assert set(messages(report)) == {"double is not written yet"}


def test_a_wrong_result_fails_and_a_hidden_test_shows_no_numbers(grade: Grade) -> None:
    report = grade("def double(x):\n    return x * 3\n")
    assert set(statuses(report)) == {Status.FAILED}
    public, hidden = report.tests[1], report.tests[2]
    assert "expected" in public.message and "(2, 3)" in public.message
    assert hidden.message.startswith("double(...): all values are wrong.")
    assert not any(character.isdigit() for character in hidden.message)
    assert "(100, 30)" in hidden.details


def test_an_exception_names_the_line(grade: Grade) -> None:
    report = grade("def double(x):\n    return x.nonsense\n")
    assert set(statuses(report)) == {Status.ERROR}
    assert messages(report)[0] == (
        "double(3) raised AttributeError in line 2 of ex01_double.py\n"
        "    return x.nonsense\n"
        "'int' object has no attribute 'nonsense'"
    )
    assert messages(report)[2] == (
        "double(...) raised AttributeError in line 2 of ex01_double.py\n"
        "    return x.nonsense\n"
        "Call it with small inputs of your own to see the whole message."
    )


def test_an_exception_of_a_hidden_test_does_not_show_the_drawn_input(grade: Grade) -> None:
    report = grade("def double(x):\n    raise ValueError(f'the input was {x}')\n")
    assert "the input was tensor" in messages(report)[1]
    assert "the input was tensor" not in messages(report)[2]
    assert "the input was tensor" in report.tests[2].details


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def double(x) return x\n", "ex01_double.py cannot be imported: it raised SyntaxError in line 1"),
        ("import nonsense\n", "ex01_double.py cannot be imported: it raised ModuleNotFoundError in line 1"),
        ("1 / 0\n", "ex01_double.py cannot be imported: it raised ZeroDivisionError in line 1"),
        ("exit()\n", "ex01_double.py cannot be imported: it raised SystemExit in line 1"),
        ("def twice(x): return x\n", "ex01_double.py has no `double`. Was it renamed or deleted?"),
        ("def double(): return 1\n", "takes 0 positional arguments but 1 was given"),
        ("def double(x): return input()\n", "input() does not work here"),
        ("def double(x): exit()\n", "Do not call exit() or quit()"),
        ("def double(x): return double(x)\n", "A function calls itself without end"),
        ("\0", "holds null bytes"),
    ],
)
def test_code_that_cannot_run_says_why(grade: Grade, source: str, message: str) -> None:
    report = grade(source)
    assert (report.score, set(statuses(report))) == (0, {Status.ERROR})
    assert message in messages(report)[0]


def test_sources_that_are_not_utf8_say_so(grader: Grader, exercise: Exercise) -> None:
    report = grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", b"#\n#\n# caf\xe9\n"))
    assert set(statuses(report)) == {Status.ERROR}
    assert messages(report)[0] == "ex01_double.py is not UTF-8 text (line 3); save it again as UTF-8"


def test_sources_that_declare_another_encoding_are_fine(grader: Grader, exercise: Exercise) -> None:
    source = b"# -*- coding: latin-1 -*-\n# caf\xe9\ndef double(x):\n    return 2 * x\n"
    assert grader.grade(exercise, SubmissionFiles.of_source("ex01_double.py", source)).full_marks


@pytest.mark.parametrize(
    "encoding", ["undefined", "punycode", "unicode_escape", "utf-7", "zlib", "none-such"]
)
def test_sources_in_an_encoding_that_no_editor_writes_are_not_decoded(grade: Grade, encoding: str) -> None:
    """Some raise errors that are no decoding errors, some take minutes, some make code of a comment."""
    report = grade(f"# -*- coding: {encoding} -*-\n{SOLUTION}")
    assert set(statuses(report)) == {Status.ERROR}
    assert "save it" in messages(report)[0] and "as UTF-8" in messages(report)[0]


def test_sources_of_unlikely_length_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "ex01_double.py"
    path.write_bytes(b"#" * (256 << 10))
    assert len(SubmissionFiles.read(path).source) == 256 << 10
    path.write_bytes(b"#" * ((256 << 10) + 1))
    with pytest.raises(UnreadableSubmission, match=r"larger than 256 KB\. Hand in the exercise alone"):
        SubmissionFiles.read(path)


@pytest.mark.parametrize(
    "codec", ["utf8", "latin-1", "cp1252", "iso-8859-15", "koi8-r", "shift-jis", "gbk", "big5"]
)
def test_usual_encodings_are_read(codec: str) -> None:
    assert SubmissionFiles.of_source("a.py", f"# coding: {codec}\nx = 1\n").not_text() == ""


ONLY_NUMBERS = "    if isinstance(x, int):\n        {}\n    return 2 * x\n"


@pytest.mark.parametrize(
    ("statement", "status", "message"),
    [
        ("while True: pass", Status.TIMEOUT, "ran longer than the 6 seconds"),
        ("import os; os._exit(0)", Status.CRASHED, "ended the whole process with exit code 0"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Status.CRASHED, "SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", Status.CRASHED, "crash in native code"),
        ("return bytearray(3 << 30)", Status.CRASHED, "more than the 512 MB of memory"),
        ("import torch; return torch.ones(3 << 30)", Status.CRASHED, "more than the 512 MB of memory"),
        ("while True: print('x' * 10_000)", Status.CRASHED, "printed more than 100 KB"),
        (
            "import os; os.write(3, b'x' * 100); return 6",
            Status.CRASHED,
            "interfered with the grader's messages",
        ),
        ("open('big', 'wb').write(bytes(8 << 20))", Status.ERROR, "File too large"),
        # A frame of its own: not written yet, and nobody says where.
        (
            "import os; from autograder.worker import wire; os.write(3, wire.frame(wire.Raised("
            "2, 'NotImplementedError', ['NotImplementedError'], '', [], True, False))[0])",
            Status.ERROR,
            "double(3) raised NotImplementedError",
        ),
    ],
)
def test_one_bad_call_costs_one_test(grade: Grade, statement: str, status: Status, message: str) -> None:
    """A fresh worker for each test: what happens in the first does not touch the others."""
    report = grade("def double(x):\n" + ONLY_NUMBERS.format(statement))
    assert statuses(report)[0] == status
    assert message in messages(report)[0]
    assert statuses(report)[1:] == [Status.PASSED, Status.PASSED]


def test_broken_protocol_is_explained_to_the_instructor_alone(grade: Grade) -> None:
    source = "def double(x):\n    import os\n    os.write(3, b'x' * 100)\n    return x\n"
    test = grade(source).tests[1]
    start = "double(float32 (2, 3)) did not finish: its process interfered with the grader's messages"
    assert test.message == f"{start}, and was stopped"
    assert test.details.startswith(f"{start}, and was stopped (a header of ")


def test_processes_without_end_cost_one_test(grade: Grade) -> None:
    bomb = "import os\n        while True: os.fork()"
    report = grade("def double(x):\n" + ONLY_NUMBERS.format(bomb))
    assert statuses(report)[0] in (Status.ERROR, Status.TIMEOUT, Status.CRASHED)
    assert statuses(report)[1:] == [Status.PASSED, Status.PASSED]


def test_an_import_without_end_costs_one_limit_not_three(grade: Grade) -> None:
    start = time.monotonic()
    report = grade("while True: pass\n")
    assert set(statuses(report)) == {Status.TIMEOUT}
    assert time.monotonic() - start < 8
    assert "ex01_double.py did not finish: it ran longer than the 6 seconds" in messages(report)[0]


def test_state_does_not_leak_from_one_test_to_the_next(grade: Grade) -> None:
    source = (
        "calls = []\ndef double(x):\n    calls.append(x)\n    return 2 * x if len(calls) == 1 else None\n"
    )
    assert grade(source).full_marks


def test_a_test_begins_when_the_worker_of_the_last_one_has_ended(grade: Grade) -> None:
    """A lock on a file that all workers see would tell the next one, and the next submission, of it."""
    source = (
        "import fcntl, json\nheld = open(json.__file__)\nfcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "def double(x): return 2 * x\n"
    )
    assert [grade(source).score for _ in range(3)] == [4, 4, 4]


def test_what_the_code_printed_is_shown_where_a_public_test_fails(grade: Grade) -> None:
    report = grade("def double(x):\n    print('got', type(x).__name__)\n    return None\n")
    assert "It printed:\ngot int" in messages(report)[0]
    assert "It printed" not in messages(report)[2]
    assert report.tests[2].output == "got Tensor\n"


def test_what_the_code_printed_is_escaped_in_the_report(grade: Grade) -> None:
    """The file of a report is read with whatever is at hand, also on a terminal."""
    report = grade("print('\\x1b[2J\\x9b\\u202e', end='\\n')\ndef double(x):\n    return 2 * x\n")
    assert report.tests[2].output == "\\x1b[2J\\x9b\\u202e\n"


def test_an_object_that_equals_everything_equals_nothing(grade: Grade) -> None:
    source = (
        "class Equal:\n    def __eq__(self, other): return True\n    def __bool__(self): return True\n"
        "    shape = (2, 3)\ndef double(x):\n    return Equal()\n"
    )
    assert grade(source).score == 0


def test_two_runs_give_the_same_bytes(grade: Grade) -> None:
    source = "import torch\ndef double(x):\n    return x * 2 + (torch.is_tensor(x) and x.numel() > 6)\n"
    views = [reports.encode(grade(source)).split(b'"seconds"')[0] for _ in range(2)]
    assert views[0] == views[1]


def test_another_submission_gets_other_inputs(grade: Grade) -> None:
    source = "def double(x):\n    raise ValueError(f'{x}')\n"
    assert grade(source).tests[1].message != grade(source + "# a comment\n").tests[1].message


def test_the_report_names_the_layers(grade: Grade) -> None:
    assert set(grade(SOLUTION).sandbox) == {"namespaces", "root", "landlock", "seccomp", "limits"}


def test_a_dataloader_with_two_workers_runs_inside(grade: Grade) -> None:
    source = (
        "import torch\nfrom torch.utils.data import DataLoader\n"
        "def double(x):\n    return sum(len(b) for b in DataLoader(torch.arange(6), batch_size=4, num_workers=2))\n"
    )
    assert grade(source).tests[0].status == Status.PASSED


def test_a_broken_suite_is_the_graders_failure(course: Course, grader: Grader, tmp_path: Path) -> None:
    for name in (
        "course.toml",
        "solutions/ex01_double.py",
        "exercises/ex01_double.py",
        "exercises/hints/ex01.md",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((course.root / name).read_bytes())
    suite = tmp_path / "grader_tests" / "test_ex01_double.py"
    suite.parent.mkdir()
    files = SubmissionFiles.of_source("ex01_double.py", SOLUTION)
    for text, message in {
        "import nonsense\n": "cannot be loaded",
        "def test_x(submission): pass\n": "has no @points",
        'from autograder.testing import points\n@points(1, "x", device="none")\ndef test_x(): pass\n': (
            'test_x has a device: add "autograder.accelerator.switch" to preload of ex01 in course.toml'
        ),
        "": "has no tests",
    }.items():
        suite.write_text(text)
        with pytest.raises(InternalError, match=message):
            grader.grade(load(tmp_path / "course.toml").exercises[0], files)


MARKED = """
import pytest
from autograder.testing import expect, points

@pytest.mark.skip(reason="for now")
@points(1, "is skipped")
def test_skipped(submission):
    expect.equal(submission.double(1), 2)

@pytest.mark.xfail(reason="cannot hold")
@points(1, "is to fail")
def test_to_fail(submission):
    expect.equal(submission.double(1), 3)

@points(1, "skips itself")
def test_skips_itself(submission):
    pytest.skip("not today")

@points(1, "is sound")
def test_sound(submission):
    expect.equal(submission.double(2), 4)
"""


def test_no_mark_of_pytest_keeps_a_test_from_its_verdict(tmp_path: Path) -> None:
    course = make_course(tmp_path)
    course.exercises[0].suite.write_text(MARKED)
    with Grader(course) as grader:
        report = grader.grade(course.exercises[0], SubmissionFiles.of_source("ex01_double.py", SOLUTION))
    assert [test.status for test in report.tests] == [
        Status.PASSED,
        Status.FAILED,
        Status.ERROR,
        Status.PASSED,
    ]


SIMPLE = """
import pytest
from autograder.testing import expect, points
{above}

@points(1, "right for the one, wrong for the other")
def test_one(submission, rng):
    expect.equal(submission.double(rng.integer(3, 4)), 6)

@points(1, "wrong for both")
def test_two({asked}):
    expect.equal(submission.double(1), 5)
"""


@pytest.mark.parametrize(
    ("above", "asked"),
    [
        ("", "submission"),
        ("@pytest.fixture\ndef seven(): return 7", "submission, seven"),
        ("@pytest.fixture\ndef rng(rng): return rng", "submission"),
        ("@pytest.fixture(scope='module', autouse=True)\ndef once(): yield 1", "submission"),
        ("def setup_module(module): module.x = 1", "submission"),
        ("", "submission, request"),
    ],
    ids=["nothing", "fixture", "fixture in place of ours", "fixture for all", "xunit", "request"],
)
def test_whatever_a_suite_has_of_pytest_its_verdicts_are_the_same(
    tmp_path: Path, above: str, asked: str
) -> None:
    course = make_course(tmp_path)
    course.exercises[0].suite.write_text(SIMPLE.format(above=above, asked=asked))
    found = []
    with Grader(course) as grader:
        for source in (SOLUTION, "def double(x):\n    return 1 / 0\n", SOLUTION):
            report = grader.grade(course.exercises[0], SubmissionFiles.of_source("ex01_double.py", source))
            found.append(statuses(report))
    right, wrong = [Status.PASSED, Status.FAILED], [Status.ERROR, Status.ERROR]
    assert found == [right, wrong, right]


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ("def test_x(submission): return 1", "test_x returns something"),
        ("async def test_x(submission): pass", "test_x is async"),
    ],
)
@pytest.mark.parametrize("above", ["", "@pytest.fixture(autouse=True)\ndef always(): pass"])
def test_a_test_that_returns_something_is_the_graders_failure(
    tmp_path: Path, test: str, message: str, above: str
) -> None:
    course = make_course(tmp_path)
    mark = "import pytest\nfrom autograder.testing import points"
    course.exercises[0].suite.write_text(f"{mark}\n{above}\n@points(1, 'x')\n{test}\n")
    with Grader(course) as grader, pytest.raises(InternalError, match=message):
        grader.grade(course.exercises[0], SubmissionFiles.of_source("ex01_double.py", SOLUTION))


class _Broken:
    """A source of workers that fails, as one does whose zygote was killed."""

    layers: tuple[str, ...] = ()
    missing: ClassVar[dict[str, str]] = {}

    def open(self, limits: WorkerLimits) -> Worker:
        raise HostError("The process that starts workers has ended.")

    def close(self) -> None:
        pass


def test_a_host_that_fails_is_named_and_the_suite_can_be_used_again(
    course: Course, exercise: Exercise, grade: Grade
) -> None:
    files = SubmissionFiles.of_source("ex01_double.py", SOLUTION)
    with Grader(course, backend=_Broken()) as broken:
        for _ in range(2):
            with pytest.raises(HostError, match="starts workers has ended"):
                broken.grade(exercise, files)
    assert grade(SOLUTION).full_marks


def test_a_verdict_that_cannot_be_made_costs_one_test(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(error: BaseException, scene: object) -> None:
        raise LookupError("a mistake of ours")

    monkeypatch.setattr("autograder.grading.run.verdict", stumble)
    report = grade("def double(x):\n    return None\n")
    assert statuses(report) == [Status.ERROR, Status.ERROR, Status.ERROR]
    assert messages(report)[0] == "what happened in this test cannot be put into words"
    assert "a mistake of ours" in report.tests[0].details


@pytest.mark.parametrize(
    "source",
    [
        "import time\ndef double(x):\n    time.sleep(1)\n    return 2 * x\n",
        "import time\ntime.sleep(1)\ndef double(x):\n    return 2 * x\n",
    ],
    ids=["in a call", "in the import"],
)
def test_a_worker_that_is_killed_from_outside_costs_no_points(
    grader: Grader, exercise: Exercise, source: str
) -> None:
    """When memory runs out, the kernel ends workers first, and not always the one that took it.

    The worker that waits for the next test is killed, too.
    """
    backend = grader.backend
    if not isinstance(backend, ZygoteBackend) or "namespaces" not in backend.layers:
        pytest.skip("this machine lacks namespaces")
    files = SubmissionFiles.of_source("ex01_double.py", source)
    killer = threading.Timer(0.7, _kill_below, [backend])
    killer.start()
    report = grader.grade(exercise, files)
    killer.join()
    assert report.full_marks, messages(report)
    assert _killed, "the worker was there to be killed"


_killed: list[int] = []


def _kill_below(backend: ZygoteBackend) -> None:
    assert backend._process is not None
    left = [backend._process.pid]
    while left:
        pid = left.pop()
        below = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        numbers = Path(f"/proc/{pid}/status").read_text().partition("NSpid:")[2].splitlines()[0].split()
        if len(numbers) > 1 and numbers[-1] == "1" and pid != backend._process.pid:
            os.kill(pid, signal.SIGKILL)
            _killed.append(pid)
        left += below
