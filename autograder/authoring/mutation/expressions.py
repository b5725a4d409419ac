"""Operators on expressions: comparisons, arithmetic, conditions, indices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import libcst as cst

from autograder.authoring.mutation.changes import Change, Scene, atom, code, dotted

_COMPARISONS: dict[type[cst.BaseCompOp], tuple[type[cst.BaseCompOp], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThanEqual),
    cst.LessThanEqual: (cst.LessThan, cst.GreaterThan),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThanEqual),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThan),
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
}
_ARITHMETIC = {
    cst.Add: "-",
    cst.Subtract: "+",
    cst.Multiply: "/",
    cst.Divide: "*",
    cst.FloorDivide: "/",
    cst.Modulo: "//",
    cst.Power: "*",
    cst.MatrixMultiply: "*",
    cst.BitAnd: "|",
    cst.BitOr: "&",
    cst.BitXor: "|",
    cst.LeftShift: ">>",
    cst.RightShift: "<<",
}
_ORDER_MATTERS = (
    cst.Subtract,
    cst.Divide,
    cst.FloorDivide,
    cst.Modulo,
    cst.Power,
    cst.MatrixMultiply,
)
_PARTS = frozenset({"T", "mT", "H", "mH", "real", "imag"})


def comparison(node: cst.Comparison, scene: Scene) -> Iterator[Change]:
    """< becomes <= and >=, == becomes !=, is becomes is not ..."""
    for place, part in enumerate(node.comparisons):
        for other in _COMPARISONS[type(part.operator)]:
            parts = [*node.comparisons]
            parts[place] = part.with_changes(operator=other())
            yield Change(operator="comparison", target=node, code=code(node.with_changes(comparisons=parts)))


def arithmetic(node: cst.BinaryOperation, scene: Scene) -> Iterator[Change]:
    """Another operation, the operands swapped, one of them alone."""
    left, right = atom(node.left), atom(node.right)
    other = _ARITHMETIC[type(node.operator)]
    yield Change(operator="arithmetic", target=node, code=f"({left} {other} {right})")
    if isinstance(node.operator, _ORDER_MATTERS):
        sign = code(node.operator).strip()
        yield Change(operator="operands swapped", target=node, code=f"({right} {sign} {left})")
    for operand in (left, right):
        yield Change(operator="operand alone", target=node, code=operand)


def boolean(node: cst.BooleanOperation, scene: Scene) -> Iterator[Change]:
    """`and` becomes `or`, and each operand stands alone."""
    left, right = atom(node.left), atom(node.right)
    other = "or" if isinstance(node.operator, cst.And) else "and"
    yield Change(operator="and/or", target=node, code=f"({left} {other} {right})")
    for operand in (left, right):
        yield Change(operator="operand alone", target=node, code=operand)


def negation(node: cst.UnaryOperation, scene: Scene) -> Iterator[Change]:
    """`not x` and `~x` become x."""
    if isinstance(node.operator, cst.Not | cst.BitInvert):
        yield Change(operator="not dropped", target=node, code=atom(node.expression))


def choice(node: cst.IfExp, scene: Scene) -> Iterator[Change]:
    """Of `a if x else b`, always one of the two, and each in the other's place."""
    body, otherwise = atom(node.body), atom(node.orelse)
    swapped = f"({otherwise} if {atom(node.test)} else {body})"
    yield Change(operator="condition negated", target=node, code=swapped)
    yield Change(operator="condition always true", target=node, code=body)
    yield Change(operator="condition never true", target=node, code=otherwise)


def filtered(node: cst.CompIf, scene: Scene) -> Iterator[Change]:
    """The condition of a comprehension is negated, and dropped."""
    yield Change(operator="condition negated", target=node.test, code=f"(not {atom(node.test)})")
    yield Change(operator="condition always true", target=node.test, code="True")


def looped(node: cst.CompFor, scene: Scene) -> Iterator[Change]:
    """A comprehension leaves the first or the last one out."""
    yield from without_ends(node.iter)


def without_ends(items: cst.BaseExpression) -> Iterator[Change]:
    """What is looped over lacks its first, or its last, item; of a range, `calls.span` moves the bounds."""
    if isinstance(items, cst.Call) and dotted(items.func) == "range":
        return
    yield Change(operator="first left out", target=items, code=f"[*{atom(items)}][1:]")
    yield Change(operator="last left out", target=items, code=f"[*{atom(items)}][:-1]")


def part(node: cst.Attribute, scene: Scene) -> Iterator[Change]:
    """x.T and the like become x."""
    if node.attr.value in _PARTS:
        yield Change(operator=f".{node.attr.value} dropped", target=node, code=atom(node.value))


def index(node: cst.Subscript, scene: Scene) -> Iterator[Change]:
    """Neighbouring indices change places."""
    for first, second in pairwise(range(len(node.slice))):
        parts = [*node.slice]
        parts[first], parts[second] = (
            parts[first].with_changes(slice=parts[second].slice),
            parts[second].with_changes(slice=parts[first].slice),
        )
        yield Change(operator="indices swapped", target=node, code=code(node.with_changes(slice=parts)))


def bounds(node: cst.Slice, scene: Scene) -> Iterator[Change]:
    """A slice loses a bound."""
    for bound in ("lower", "upper", "step"):
        if getattr(node, bound) is not None:
            yield Change(
                operator=f"{bound} bound dropped", target=node, code=code(node.with_changes(**{bound: None}))
            )
