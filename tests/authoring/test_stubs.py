"""Stubs hold everything of a solution but the solution."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring import stubs
from autograder.authoring.stubs import StubState
from autograder.errors import CourseError

SOLUTION = '''"""Two ways to count.

Marks in a text stay: see "### BEGIN SOLUTION" in the guide.
"""

import math

### BEGIN SOLUTION
import secret_module

### END SOLUTION
LIMIT = 3


### BEGIN SOLUTION
def _secret_helper(x):
    return secret_module.count(x)


### END SOLUTION
def first(x: float) -> float:
    """Count once."""
    limit = LIMIT

    ### BEGIN SOLUTION
    secret_number = 41
    if x > limit:

        return secret_number + 1
    ### END SOLUTION
    return math.inf


class Counter:
    """Counts."""

    ### BEGIN SOLUTION
    def _secret_method(self):
        return 1

    ### END SOLUTION
    def __init__(self) -> None:
        super().__init__()
        ### BEGIN SOLUTION
        self.secret_count = 0
        ### END SOLUTION

    @staticmethod
    def count(x: int) -> int:
        """Count

        twice."""
        ### BEGIN SOLUTION
        return _secret_helper(x)
        ### END SOLUTION


### BEGIN SOLUTION
def _secret_last():
    return 5


### END SOLUTION
'''

EXPECTED = '''# Check your work: grade check ex07    Stuck? Take a hint: grade hint ex07
"""Two ways to count.

Marks in a text stay: see "### BEGIN SOLUTION" in the guide.
"""

import math

LIMIT = 3


def first(x: float) -> float:
    """Count once."""
    limit = LIMIT

    raise NotImplementedError("first is not written yet")
    return math.inf


class Counter:
    """Counts."""

    def __init__(self) -> None:
        super().__init__()
        raise NotImplementedError("Counter.__init__ is not written yet")

    @staticmethod
    def count(x: int) -> int:
        """Count

        twice."""
        raise NotImplementedError("Counter.count is not written yet")
'''


def test_a_stub_is_the_solution_without_its_regions() -> None:
    assert stubs.make_stub(SOLUTION, exercise="ex07") == EXPECTED


def test_a_stub_without_an_exercise_has_no_header() -> None:
    assert stubs.make_stub(SOLUTION) == EXPECTED.partition("\n")[2]


def test_nothing_of_the_solution_is_left() -> None:
    assert "secret" in SOLUTION
    assert "secret" not in stubs.make_stub(SOLUTION)


@pytest.mark.parametrize("between", ["", "\n", "\n\n", "X = 1\n", "\nX = 1\n\n\n"])
def test_a_formatted_solution_gives_a_formatted_stub(between: str, tmp_path: Path) -> None:
    ruff = shutil.which("ruff", path=Path(sys.executable).parent)
    if ruff is None:
        pytest.skip("ruff is not installed")
    source = SOLUTION.replace("LIMIT = 3\n", f"LIMIT = 3\n{between}")
    solution, stub = tmp_path / "solution.py", tmp_path / "stub.py"
    solution.write_text(source)
    subprocess.run([ruff, "format", "--quiet", "--isolated", solution], check=True)
    stub.write_text(stubs.make_stub(solution.read_text(), exercise="ex07"))
    done = subprocess.run([ruff, "format", "--isolated", "--diff", stub], capture_output=True, text=True)
    assert done.stdout == ""


def test_what_is_left_must_be_valid_python() -> None:
    source = '"""Doc."""\n\nif True:\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\ny = 2\n'
    with pytest.raises(CourseError) as caught:
        stubs.make_stub(source, origin="solutions/ex01_double.py", exercise="ex01")
    assert str(caught.value) == (
        "solutions/ex01_double.py:7: without its regions the stub is not valid Python: expected an indented "
        "block after 'if' statement on line 4; move the marks so that what is left stands on its own"
    )


def test_a_solution_must_say_what_it_is() -> None:
    with pytest.raises(CourseError) as caught:
        stubs.make_stub("x = 1\n", origin="solutions/ex01_double.py")
    assert str(caught.value) == (
        "solutions/ex01_double.py:1: there is no module docstring; say in it what the learner builds"
    )


def test_build_writes_what_differs_and_says_where(tiny) -> None:
    course, exercise = tiny.load()
    tiny.write(
        "exercises/ex01_double.py", tiny.stub.replace("Return twice x.", "Return x twice.") + "# more\n"
    )
    exercise.stub.chmod(0o640)

    (checked,) = stubs.build(course, check=True)
    assert (checked.state, checked.added, checked.removed, checked.where) == (StubState.STALE, 1, 2, 6)
    assert "# more" in exercise.stub.read_text()

    (built,) = stubs.build(course)
    assert (built.state, built.added, built.removed, built.where) == (StubState.WRITTEN, 1, 2, 6)
    assert exercise.stub.read_text() == tiny.stub
    assert stat.S_IMODE(exercise.stub.stat().st_mode) == 0o640

    (again,) = stubs.build(course, check=True)
    assert (again.state, again.added, again.removed, again.where) == (StubState.CURRENT, 0, 0, 0)
    assert sorted(path.name for path in exercise.stub.parent.iterdir()) == ["ex01_double.py", "hints"]


def test_build_makes_a_missing_stub_readable_by_all(tiny) -> None:
    course, exercise = tiny.load()
    exercise.stub.unlink()
    assert stubs.build(course, check=True)[0].state is StubState.MISSING
    assert not exercise.stub.exists()
    assert stubs.build(course)[0].state is StubState.WRITTEN
    assert stat.S_IMODE(exercise.stub.stat().st_mode) == 0o644


def test_a_missing_solution_is_named(tiny) -> None:
    course, exercise = tiny.load()
    exercise.solution.unlink()
    with pytest.raises(CourseError) as caught:
        stubs.build(course)
    assert str(caught.value) == (
        "solutions/ex01_double.py: this file does not exist; write it, or take ex01 out of course.toml"
    )


def test_a_region_right_after_a_class_line_leaves_no_gap() -> None:
    source = (
        '"""Doc."""\n\n\nclass A:\n    ### BEGIN SOLUTION\n    x = 1\n\n    ### END SOLUTION\n    def f(self):\n'
        "        ### BEGIN SOLUTION\n        return 1\n        ### END SOLUTION\n"
    )
    assert stubs.make_stub(source).endswith(
        'class A:\n    def f(self):\n        raise NotImplementedError("A.f is not written yet")\n'
    )
