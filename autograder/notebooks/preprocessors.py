"""Steps of ours in nbgrader's conversions: stubs as the course has them, and grading that runs no cell.

nbgrader knows these by its own settings (`GenerateAssignment.preprocessors` and the like), so its commands
and its pages in JupyterLab work as they always do.
"""

from __future__ import annotations

import atexit
import functools
from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters.autograde import Autograde  # type: ignore[import-untyped]  # nbgrader ships no types
from nbgrader.converters.generate_assignment import GenerateAssignment  # type: ignore[import-untyped]
from nbgrader.preprocessors import (  # type: ignore[import-untyped]
    ClearSolutions,
    Execute,
    NbGraderPreprocessor,
)

from autograder.authoring import stubs
from autograder.batch.graders import check_confinement
from autograder.course import FILE_NAME, Course, Exercise, load
from autograder.grading.files import UnreadableSubmission
from autograder.grading.session import Grader
from autograder.notebooks import documents, graded
from autograder.notebooks.late import LatePenalty
from autograder.notebooks.submitted import module_in, outline_of


class StripSolutions(ClearSolutions):  # type: ignore[misc]
    """Strip solutions as `grade author build` does, helpers that are private to a solution included.

    nbgrader would put `raise NotImplementedError` in the place of these too, and stop the notebook there.
    """

    def _replace_solution_region(self, cell: Any, language: str) -> bool:
        if cell.cell_type != "code" or self.begin_solution_delimeter not in cell.source:
            return bool(super()._replace_solution_region(cell, language))
        cell.source = stubs.strip(cell.source, origin="the notebook")
        return True


class CleanExporter(NotebookExporter):
    """Reads what learners handed in: whatever the file holds, a notebook comes out that nbgrader can work
    with.

    Left to itself, nbgrader gives up on the whole class over one notebook with an odd schema version.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Convert a notebook file; assignments that are no exercises are nbgrader's alone."""
        about, parent = resources["nbgrader"], cast(Any, self.parent)  # the converter
        course = _course(Path(parent.coursedir.root))
        if _exercise(course, about["assignment"], about["notebook"]) is None:
            return super().from_filename(filename, resources, **kw)
        try:
            notebook = documents.read(Path(filename))
        except UnreadableSubmission:
            notebook = None  # the module that is graded says why
        clean = graded.cleaned(notebook, graded.master_cells(course, about["assignment"]))
        resources["metadata"] = {"name": about["notebook"], "path": str(Path(filename).parent)}
        node = nbformat.from_dict(clean)  # type: ignore[no-untyped-call]
        return super().from_notebook_node(node, resources, **kw)  # type: ignore[no-untyped-call]


class GradeInSandbox(NbGraderPreprocessor):  # type: ignore[misc]
    """Grades the module in a notebook in place of running its cells; runs nothing in this process."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Put the verdicts into the test cells; raises `GraderError`, which nbgrader logs."""
        about = resources["nbgrader"]
        coursedir = self.parent.parent.coursedir
        course = _course(Path(coursedir.root))
        exercise = _exercise(course, about["assignment"], about["notebook"])
        if exercise is None:
            done: tuple[Any, Any] = Execute(parent=self.parent).preprocess(nb, resources)
            return done
        folder = coursedir.format_path(coursedir.submitted_directory, about["student"], about["assignment"])
        path = Path(folder) / f"{about['notebook']}.ipynb"
        files, retelling = module_in(path, exercise, outline_of(course, exercise))
        report = _grader(course.root, exercise.id).grade(exercise, files, learner=about["student"])
        graded.fill(nb, retelling.report(report))
        filled = nbformat.from_dict(nb)  # type: ignore[no-untyped-call]
        return filled, resources


def install(config: Any) -> None:
    """Put these steps into nbgrader's configuration, in the places of its own."""
    config.GenerateAssignment.preprocessors = [
        StripSolutions if step is ClearSolutions else step
        for step in _steps(GenerateAssignment, "preprocessors")
    ]
    config.Autograde.autograde_preprocessors = [
        GradeInSandbox if step is Execute else step for step in _steps(Autograde, "autograde_preprocessors")
    ]
    config.Autograde.exporter_class = CleanExporter
    config.AssignLatePenalties.plugin_class = LatePenalty


def _steps(converter: Any, trait: str) -> list[Any]:
    """Return the preprocessors that nbgrader would use; what a later version adds is kept."""
    steps: list[Any] = converter.class_traits()[trait].default()
    return steps


def _exercise(course: Course, assignment: str, notebook: str) -> Exercise | None:
    """Return the exercise that an assignment is, or None for one that an instructor made by hand."""
    found = [exercise for exercise in course.exercises if exercise.id == assignment == notebook]
    return found[0] if found else None


def _course(root: Path) -> Course:
    return load(root / FILE_NAME)


@functools.cache
def _grader(root: Path, exercise_id: str) -> Grader:
    """Return the grader of an exercise, open as long as nbgrader runs; raises `SandboxError`."""
    course = _course(root)
    grader = Grader(course, preload=course.exercise(exercise_id).preload, many=True)
    atexit.register(grader.close)
    check_confinement(grader.backend, "auto")
    return grader
