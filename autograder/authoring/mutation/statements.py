"""Operators on statements: one that is missing, a condition the wrong way round, another jump."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from autograder.authoring.mutation.changes import Change, Scene, atom, code
from autograder.authoring.mutation.expressions import without_ends
from autograder.authoring.mutation.swaps import EXCEPTIONS

_AUGMENTED = {
    cst.AddAssign: "-=",
    cst.SubtractAssign: "+=",
    cst.MultiplyAssign: "/=",
    cst.DivideAssign: "*=",
    cst.FloorDivideAssign: "/=",
    cst.ModuloAssign: "//=",
    cst.PowerAssign: "*=",
    cst.MatrixMultiplyAssign: "*=",
    cst.BitAndAssign: "|=",
    cst.BitOrAssign: "&=",
}
_NO_CONTEXT = '__import__("contextlib").nullcontext()'


def expression(node: cst.Expr, scene: Scene) -> Iterator[Change]:
    """A call for its effect is dropped."""
    yield Change(operator="statement dropped", target=node, code="pass")


def assignment(node: cst.Assign, scene: Scene) -> Iterator[Change]:
    """An assignment is dropped where what it changes exists before; a new value replaces the caller's."""
    target = node.targets[0].target
    if (
        not isinstance(target, cst.Name)
        or _mentions(node.value, target.value)
        or target.value in scene.parameters
    ):
        yield Change(operator="statement dropped", target=node, code="pass")
    value = node.value
    if isinstance(value, cst.BinaryOperation) and code(value.left) == code(target) in scene.parameters:
        sign = code(value.operator).strip()
        yield Change(operator="in place", target=node, code=f"{code(target)} {sign}= {atom(value.right)}")


def augmented(node: cst.AugAssign, scene: Scene) -> Iterator[Change]:
    """+= becomes -=, and =, and nothing."""
    target, value = code(node.target), code(node.value)
    other = _AUGMENTED.get(type(node.operator))
    if other is not None:
        yield Change(operator="arithmetic", target=node, code=f"{target} {other} {value}")
    yield Change(operator="arithmetic", target=node, code=f"{target} = {value}")
    yield Change(operator="statement dropped", target=node, code="pass")


def deletion(node: cst.Del, scene: Scene) -> Iterator[Change]:
    """Something is not deleted."""
    yield Change(operator="statement dropped", target=node, code="pass")


def returned(node: cst.Return, scene: Scene) -> Iterator[Change]:
    """None is returned, or nothing yet, or the two of a pair the other way round."""
    if node.value is None:
        yield Change(operator="statement dropped", target=node, code="pass")
        return
    yield Change(operator="return None", target=node, code="return None")
    yield Change(operator="statement dropped", target=node, code="pass")
    if isinstance(node.value, cst.Tuple) and len(node.value.elements) == 2:
        first, second = node.value.elements
        swapped = f"return {code(second.value)}, {code(first.value)}"
        yield Change(operator="pair swapped", target=node, code=swapped)


def raised(node: cst.Raise, scene: Scene) -> Iterator[Change]:
    """Nothing is raised, or another kind of exception; its text is free."""
    yield Change(operator="statement dropped", target=node, code="pass")
    kind = node.exc.func if isinstance(node.exc, cst.Call) else node.exc
    if isinstance(kind, cst.Name) and kind.value in EXCEPTIONS:
        yield Change(operator="exception", target=kind, code=EXCEPTIONS[kind.value])


def asserted(node: cst.Assert, scene: Scene) -> Iterator[Change]:
    """An assertion is dropped."""
    yield Change(operator="statement dropped", target=node, code="pass")


def leaving(node: cst.Break, scene: Scene) -> Iterator[Change]:
    """A loop goes on where it should end."""
    yield Change(operator="jump", target=node, code="continue")
    yield Change(operator="statement dropped", target=node, code="pass")


def going_on(node: cst.Continue, scene: Scene) -> Iterator[Change]:
    """A loop ends, or does the rest, where it should go on with the next one."""
    yield Change(operator="jump", target=node, code="break")
    yield Change(operator="statement dropped", target=node, code="pass")


def condition(node: cst.If, scene: Scene) -> Iterator[Change]:
    """A condition is negated, never true (the body is dropped), always true."""
    yield Change(operator="condition negated", target=node.test, code=f"(not {atom(node.test)})")
    yield Change(operator="condition never true", target=node.test, code="(False)")
    yield Change(operator="condition always true", target=node.test, code="(True)")


def repetition(node: cst.While, scene: Scene) -> Iterator[Change]:
    """A loop never starts, or starts when it should not."""
    if code(node.test) != "True":
        yield Change(operator="condition negated", target=node.test, code=f"(not {atom(node.test)})")
    yield Change(operator="condition never true", target=node.test, code="(False)")


def loop(node: cst.For, scene: Scene) -> Iterator[Change]:
    """A loop leaves out the first one, the last one, all of them."""
    yield from without_ends(node.iter)
    yield Change(operator="loop dropped", target=node.iter, code="[]")


def context(node: cst.WithItem, scene: Scene) -> Iterator[Change]:
    """A context manager is dropped, where its value is of no use."""
    if node.asname is None:
        yield Change(operator="context dropped", target=node.item, code=_NO_CONTEXT)


def handler(node: cst.ExceptHandler, scene: Scene) -> Iterator[Change]:
    """A handler catches nothing, or one kind of exceptions less."""
    if node.type is None:
        return
    yield Change(operator="nothing caught", target=node.type, code="()")
    if isinstance(node.type, cst.Tuple) and len(node.type.elements) > 1:
        for left_out in node.type.elements:
            kept = [code(kind.value) for kind in node.type.elements if kind is not left_out]
            yield Change(operator="exception", target=node.type, code=f"{', '.join(kept)},")


def decorator(node: cst.Decorator, scene: Scene) -> Iterator[Change]:
    """A decorator is dropped."""
    yield Change(operator="decorator dropped", target=node, code="")


def yielded(node: cst.Yield, scene: Scene) -> Iterator[Change]:
    """A generator gives None."""
    if node.value is not None:
        yield Change(operator="yield None", target=node, code="(yield None)")


def _mentions(node: cst.BaseExpression, name: str) -> bool:
    found: list[bool] = []

    class Finder(cst.CSTVisitor):
        def visit_Name(self, node: cst.Name) -> None:  # noqa: N802
            found.append(node.value == name)

    node.visit(Finder())
    return any(found)
