"""Where the marks of a solution are wrong, the author reads the file, the line, and what to do."""

from __future__ import annotations

import textwrap

import pytest

from autograder.authoring import regions
from autograder.errors import CourseError

BROKEN = {
    "not Python": (
        "def f(:\n",
        "solutions/ex01.py:1: this is not valid Python: invalid syntax; mend it",
    ),
    "nested": (
        """
        def f():
            ### BEGIN SOLUTION
            ### BEGIN SOLUTION
            return 1
            ### END SOLUTION
        """,
        'solutions/ex01.py:4: "### BEGIN SOLUTION" stands inside the region that began at line 3; '
        'close that one first with "### END SOLUTION"',
    ),
    "closes nothing": (
        """
        def f():
            return 1
            ### END SOLUTION
        """,
        'solutions/ex01.py:4: "### END SOLUTION" closes nothing; put "### BEGIN SOLUTION" above it or remove it',
    ),
    "never closed": (
        """
        def f():
            ### BEGIN SOLUTION
            return 1
        """,
        'solutions/ex01.py:3: "### BEGIN SOLUTION" is never closed; '
        'put "### END SOLUTION" below what learners write',
    ),
    "misspelt": (
        """
        def f():
            # BEGIN SOLUTION
            return 1
        """,
        'solutions/ex01.py:3: "# BEGIN SOLUTION" is not a mark; '
        'write "### BEGIN SOLUTION" or "### END SOLUTION" alone on its line',
    ),
    "not alone": (
        """
        def f():
            return 1  ### END SOLUTION
        """,
        'solutions/ex01.py:3: "return 1  ### END SOLUTION" is not a mark; '
        'write "### BEGIN SOLUTION" or "### END SOLUTION" alone on its line',
    ),
    "empty": (
        """
        def f():
            ### BEGIN SOLUTION
            # nothing
            ### END SOLUTION
            return 1
        """,
        "solutions/ex01.py:3: the region holds no statement; put the part that learners write inside",
    ),
    "inside an expression": (
        """
        x = [
            ### BEGIN SOLUTION
            1,
            ### END SOLUTION
        ]
        """,
        "solutions/ex01.py:3: the region holds no statement; put the part that learners write inside",
    ),
    "two functions": (
        """
        def f():
            ### BEGIN SOLUTION
            return 1

        def g():
            return 2
            ### END SOLUTION
        """,
        "solutions/ex01.py:3: the region cuts through the statement of lines 2 to 4; "
        "move the marks so that they hold whole statements of one block",
    ),
    "half a branch": (
        """
        def f(x):
            ### BEGIN SOLUTION
            y = 1
            if x:
                y = 2
            ### END SOLUTION
                y = 3
            return y
        """,
        "solutions/ex01.py:3: the region cuts through the statement of lines 5 to 8; "
        "move the marks so that they hold whole statements of one block",
    ),
    "two branches": (
        """
        def f(x):
            if x:
                ### BEGIN SOLUTION
                y = 1
            else:
                y = 2
                ### END SOLUTION
            return y
        """,
        "solutions/ex01.py:4: the region cuts through the statement of lines 5 to 5; "
        "move the marks so that they hold whole statements of one block",
    ),
    "no region": (
        """
        class A:
            def f(self):
                '''What it does.'''
                return 1
        """,
        "solutions/ex01.py:3: A.f has no region, so the stub would give its body away; "
        'put the part that learners write between "### BEGIN SOLUTION" and "### END SOLUTION"',
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_solution_is_named_with_its_line(name: str) -> None:
    source, message = BROKEN[name]
    with pytest.raises(CourseError) as caught:
        regions.find(textwrap.dedent(source), "solutions/ex01.py")
    assert str(caught.value) == message


def test_regions_know_the_function_they_lie_in() -> None:
    source = textwrap.dedent(
        '''
        """A mark in a text is none: ### BEGIN SOLUTION"""
        ### BEGIN SOLUTION
        import math
        ### END SOLUTION
        class A:
            ### BEGIN SOLUTION
            def _helper(self):
                return 1
            ### END SOLUTION
            def f(self):
                ### BEGIN SOLUTION
                def inner():
                    return 2
                return inner()
                ### END SOLUTION
        '''
    )
    found = regions.find(source, "solution")
    assert [(region.owner, region.indent) for region in found] == [
        (None, ""),
        (None, "    "),
        ("A.f", " " * 8),
    ]


def test_functions_without_a_body_need_no_region() -> None:
    source = 'class Shape:\n    def area(self) -> float:\n        """The area."""\n        ...\n'
    assert regions.find(source, "solution") == ()
