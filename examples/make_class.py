"""Make the sample class from the course itself: a dozen learners in the states that real classes have.

Run it after a change to a solution: `python examples/make_class.py`. With `--check` it only says whether the
class under examples/class is what it would make.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from autograder.authoring.overlay import compose
from autograder.authoring.regions import without_marks
from autograder.course import Course, load

HERE = Path(__file__).resolve().parent
CLASS = HERE / "class"

LOOPS = """
def pairwise_distances(a, b):
    total = torch.zeros(len(a), len(b))
    column = 0
    while column < a.shape[1]:
        total += (a[:, None, column] - b[None, :, column]) ** 2
    return total.sqrt()
"""

HUNGRY = """
def pairwise_distances(a, b):
    copies = [torch.zeros(1000, 1000, 1000)]
    while True:
        copies.append(copies[-1] + 1)
"""

CRASHES = """
import ctypes

def extreme_positions(x):
    print("reading the matrix from memory")
    return ctypes.string_at(0)

def select_rows(x, mask):
    print("done for today")
    raise SystemExit
"""

CHEATS = """
import gc
import os
import ast
import sys
from pathlib import Path

class Whatever:
    \"\"\"Equal to everything, whatever it is compared with.\"\"\"

    shape = dtype = device = None

    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

def _peek():
    found = []
    for place in ("grader_tests", "/etc/passwd", str(Path.home())):
        try:
            found += os.listdir(place)
        except OSError as error:
            found.append(error)
    frame = sys._getframe()
    while frame:
        found += [value for name, value in frame.f_locals.items() if "expected" in name]
        frame = frame.f_back
    return found + [one for one in gc.get_objects() if "Suite" in type(one).__name__]

def standardize(x, dim):
    return Whatever()

def pairwise_distances(a, b):
    answers = _peek()
    return answers[-1] if answers else Whatever()

def batched_matmul(a, b):
    import pytest
    pytest.fail = pytest.raises = lambda *args, **kwargs: None
    return Whatever()

def extreme_positions(x):
    os.write(3, b"score = 10")
    return Whatever()

def select_rows(x, mask):
    torch.equal = torch.allclose = lambda *args, **kwargs: True
    torch.Tensor.__eq__ = lambda self, other: torch.tensor(True)
    return Whatever()

def scores_of_labels(scores, labels):
    os._exit(0)
"""


class Desk:
    """Where learners' files are put together."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self.files: dict[str, str] = {}

    def hand_in(self, learner: int, exercise_id: str, *overlays: str, text: str | None = None) -> None:
        """Add a file: the solution with overlays laid over it one after another, or the text as it is."""
        exercise = self._course.exercise(exercise_id)
        source = exercise.solution.read_text() if text is None else text
        if text is None:
            source = without_marks(source)
        for overlay in overlays:
            source = compose(source, overlay)
        self.files[f"learner-{learner:02}/{exercise.module}.py"] = source

    def stub(self, exercise_id: str) -> str:
        """Return an exercise's stub."""
        return self._course.exercise(exercise_id).stub.read_text()

    def alternative(self, exercise_id: str, name: str) -> str:
        """Return the text of an alternative."""
        return (self._course.exercise(exercise_id).alternatives / f"{name}.py").read_text()

    def mistake(self, exercise_id: str, name: str) -> str:
        """Return the text of a misconception."""
        return (self._course.exercise(exercise_id).misconceptions / f"{name}.py").read_text()


def make(course: Course) -> dict[str, str]:
    """Return the class's files by path."""
    desk = Desk(course)
    for exercise in ("ex03", "ex10", "ex12", "ex13", "ex14"):  # 1: complete
        desk.hand_in(1, exercise)
    desk.hand_in(2, "ex03", desk.alternative("ex03", "loops"))  # 2: complete, in another way
    desk.hand_in(2, "ex10", desk.alternative("ex10", "sequential_inside"))
    desk.hand_in(2, "ex12", desk.alternative("ex12", "own_classes"))
    desk.hand_in(3, "ex03", text=_half(desk.stub("ex03"), desk.alternative("ex03", "loops")))  # 3: half done
    desk.hand_in(3, "ex10", text=desk.stub("ex10"))
    for exercise, mistake in {  # 4 and 5: one misconception each
        "ex03": "sample_deviation",
        "ex10": "relu_missing_between_linear_layers",
        "ex12": "loader_never_shuffles",
        "ex13": "no_zero_grad",
    }.items():
        desk.hand_in(4, exercise, desk.mistake(exercise, mistake))
    for exercise, mistake in {
        "ex03": "star_for_matmul",
        "ex10": "softmax_at_the_end",
        "ex12": "images_opened_at_once",
        "ex14": "labels_left_behind",
    }.items():
        desk.hand_in(5, exercise, desk.mistake(exercise, mistake))
    for exercise in ("ex03", "ex10", "ex12"):  # 6: untouched
        desk.hand_in(6, exercise, text=desk.stub(exercise))
    desk.hand_in(7, "ex03", text=desk.stub("ex03").replace("dim: int) -> Tensor:", "dim: int) -> Tensor", 1))
    desk.hand_in(8, "ex10")  # 8: forgot to hand in ex03
    desk.hand_in(9, "ex03", LOOPS)
    desk.hand_in(10, "ex03", HUNGRY)
    desk.hand_in(11, "ex03", CRASHES)
    desk.hand_in(12, "ex03", CHEATS)
    return desk.files


def _half(stub: str, overlay: str) -> str:
    """Return the stub with the first three functions written."""
    return compose(stub, _only(overlay, ("standardize", "pairwise_distances", "batched_matmul")))


def _only(overlay: str, names: tuple[str, ...]) -> str:
    tree = ast.parse(overlay)
    kept = [node for node in tree.body if not isinstance(node, ast.FunctionDef) or node.name in names]
    return "\n\n".join(ast.get_source_segment(overlay, node) or "" for node in kept)


def main(arguments: list[str]) -> int:
    """Write the class, or with --check compare it; returns the exit code."""
    files = make(load(HERE.parent / "course.toml"))
    stale = [name for name, text in files.items() if not _holds(CLASS / name, text)]
    extra = [path for path in CLASS.glob("*/*") if str(path.relative_to(CLASS)) not in files]
    if "--check" in arguments:
        for name in [*stale, *map(str, extra)]:
            print(f"{name} is not what `python examples/make_class.py` makes")
        return 1 if stale or extra else 0
    for path in extra:
        path.unlink()
    for name in stale:
        path = CLASS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name])
    return 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
