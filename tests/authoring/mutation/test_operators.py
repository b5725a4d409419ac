"""Each operator makes the mistakes that it is for, and no operator touches what no test can see."""

from __future__ import annotations

import pytest

from autograder.authoring.mutation import mutants

MODULE = '''"""Text."""

import torch
import torch.nn.functional as F
from torch import nn


def function(x, y, dim, keepdim=False):
    """Text.

    >>> 1 + 1
    """
    ### BEGIN SOLUTION
{body}
    ### END SOLUTION
'''


def after(code: str) -> set[tuple[str, str]]:
    """Return (operator, code after it) of all mutants of a function's body."""
    body = "".join(f"    {line}\n" for line in code.splitlines())
    return {(mutant.operator, mutant.after) for mutant in mutants.make(MODULE.format(body=body.rstrip()))}


@pytest.mark.parametrize(
    ("code", "operator", "expected"),
    [
        ("f(x < y)", "comparison", {"f(x <= y)", "f(x >= y)"}),
        ("f(x >= y)", "comparison", {"f(x > y)", "f(x < y)"}),
        ("f(x == y)", "comparison", {"f(x != y)"}),
        ("f(x is None)", "comparison", {"f(x is not None)"}),
        ("f(x not in y)", "comparison", {"f(x in y)"}),
        ("f(0 < x < y)", "comparison", {"f(0 <= x < y)", "f(0 >= x < y)", "f(0 < x <= y)", "f(0 < x >= y)"}),
        ("f(x - y)", "arithmetic", {"f((x + y))"}),
        ("f(x @ y)", "arithmetic", {"f((x * y))"}),
        ("f(x // y)", "arithmetic", {"f((x / y))"}),
        ("f(x ** y)", "arithmetic", {"f((x * y))"}),
        ("f(x - y)", "operands swapped", {"f((y - x))"}),
        ("f(x + y)", "operands swapped", set()),
        ("f(x / (x + y))", "operands swapped", {"f(((x + y) / x))"}),
        ("f(x + y)", "operand alone", {"f(x)", "f(y)"}),
        ("x += y", "arithmetic", {"x -= y", "x = y"}),
        ("f(x and y)", "and/or", {"f((x or y))"}),
        ("f(x and y)", "operand alone", {"f(x)", "f(y)"}),
        ("f(not x)", "not dropped", {"f(x)"}),
        ("f(~x)", "not dropped", {"f(x)"}),
        ("f(-x)", "sign dropped", {"f(x)"}),
        ("f(0)", "constant", {"f(1)", "f((-1))"}),
        ("f(-1)", "constant", {"f(0)", "f((-2))"}),
        ("f(5)", "constant", {"f(4)", "f(6)"}),
        ("f(0.25)", "constant", {"f(0.5)", "f(0.0)"}),
        ("f(0.0)", "constant", {"f(1.0)"}),
        ("f(True)", "constant", {"f(False)"}),
        ("f('RGB')", "constant", {"f('RGBx')"}),
        ("f(reduction='mean')", "constant", {"f(reduction='sum')"}),
        ("f(x if y else dim)", "condition negated", {"f((dim if y else x))"}),
        ("f(x if y else dim)", "condition always true", {"f(x)"}),
        ("f(x if y else dim)", "condition never true", {"f(dim)"}),
        ("f([i for i in x if i])", "condition negated", {"f([i for i in x if (not i)])"}),
        ("f([i for i in x])", "first left out", {"f([i for i in [*x][1:]])"}),
        ("f([i for i in x])", "last left out", {"f([i for i in [*x][:-1]])"}),
        ("f([i for i in range(y)])", "first left out", set()),
        ("f(x.T)", ".T dropped", {"f(x)"}),
        ("f(x[:, None])", "indices swapped", {"f(x[None, :])"}),
        ("f(x[y:dim])", "lower bound dropped", {"f(x[:dim])"}),
        ("f(x[y:dim])", "upper bound dropped", {"f(x[y:])"}),
        ("f(x.argmin())", "function", {"f(x.argmax())"}),
        ("f(torch.rand(3))", "function", {"f(torch.randn(3))"}),
        ("f(F.relu(x))", "function", {"f(F.relu6(x))", "f(F.sigmoid(x))"}),
        ("f(x.to(torch.float32))", "dtype", {"f(x.to(torch.float64))"}),
        ("x.eval()", "function", {"x.train()"}),
        ("f(min(x, y))", "function", {"f(max(x, y))"}),
        ("f(F.relu(x))", "call dropped", {"f(x)"}),
        ("f(x.sum(dim))", "call dropped", {"f(x)"}),
        ("f(len(x))", "call dropped", {"f(x)"}),
        ("f(torch.zeros(y))", "call dropped", {"f(y)"}),
        ("f(range(y))", "call dropped", set()),
        ("f(super().forward())", "call dropped", set()),
        ("f(self.layer(x))", "call dropped", {"f(x)"}),
        ("f(x.sum(dim, keepdim=keepdim))", "keepdim= dropped", {"f(x.sum(dim))"}),
        ("f(x.sum(dim, keepdim=keepdim))", "flag negated", {"f(x.sum(dim, keepdim=not keepdim))"}),
        ("f(x.std(dim=1))", "constant", {"f(x.std(dim=0))", "f(x.std(dim=2))"}),
        ("f(x.sum(dim))", "argument dropped", {"f(x.sum())"}),
        ("f(y.gather(1, x))", "arguments swapped", {"f(y.gather(x, 1))"}),
        ("f(nn.Linear(x, y, bias=False))", "bias= dropped", {"f(nn.Linear(x, y))"}),
        (
            "f(range(y))",
            "loop bounds",
            {"f(range(0, y - 1))", "f(range(0, y + 1))", "f(range(0 + 1, y))"},
        ),
        ("return x.add(y)", "in place", {"return x.add_(y)"}),
        ("return (x * y).add(y)", "in place", set()),
        ("x = x + y", "in place", {"x += y"}),
        ("x.add_(y)", "not in place", {"x.add(y)"}),
        ("f(x)", "statement dropped", {"pass"}),
        ("x = F.relu(x)", "statement dropped", {"pass"}),
        ("x[0] = y", "statement dropped", {"pass"}),
        ("z = y", "statement dropped", set()),
        ("return x", "return None", {"return None"}),
        ("return x, y", "pair swapped", {"return y, x"}),
        ("if x:\n    f(y)", "condition negated", {"if (not x):"}),
        ("if x:\n    f(y)", "condition never true", {"if (False):"}),
        ("if x:\n    f(y)", "condition always true", {"if (True):"}),
        ("while x:\n    f(y)", "condition never true", {"while (False):"}),
        ("for i in x:\n    f(i)", "first left out", {"for i in [*x][1:]:"}),
        ("for i in x:\n    f(i)", "loop dropped", {"for i in []:"}),
        ("for i in x:\n    break", "jump", {"continue"}),
        ("for i in x:\n    f(i)\n    continue", "statement dropped", {"pass"}),
        ("raise ValueError('x')", "exception", {"raise RuntimeError('x')"}),
        ("raise ValueError('x')", "statement dropped", {"pass"}),
        (
            "with torch.no_grad():\n    f(x)",
            "context dropped",
            {'with __import__("contextlib").nullcontext():'},
        ),
        ("with torch.no_grad():\n    f(x)", "function", {"with torch.enable_grad():"}),
        ("with open(x) as file:\n    f(x)", "context dropped", set()),
        ("try:\n    f(x)\nexcept (KeyError, TypeError):\n    pass", "nothing caught", {"except (()):"}),
        (
            "try:\n    f(x)\nexcept (KeyError, TypeError):\n    pass",
            "exception",
            {"except (KeyError,):", "except (TypeError,):"},
        ),
        ("yield x", "yield None", {"(yield None)"}),
    ],
)
def test_an_operator_changes(code: str, operator: str, expected: set[str]) -> None:
    assert {changed for kind, changed in after(code) if kind == operator} == expected


