"""Generic wrong modules: useless answers that no suite may reward, whatever the exercise.

Each is the solution with the answers of its public functions, and of its classes' public methods, replaced.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from autograder.authoring.overlay import public_names
from autograder.authoring.regions import without_marks

KINDS: dict[str, str] = {
    "none": "answers None",
    "zeros": "answers zeros of the right shape and type",
    "nan": "answers NaN of the right shape",
    "empty": "answers empty tensors and containers",
    "echo": "answers its own first argument",
    "raises": "raises RuntimeError",
    "refuses": "raises ValueError",  # what many contracts ask for on bad input
}


def make(solution_source: str, kind: str) -> str:
    """Return the generic wrong module of that kind, one of `KINDS`."""
    if kind not in KINDS:
        raise KeyError(kind)
    names = public_names(solution_source)
    install = f"_WrongAnswers({kind!r}).install(globals(), {list(names)!r})\n"
    return f"{without_marks(solution_source)}\n\n{_epilogue()}\n\n{install}"


@cache
def _epilogue() -> str:
    source = Path(__file__).with_name("wrong_epilogue.py").read_text(encoding="utf-8")
    return source.partition('"""\n\n')[2]
