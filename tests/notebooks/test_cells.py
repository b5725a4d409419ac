"""The module in a notebook: whatever else was tried in it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from autograder.notebooks.cells import MAX_CELLS, MAX_SOURCE, module_of
from autograder.notebooks.retelling import Retelling
from autograder.notebooks.submitted import Outline, module_in
from autograder.report import Status, TestResult
from tests.tiny import make_course

NAMES = ("double", "triple")


def imported(*cells: str, preamble: str = "") -> ModuleType:
    module = ModuleType("made")
    exec(module_of(cells, NAMES, preamble=preamble).text, module.__dict__)
    return module


DOUBLE = "def double(x):\n    return 2 * x"


@pytest.mark.parametrize(
    "experiment",
    [
        "double(3)",
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])",
        "!pip install nothing\nfiles = !ls",
        "%%bash\nrm -rf /",
        "?double",
        "double??",
        "while True:\n    pass",
        "import a_module_that_is_not_there\na_module_that_is_not_there.run()",
        "raise SystemExit",
        "assert double(1) == 3",
        "this is no python at all",
        "x = \x00",
        "(" * 5_000,
        "history = [double(n) for n in range(10**12)]",
        "from autograder.notebooks import check\ncheck('test_double')",
    ],
)
def test_experiments_neither_break_nor_run(experiment: str) -> None:
    assert imported(experiment, DOUBLE, experiment).double(4) == 8


@pytest.mark.parametrize("magic", ["%%time", "%%capture out", "%%timeit -n 1"])
def test_magics_that_only_look_on_do_not_hide_a_definition(magic: str) -> None:
    assert imported(f"{magic}\n{DOUBLE}").double(4) == 8


def test_a_line_magic_in_the_cell_of_a_function_is_left_out() -> None:
    assert imported(f"%timeit 1 + 1\n{DOUBLE}\n!ls").double(4) == 8


def test_helpers_and_constants_come_along_from_any_cell() -> None:
    cells = (
        "import math",
        "N = math.floor(2.5)",
        "def helper(x):\n    return N * x",
        "def double(x):\n    return helper(x)",
    )
    assert imported(*cells).double(4) == 8


def test_the_last_definition_counts() -> None:
    assert imported("def double(x):\n    return 0", DOUBLE).double(4) == 8


def test_a_cell_that_is_no_python_costs_its_own_function_alone() -> None:
    module = imported(DOUBLE, "def triple(x)\n    return 3 * x")
    assert module.double(4) == 8
    with pytest.raises(SyntaxError, match=r"code cell 2 of the notebook is no valid Python: .* \(line 1\)"):
        module.triple(1)


def test_what_the_exercise_gives_is_there_even_if_its_cell_was_deleted() -> None:
    assert imported("def double(x):\n    return FACTOR * x", preamble="FACTOR = 2").double(4) == 8


def test_a_function_that_is_missing_is_missing() -> None:
    assert not hasattr(imported(DOUBLE), "triple")


@pytest.mark.parametrize("cells", [["x = 1"] * (MAX_CELLS + 1), ["#" * (MAX_SOURCE + 1)]])
def test_a_notebook_beyond_all_measure_says_so(cells: list[str]) -> None:
    with pytest.raises(ImportError, match="hand in the exercise alone"):
        imported(*cells)


def test_the_module_does_not_depend_on_experiments() -> None:
    """The drawn inputs depend on the module's bytes: a plot more or less must not change a score."""
    others = module_of(["print(1)", DOUBLE, "%time double(2)"], NAMES)
    assert module_of([DOUBLE], NAMES).text == others.text


@pytest.mark.parametrize(
    ("cells", "where"),
    [
        (["1 + 1", "import math\n\n\ndef double(x):\n    return x / 0"], ("code cell 2", 5)),
        (["%%time\n# twice\ndef double(x):\n    return x / 0"], ("code cell 1", 4)),
        (["%timeit 1 + 1\n!ls\ndef double(x):\n    return x / 0"], ("code cell 1", 4)),
        (["def half(x):\n    return x / 0", "a = 1; double = lambda x: half(x)"], ("code cell 1", 2)),
        (["from __future__ import annotations", "def double(x):\n    return x / 0"], ("code cell 2", 2)),
    ],
)
def test_a_line_of_the_module_is_told_as_a_line_of_a_cell(cells: list[str], where: tuple[str, int]) -> None:
    """That of the division, which fails."""
    module = module_of(cells, NAMES, preamble="import torch\nFACTOR = 2")
    (line,) = [number for number, text in enumerate(module.text.splitlines(), 1) if "/ 0" in text]
    assert module.places[line] == where


def test_cells_have_the_names_that_they_are_given() -> None:
    module = module_of(["1", DOUBLE], NAMES, labels=["cell [3]", "cell [7]"])
    assert set(module.places.values()) == {("cell [7]", 1), ("cell [7]", 2)}


def test_the_same_code_in_other_cells_is_another_submission(tmp_path: Path) -> None:
    """Its report would name cells that the first one's learner has not got."""
    exercise = make_course(tmp_path / "course").exercises[0]
    digests = []
    for cells in ([DOUBLE], ["1 + 1", DOUBLE], [DOUBLE, "1 + 1"]):
        path = tmp_path / "ex01.ipynb"
        node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        nbformat.write(node, path)
        files, _ = module_in(path, exercise, Outline(names=("double",), preamble=""))
        digests.append(files.digest)
    assert digests[0] != digests[1] and digests[0] == digests[2]


def test_messages_name_the_notebook_and_its_cells() -> None:
    module = module_of(["1", DOUBLE], NAMES, preamble="import math")
    telling = Retelling(file="ex01_figures.py", places=module.places)
    told = telling.text("double(3) raised TypeError in line 2 of ex01_figures.py\n    return 2 * x")
    assert told == "double(3) raised TypeError in line 2 of code cell 2\n    return 2 * x"
    assert telling.text("ex01_figures.py has no `double`.") == "the notebook has no `double`."
    assert telling.text("raised KeyError in line 99 of ex01_figures.py") == "raised KeyError in the notebook"
    assert telling.text("in line 2 of ex01_figuresxpy") == "in line 2 of ex01_figuresxpy"


def test_all_texts_of_a_test_name_the_notebook() -> None:
    telling = Retelling(file="ex01_figures.py", places={2: ("code cell 2", 2)})
    raw = "failed in line 2 of ex01_figures.py"
    test = TestResult(
        id="test_double",
        title="doubles",
        public=True,
        points=1,
        score=0,
        status=Status.FAILED,
        message=raw,
        details=raw,
        output=raw,
    )
    told = telling.result(test)
    assert {told.message, told.details, told.output} == {"failed in line 2 of code cell 2"}
