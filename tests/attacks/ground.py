"""The course that is attacked, and the secrets that are planted around it for attacks to look for.

A planted secret is a text that occurs nowhere else, PLANTED-<where>-<twelve digits>: an attack that gets near
one can tell it by its form, and whoever reads a report can tell where it came from.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import torch

from autograder.course import Course, load
from autograder.data import sources, tensors
from tests.tiny import SOLUTION, STUB, SUITE

PREFIX = "torchgrade-attacks-"  # of the one folder in /tmp below which all of this lies
VARIABLE = "TORCHGRADE_PLANTED"  # of the grader's environment
HONEST = {"tiny": SOLUTION}
EXERCISES = {"tiny": "ex01", "rich": "ex02"}

COURSE = """
[course]
id = "attacked"
title = "Attacked"

[limits]
seconds = 5
submission_seconds = 40
memory_mb = 512
output_kb = 100
processes = 20
file_mb = 4
scratch_mb = 8
reply_mb = 8

[[exercises]]
id = "ex01"
title = "Doubling"
module = "ex01_double"
points = 4

[[exercises]]
id = "ex02"
title = "One test of each kind of check"
module = "ex02_rich"
points = 12
"""

# A suite as an author would write it, with each kind of check that the course's suites use.
RICH_SUITE = """
import torch
from autograder.testing import expect, gradients, points

@points(1, "adds numbers")
def test_total(submission, rng):
    values = [rng.integer(-99, 99) for _ in range(5)]
    expect.equal(submission.total(values), sum(values))

@points(1, "describes a sample")
def test_describe(submission, rng):
    x = rng.normal(7)
    expect.close(submission.describe(x), {"mean": x.mean(), "count": 7, "range": (x.min(), x.max())})

@points(1, "says whether there is a negative number")
def test_flag(submission, rng):
    for shift, expected in ((7.0, False), (-7.0, True)):
        expect.equal(submission.has_negative(rng.normal(5) + shift), expected)

@points(1, "goes through pairs")
def test_pairs(submission, rng):
    a, b = rng.normal(20), rng.normal(20)
    expect.equal([tuple(pair) for pair in submission.pairs(a, b)], list(zip(a.tolist(), b.tolist())))

@points(1, "refuses what it cannot do, and nothing else")
def test_refuse(submission, rng):
    expect.raises("ValueError", submission.root, -rng.uniform(3) - 1)
    x = rng.uniform(3)
    expect.close(submission.root(x), x.sqrt())

@points(2, "has the right gradient")
def test_gradient(submission, rng):
    x = rng.normal(4, dtype=torch.float64)
    expect.close(submission.cube(x), x**3)
    gradients.check(submission, "cube", (x,), rng=rng, reference=lambda x: x**3)

@points(1, "gives a view, and leaves its input alone")
def test_view(submission, rng):
    x = rng.normal(3, 5)
    kept = submission.keep(x)
    result = submission.call("rows_reversed_twice", kept)
    expect.close(submission.value(result), x)
    expect.unmodified(submission, kept, x)
    expect.same_storage(submission, result, kept)

@points(1, "adds up in place of the caller", public=True)
def test_cases(submission, rng):
    cases = [(rng.normal(4),) for _ in range(5)]
    for (x,), (value, _) in zip(cases, submission.observe_each("norm", cases), strict=True):
        expect.number(value, low=0)
        expect.close(value, float(x.norm()))

@points(3, "recognizes pictures that it has not seen")
def test_pictures(submission, fashion_mnist, rng):
    pictures, answers = fashion_mnist.held_out(rng, 200)
    found = submission.classify(pictures)
    expect.shape(found, (200,))
    expect.that(float((found == answers).double().mean()) > 0.55, "too few pictures were recognized")
"""

RICH_SOLUTION = """
import os
import torch

def total(values):
    return sum(values)

def describe(x):
    return {"mean": x.mean(), "count": len(x), "range": (x.min(), x.max())}

def has_negative(x):
    return bool((x < 0).any())

def pairs(a, b):
    return zip(a.tolist(), b.tolist())

def root(x):
    if bool((x < 0).any()):
        raise ValueError("a negative number has no root here")
    return x.sqrt()

def cube(x):
    return x**3

def rows_reversed_twice(x):
    return x[:]

def norm(x):
    return float(x.norm())

def classify(pictures):
    folder = "/data/FashionMNIST/raw" if os.path.isdir("/data") else ""
    if not folder:
        return torch.zeros(len(pictures), dtype=torch.int64)
    images, labels = (
        torch.frombuffer(bytearray(open(f"{folder}/train-{name}", "rb").read()), dtype=torch.uint8)
        for name in ("images-idx3-ubyte", "labels-idx1-ubyte")
    )
    images, labels = images[16:].view(-1, 784).float() / 255, labels[8:]
    means = torch.stack([images[labels == label].mean(0) for label in range(10)])
    return torch.cdist(pictures.flatten(1), means).argmin(1)
"""

RICH_STUB = "def total(values):\n    raise NotImplementedError('total is not written yet')\n"
HONEST["rich"] = RICH_SOLUTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The attacked course with everything around it."""

    root: Path
    course: Course
    secrets: dict[str, str]  # where each one lies, and its text

    @property
    def temporary(self) -> Path:
        """What the zygote takes for the host's temporary folder."""
        return self.root / "tmp"


def prepare(root: Path) -> Ground:
    """Write the course and the secrets into a folder."""
    root.chmod(0o755)
    planted = {place: _planted(place) for place in _PLACES}
    suite_of_pictures = f"{RICH_SUITE}\nSECRET = {planted['suite']!r}\n"
    texts = {
        "course/course.toml": COURSE,
        "course/exercises/ex01_double.py": STUB,
        "course/exercises/ex02_rich.py": RICH_STUB,
        "course/exercises/hints/ex01.md": "# ex01\n",
        "course/exercises/hints/ex02.md": "# ex02\n",
        "course/solutions/ex01_double.py": f"{SOLUTION}\nSECRET = {planted['solution']!r}\n",
        "course/solutions/ex02_rich.py": f"{RICH_SOLUTION}\nSECRET = {planted['solution']!r}\n",
        "course/grader_tests/test_ex01_double.py": f"{SUITE}\nSECRET = {planted['suite']!r}\n",
        "course/grader_tests/test_ex02_rich.py": suite_of_pictures,
        "course/submissions/somebody-else/ex01_double.py": f"{SOLUTION}\n# {planted['submission']}\n",
        "course/.torchgrade/secret": planted["secret"],
        "home/.netrc": planted["home"],
        "planted.txt": planted["temporary"],
        "tmp/.keep": "",
    }
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (root / "course/.torchgrade/secret").chmod(0o600)
    with sqlite3.connect(root / "course/gradebook.db") as book:
        book.execute("create table grade (comment text)")
        book.execute("insert into grade values (?)", (planted["gradebook"],))
    os.environ[VARIABLE] = planted["environment"]
    return Ground(root=root, course=load(root / "course/course.toml"), secrets=planted | _labels())


_PLACES = ("suite", "solution", "submission", "secret", "gradebook", "environment", "home", "temporary")


def _planted(place: str) -> str:
    return f"PLANTED-{place}-{secrets.token_hex(6)}"


def _labels() -> dict[str, str]:
    """The first held-out labels, as an attack that found them would write them: one digit after the other."""
    _, labels = tensors.held_out(sources.find(False, None))
    assert labels.dtype == torch.int64
    return {"labels": "".join(map(str, labels[:40].tolist()))}