@pytest.mark.parametrize(
    "code",
    [
        "raise ValueError(f'{x + 1} is not {y}, but {0}')",
        "print('x is', 3)",
        "z: 'Tensor' = x",
        "import math",
        "def inner(a: 'int' = x) -> 'str': ...",
    ],
)
def test_texts_and_types_are_left_alone(code: str) -> None:
    operators = {operator for operator, _ in after(code)}
    assert not operators & {"constant", "arithmetic", "operand alone"}


def test_only_what_lies_between_the_marks_is_changed() -> None:
    source = '"""Doc."""\n\nLIMIT = 3\n\n\ndef f(x=1):\n    y = x + 1\n    ### BEGIN SOLUTION\n    return y + 2\n    ### END SOLUTION\n'
    assert {mutant.line for mutant in mutants.make(source)} == {9}


def test_a_decorator_of_a_private_function_is_dropped() -> None:
    source = (
        '"""Doc."""\nimport torch\n\n\n### BEGIN SOLUTION\n@torch.no_grad()\ndef _f(x):\n    return x\n\n\n'
        "### END SOLUTION\n"
    )
    found = {mutant.operator: mutant for mutant in mutants.make(source)}
    assert "@" not in found["decorator dropped"].source
    assert "return x" in found["decorator dropped"].source


def test_what_a_repr_says_is_free() -> None:
    source = (
        '"""Doc."""\n\n\n### BEGIN SOLUTION\nclass A:\n    __slots__ = ("a",)\n\n    def __repr__(self):\n'
        '        return "A"\n\n\n### END SOLUTION\n'
    )
    assert {mutant.operator for mutant in mutants.make(source)} <= {"return None", "statement dropped"}
