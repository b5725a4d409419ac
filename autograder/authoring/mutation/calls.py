"""Operators on calls: another function, other arguments, no call at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import libcst as cst

from autograder.authoring.mutation.changes import Change, Scene, atom, code, dotted, of_a_module, own_name
from autograder.authoring.mutation.swaps import DTYPES, SWAPS

# Arguments that are true or false: where a name or an attribute is handed on, its opposite is.
_FLAGS = frozenset(
    {
        "affine",
        "batch_first",
        "bias",
        "bidirectional",
        "create_graph",
        "descending",
        "drop_last",
        "inplace",
        "is_causal",
        "keepdim",
        "largest",
        "nesterov",
        "non_blocking",
        "persistent",
        "requires_grad",
        "retain_graph",
        "shuffle",
        "stable",
        "strict",
        "track_running_stats",
        "train",
        "training",
        "unbiased",
    }
)
# Calls whose argument is no substitute for their value: to drop them only breaks the code.
_KEPT_CALLS = frozenset({"range", "isinstance", "hasattr", "super", "zip", "enumerate", "open", "print"})
# Methods that have a twin with an underscore, which works in place.
_TWINS = """
abs add bernoulli ceil clamp clip copy cos cumsum div erf exp fill floor index_add index_copy index_fill log
log1p masked_fill mul neg pow relu round rsqrt scatter scatter_add sigmoid sin sqrt square sub tanh zero
"""
_WITH_A_TWIN = frozenset(_TWINS.split())


def function(node: cst.Call, scene: Scene) -> Iterator[Change]:
    """Another function is called."""
    target = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    for other in SWAPS.get(own_name(node.func), ()):
        yield Change(operator="function", target=target, code=other)


def data_type(node: cst.Attribute, scene: Scene) -> Iterator[Change]:
    """torch.float32 becomes torch.float64, and the like."""
    if node.attr.value in DTYPES and isinstance(node.value, cst.Name) and node.value.value in scene.modules:
        if isinstance(scene.parent, cst.Call) and scene.parent.func is node:
            return
        for other in SWAPS[node.attr.value]:
            yield Change(operator="dtype", target=node.attr, code=other)


def in_place(node: cst.Call, scene: Scene) -> Iterator[Change]:
    """A method works on a caller's tensor in place, or no longer does so."""
    if not isinstance(node.func, cst.Attribute):
        return
    name = node.func.attr.value
    owner = node.func.value
    if name in _WITH_A_TWIN and isinstance(owner, cst.Name) and owner.value in scene.parameters:
        yield Change(operator="in place", target=node.func.attr, code=f"{name}_")
    if name.endswith("_") and name[:-1] in _WITH_A_TWIN and not of_a_module(node.func, scene):
        yield Change(operator="not in place", target=node.func.attr, code=name[:-1])


def without_call(node: cst.Call, scene: Scene) -> Iterator[Change]:
    """f(x) becomes x, and so does x.f()."""
    if isinstance(scene.parent, cst.Expr) or own_name(node.func) in _KEPT_CALLS:
        return
    if isinstance(node.func, cst.Attribute) and not of_a_module(node.func, scene):
        receiver = node.func.value
        if dotted(receiver) not in ("self", "cls") and not _is_super(receiver):
            yield Change(operator="call dropped", target=node, code=atom(receiver))
    plain = _plain_positional(node)
    # What is called on a value (`x.add(y)`) is dropped with its arguments; what is a layer has one argument.
    one_of_a_value = not of_a_module(node.func, scene) and len(plain) == len(node.args) == 1
    if plain and (of_a_module(node.func, scene) or (one_of_a_value and _is_own(node.func))):
        yield Change(operator="call dropped", target=node, code=atom(plain[0].value))


def arguments(node: cst.Call, scene: Scene) -> Iterator[Change]:
    """Arguments by name are dropped or negated, those by place are swapped, and the last one is dropped."""
    for place, given in enumerate(node.args):
        if given.keyword is not None:
            yield _with(
                node, [*node.args[:place], *node.args[place + 1 :]], f"{given.keyword.value}= dropped"
            )
            yield from _negated(given)
    plain = _plain_positional(node)
    for first, second in pairwise(range(len(plain))):
        args = [*node.args]
        args[first] = node.args[first].with_changes(value=node.args[second].value)
        args[second] = node.args[second].with_changes(value=node.args[first].value)
        yield _with(node, args, "arguments swapped")
    if plain and own_name(node.func) not in _KEPT_CALLS:
        last = len(plain) - 1
        if last > 0 or not of_a_module(node.func, scene):
            yield _with(node, [*node.args[:last], *node.args[last + 1 :]], "argument dropped")


def span(node: cst.Call, scene: Scene) -> Iterator[Change]:
    """A range ends or begins one off."""
    if dotted(node.func) != "range" or not 1 <= len(node.args) <= 2:
        return
    start, stop = (code(node.args[0].value), node.args[1]) if len(node.args) == 2 else ("0", node.args[0])
    end = atom(stop.value)
    for other in (f"range({start}, {end} - 1)", f"range({start}, {end} + 1)", f"range({start} + 1, {end})"):
        yield Change(operator="loop bounds", target=node, code=other)


def _with(node: cst.Call, args: Sequence[cst.Arg], operator: str) -> Change:
    return Change(operator=operator, target=node, code=code(node.with_changes(args=_separated(args))))


def _separated(args: Sequence[cst.Arg]) -> list[cst.Arg]:
    comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
    return [
        argument.with_changes(comma=comma if place < len(args) - 1 else cst.MaybeSentinel.DEFAULT)
        for place, argument in enumerate(args)
    ]


def _negated(given: cst.Arg) -> Iterator[Change]:
    assert given.keyword is not None
    handed_on = dotted(given.value) not in ("", "True", "False", "None")
    if given.keyword.value in _FLAGS and handed_on:
        yield Change(operator="flag negated", target=given.value, code=f"not {code(given.value)}")


def _plain_positional(node: cst.Call) -> list[cst.Arg]:
    """Return the leading arguments that are given by place."""
    found: list[cst.Arg] = []
    for given in node.args:
        if given.keyword is not None or given.star:
            break
        found.append(given)
    return found


def _is_own(called: cst.BaseExpression) -> bool:
    return dotted(called).partition(".")[0] in ("self", "cls")


def _is_super(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Call) and dotted(node.func) == "super"
