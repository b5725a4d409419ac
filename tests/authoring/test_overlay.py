"""An overlay and its solution become one module that runs."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from autograder.authoring.overlay import compose, public_names, replaced
from autograder.errors import CourseError

SOLUTION = '''"""The solution."""

from __future__ import annotations

import math

### BEGIN SOLUTION
FACTOR = 2


def _helper(x):
    return FACTOR * x


### END SOLUTION
def keep(value=3):
    """Unchanged."""
    ### BEGIN SOLUTION
    return _helper(value)
    ### END SOLUTION


# The base of all shapes.
class Shape:
    name = "shape"

    def area(self):
        ### BEGIN SOLUTION
        return keep()
        ### END SOLUTION


class Square(Shape):
    side = keep(5)
'''


def run(source: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(source, namespace)
    return namespace


def composed(overlay: str) -> dict[str, Any]:
    return run(compose(SOLUTION, textwrap.dedent(overlay)))


def test_a_function_is_replaced_where_it_stands() -> None:
    module = composed("def keep(value=4):\n    return -value\n")
    assert module["keep"]() == -4
    assert module["Square"].side == -5  # worked out while the module is imported, with the new function
    assert module["__doc__"] == "The solution."


def test_decorators_go_and_come_with_their_function() -> None:
    solution = '"""Doc."""\nimport functools\n\n\n@functools.lru_cache\ndef f():\n    return []\n'
    plain = run(compose(solution, "def f():\n    return []\n"))["f"]
    assert plain() is not plain()
    cached = compose(solution, "from functools import cache\n\n\n@cache\ndef f():\n    return {}\n")
    assert run(cached)["f"]() is run(cached)["f"]() or run(cached)["f"].cache_info()
    assert "lru_cache\n" not in cached


def test_helpers_stand_before_what_needs_them_at_import() -> None:
    module = composed(
        """
        '''An overlay whose order would not do for the solution.'''
        import operator
        from functools import reduce

        def keep(value=3):
            return _times(value, TEN)

        TEN = reduce(operator.mul, [2, 5])

        def _times(a, b):
            return operator.mul(a, b)
        """
    )
    assert module["Square"].side == 50


def test_a_helper_may_need_the_solution() -> None:
    module = composed(
        """
        class _Named(Shape):
            name = "named"

        TABLE = {name: keep(name) for name in (1, 2)}

        class Square(_Named):
            side = TABLE[2]
        """
    )
    assert module["Square"].name == "named"
    assert module["Square"].side == 4


def test_a_constant_is_replaced_where_it_stands() -> None:
    assert composed("FACTOR = 7\n")["Square"].side == 35


def test_an_overlay_has_the_last_word_on_a_name_it_defines_together_with_another() -> None:
    module = composed("FACTOR, OTHER = 7, 8\n\n\ndef keep(value=0):\n    return value\n")
    assert (module["FACTOR"], module["OTHER"]) == (7, 8)


def test_a_future_import_comes_first() -> None:
    source = compose('"""Doc."""\nimport math\n\n\ndef f():\n    return 1\n', SOLUTION.replace("keep", "f"))
    assert run(source)["f"]() == 6


def test_an_import_that_the_solution_has_is_not_repeated() -> None:
    source = compose(SOLUTION, "import math\n\n\ndef keep(value=0):\n    return math.pi\n")
    assert source.count("import math") == 1


def test_marks_do_not_survive() -> None:
    assert "###" not in compose(SOLUTION, "def keep(value=0):\n    return 1\n")


def test_what_an_overlay_replaces_is_known_by_name() -> None:
    overlay = "import math\nNEW = 1\n\n\ndef keep():\n    pass\n\n\ndef _helper(x):\n    pass\n"
    assert replaced(SOLUTION, overlay) == {"keep", "_helper"}
    assert public_names(SOLUTION) == ("keep", "Shape", "Square")


def test_an_overlay_that_replaces_nothing_is_an_error() -> None:
    with pytest.raises(CourseError) as caught:
        compose(SOLUTION, "import math\n\n\ndef kept():\n    pass\n", solution="sol.py", overlay="over.py")
    assert str(caught.value) == (
        "over.py:1: this overlay replaces no function or class of sol.py; "
        "define at least one of keep, Shape, Square in it"
    )


def test_two_statements_on_a_line_are_an_error() -> None:
    with pytest.raises(CourseError) as caught:
        compose(SOLUTION, "A = 1\nB = 2; C = 3\n", overlay="over.py")
    assert str(caught.value) == "over.py:2: two statements share this line; put each on a line of its own"
