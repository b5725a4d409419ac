"""Reports to show, and a console that keeps what is printed on it."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from autograder.batch.tally import Step
from autograder.exhibits import Confusion, Curves, Exhibit, Mistaken, Mistakes
from autograder.render.consoles import Advice
from autograder.render.terminal import About
from autograder.report import Report, Status, TestResult
from autograder.report_row import ReportRow, Rows

ABOUT = About(
    title="Tensor operations",
    file="exercises/ex03_tensor_ops.py",
    command="grade check ex03",
    begin="one_hot",
    line=88,
    following=Advice(
        "Next: ex04 Losses. Write mse in exercises/ex04_losses.py, line 9, then run", "grade check ex04"
    ),
)


def result(
    title: str, status: str = "passed", points: float = 2.0, *, public: bool = True, message: str = ""
) -> TestResult:
    state = Status(status)
    score = points if state is Status.PASSED else 0.0
    return TestResult(
        id=f"test_{title.replace(' ', '_')}",
        title=title,
        public=public,
        points=points,
        score=score,
        status=state,
        message=message,
    )


def report(
    *tests: TestResult, exercise: str = "ex03", learner: str = "", sandbox: tuple[str, ...] = ("landlock",)
) -> Report:
    return Report(
        exercise=exercise,
        learner=learner,
        score=sum(test.score for test in tests),
        max_score=sum(test.points for test in tests),
        tests=tests,
        submission="0" * 32,
        sandbox=sandbox,
    )


def row(report: Report) -> ReportRow:
    return Rows().of(report)


def step(report: Report | None, done: int, total: int, **fields: float | None) -> Step:
    counts: dict[str, Any] = {"running": 2, "failed": 0, "a_second": None, "seconds_left": None}
    return Step(finished=report and row(report), done=done, total=total, **counts | fields)


class Paper(Console):
    """A console of a given width whose text can be read; plain unless `colour`, ASCII with `encoding="ascii"`."""

    def __init__(self, width: int = 80, *, colour: bool = False, encoding: str = "utf-8") -> None:
        self._raw = io.BytesIO()
        super().__init__(
            file=io.TextIOWrapper(
                self._raw, encoding=encoding, errors="strict", newline="\n", write_through=True
            ),
            width=width,
            highlight=False,
            markup=False,
            emoji=False,
            force_terminal=colour,
            color_system="standard" if colour else None,
            legacy_windows=False,
            _environ={},
        )
        self._encoding = encoding

    @property
    def text(self) -> str:
        return self._raw.getvalue().decode(self._encoding)


HOSTILE = '</pre><script>document.title = "broken in"</script><img src="http://example.com/x.png">'


def exhibits() -> tuple[Exhibit, ...]:
    """Something of each kind to look at."""
    image = Mistaken(pixels=bytes(range(16)), true="Coat", predicted="Shirt")
    return (
        Curves(
            title="Training", steps=(1, 50, 90), series={"loss": (2.3, 0.9, 0.4), "accuracy": (0.1, 0.7, 0.8)}
        ),
        Confusion(title="What 30 images were taken for", names=("Coat", "Shirt"), counts=((12, 3), (5, 10))),
        Mistakes(title="Mistaken", side=4, images=(image, image)),
    )
