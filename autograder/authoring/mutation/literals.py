"""Operators on constants: one more, one less, the opposite, another text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import libcst as cst

from autograder.authoring.mutation.changes import Change, Scene, atom

_OTHER_TEXT = {
    "mean": "sum",
    "sum": "mean",
    "fan_in": "fan_out",
    "fan_out": "fan_in",
    "constant": "reflect",
    "reflect": "constant",
}


def integer(node: cst.Integer, scene: Scene) -> Iterator[Change]:
    """n becomes n - 1 and n + 1."""
    if _is_negated(scene):
        return
    value = ast.literal_eval(node.value)
    for other in (value + 1, value - 1):
        yield Change(operator="constant", target=node, code=_number(other))


def negative(node: cst.UnaryOperation, scene: Scene) -> Iterator[Change]:
    """-n becomes -n + 1 and -n - 1; of anything else the sign is dropped."""
    if not isinstance(node.operator, cst.Minus):
        return
    if isinstance(node.expression, cst.Integer):
        value = -ast.literal_eval(node.expression.value)
        for other in (value + 1, value - 1):
            yield Change(operator="constant", target=node, code=_number(other))
    else:
        yield Change(operator="sign dropped", target=node, code=atom(node.expression))


def floating(node: cst.Float, scene: Scene) -> Iterator[Change]:
    """A number becomes twice as large, and 0."""
    value = ast.literal_eval(node.value)
    others = (1.0,) if value == 0.0 else (2.0 * value, 0.0)
    for other in others:
        yield Change(operator="constant", target=node, code=repr(other))


def name(node: cst.Name, scene: Scene) -> Iterator[Change]:
    """True becomes False, and the other way round."""
    opposite = {"True": "False", "False": "True"}.get(node.value)
    if opposite is not None:
        yield Change(operator="constant", target=node, code=opposite)


def text(node: cst.SimpleString, scene: Scene) -> Iterator[Change]:
    """A text becomes another one."""
    value = node.evaluated_value
    if isinstance(value, str):
        yield Change(operator="constant", target=node, code=repr(_OTHER_TEXT.get(value, f"{value}x")))


def _is_negated(scene: Scene) -> bool:
    return isinstance(scene.parent, cst.UnaryOperation) and isinstance(scene.parent.operator, cst.Minus)


def _number(value: int) -> str:
    return str(value) if value >= 0 else f"({value})"
