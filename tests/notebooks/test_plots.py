"""The pictures at the end of notebooks are drawn by what the solutions give."""

from __future__ import annotations

import re
from pathlib import Path

import matplotlib
import pytest
from matplotlib import pyplot

from autograder.authoring.regions import without_marks
from autograder.course import load
from autograder.notebooks import plots


@pytest.fixture(autouse=True)
def _no_window():
    before = matplotlib.get_backend()
    matplotlib.use("agg")
    yield
    pyplot.close("all")
    matplotlib.use(before)


@pytest.mark.parametrize("exercise_id", ["ex13", "ex15"])
def test_the_cells_at_the_end_run_with_the_solution(exercise_id: str, repository: Path) -> None:
    exercise = load(repository / "course.toml").exercise(exercise_id)
    cells = re.findall(r"^```python\n(.*?)^```$", exercise.plots.read_text(), re.DOTALL | re.MULTILINE)
    smaller = "\n".join(cells).replace("2000, 500", "200, 60").replace("epochs=5", "epochs=2")
    namespace: dict[str, object] = {}
    exec(without_marks(exercise.solution.read_text()) + smaller, namespace)
    pictures = [pyplot.figure(number) for number in pyplot.get_fignums()]
    assert len(pictures) == len(cells)
    assert all(any(axis.has_data() for axis in picture.axes) for picture in pictures)


def test_the_two_parts_of_the_data_share_no_image() -> None:
    training, testing = plots.loaders(300, 40, 20)
    images, labels = next(iter(testing))
    assert images.shape == (20, 1, 28, 28) and 0 <= float(images.min()) < float(images.max()) <= 1
    assert len(training.dataset) == 300 and len(testing.dataset) == 40 and len(labels) == 20
    seen = {tuple(image.flatten().tolist()) for image, _ in training.dataset}
    assert not any(tuple(image.flatten().tolist()) in seen for image, _ in testing.dataset)
    with pytest.raises(ValueError, match="images in all"):
        plots.loaders(10**6, 1, 10)


def test_mistakes_are_named_and_the_rest_of_the_grid_is_empty() -> None:
    import torch

    images = torch.rand(5, 1, 4, 4)
    labels, predictions = torch.tensor([0, 1, 1, 0, 1]), torch.tensor([0, 0, 1, 1, 1])
    figure = plots.mistakes(images, labels, predictions, ["coat", "bag"])
    assert [axis.get_title() for axis in figure.axes if axis.has_data()] == ["coat\nis bag", "bag\nis coat"]
