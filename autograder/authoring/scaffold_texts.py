"""What the files of a new exercise hold: one small function, which shows what belongs where."""

from __future__ import annotations

from autograder.course import Exercise
from autograder.report import plain_number

_SOLUTION = '''"""Exercise {number}: {title}

Say in a few sentences what the learner builds, and what it is good for.
"""

import torch
from torch import Tensor


def doubled(x: Tensor) -> Tensor:
    """Multiply each number by 2. (Replace this function by the exercise's own.)

    Args:
        x: floating point tensor of any shape.

    Returns:
        A new tensor with the shape and dtype of `x`.

    Example:
        >>> doubled(torch.tensor([1.0, -3.0]))
        tensor([ 2., -6.])
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
'''

_SUITE = '''"""Suite of exercise {number}: {title}"""

import torch

from autograder.testing import expect, points


@points({public}, "doubled multiplies each number by 2", public=True)
def test_by_hand(submission):
    x = torch.tensor([1.0, -3.0, 0.5])
    expect.close(submission.doubled(x), torch.tensor([2.0, -6.0, 1.0]))


@points({hidden}, "doubled works for any shape and dtype, and leaves its input alone")
def test_any_shape(submission, rng):
    n, d = rng.sizes(2)
    for x in (rng.noncontiguous(rng.normal(n, d)), rng.normal(n, dtype=torch.float64), torch.zeros(0, d)):
        kept = submission.keep(x)
        expect.close(submission.doubled(kept), x + x, name="doubled(x)")
        expect.unmodified(submission, kept, x)
'''

_HINTS = """# {id} {title}

## doubled

### Hint 1

Say where to look: which chapter, which function of torch.

### Hint 2

Say which step comes first.

### Hint 3

Say nearly everything: `2 * x`.
"""

ALTERNATIVE = '''"""The sum of the tensor and itself."""

from torch import Tensor


def doubled(x: Tensor) -> Tensor:
    return x + x
'''

MISCONCEPTION = '''"""Twice a number is its square.

caught_by: test_by_hand, test_any_shape
explanation: 2 * 2 is 4 either way, but 3 * 3 is 9 and 2 * 3 is 6. Multiply by 2.
"""

from torch import Tensor


def doubled(x: Tensor) -> Tensor:
    return x * x
'''


def solution(exercise: Exercise) -> str:
    """Return a solution with its marks."""
    return _filled(_SOLUTION, exercise)


def suite(exercise: Exercise) -> str:
    """Return a suite with a public test and a hidden one."""
    return _filled(_SUITE, exercise)


def hints(exercise: Exercise) -> str:
    """Return three hints."""
    return _HINTS.format(id=exercise.id, title=exercise.title)


def _filled(template: str, exercise: Exercise) -> str:
    title = exercise.title.replace("\\", "\\\\").replace('"', '\\"')
    public = 0.4 * exercise.points
    return template.format(
        number=int(exercise.id.removeprefix("ex")),
        title=title if title.endswith((".", "?", "!")) else f"{title}.",
        public=plain_number(public),
        hidden=plain_number(exercise.points - public),
    )
