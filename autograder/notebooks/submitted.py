"""From a notebook that was handed in to what is graded, by `grade all` and by nbgrader alike."""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from pathlib import Path

from autograder.authoring import stubs
from autograder.course import Course, Exercise
from autograder.grading.files import SubmissionFiles, UnreadableSubmission
from autograder.notebooks import documents
from autograder.notebooks.cells import failing_module, module_of
from autograder.notebooks.retelling import Retelling

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a stub asks for, and what it gives."""

    names: tuple[str, ...]  # of functions, classes and constants that suites may look at
    preamble: str  # imports and constants


def outline(stub: str) -> Outline:
    """Return the outline of a stub."""
    names: list[str] = []
    given: list[str] = []
    for node in ast.parse(stub).body:
        if isinstance(node, _DEFINITIONS):
            names.append(node.name)
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            given.append(ast.get_source_segment(stub, node) or "")
            names += [
                child.id
                for child in ast.walk(node)
                if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store)
            ]
    return Outline(names=tuple(name for name in names if not name.startswith("_")), preamble="\n".join(given))


def outline_of(course: Course, exercise: Exercise) -> Outline:
    """Return what an exercise asks for, as its solution says."""
    return outline(stubs.stub_of(course, exercise))


def module_in(path: Path, exercise: Exercise, wanted: Outline) -> tuple[SubmissionFiles, Retelling]:
    """Return the module in a notebook that was handed in, ready to be graded, and how to tell of its lines.

    What cannot be read as a notebook is a module that cannot be imported, and says why.
    """
    try:
        cells = documents.code_cells(documents.read(path))
    except UnreadableSubmission as error:
        # The learner reads this: where the file lies on this machine does not matter.
        module = failing_module(str(error).replace(str(path), path.name))
    else:
        module = module_of(cells, wanted.names, preamble=wanted.preamble)
    name = f"{exercise.module}.py"
    # Part of what was handed in: a report that names cells is for no other notebook, were its code the same.
    cells_are = hashlib.sha256(repr(sorted(module.places.items())).encode()).hexdigest()[:16]
    text = f"{module.text}# cells: {cells_are}\n"
    files = SubmissionFiles.of_source(name, text.encode("utf-8", "backslashreplace"))
    return files, Retelling(file=name, places=module.places)
