"""What an operator works with: a node of the solution, what stands around it, and the change it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import libcst as cst

_EMPTY = cst.Module([])
_ATOMS = (
    cst.Name,
    cst.Attribute,
    cst.Call,
    cst.Subscript,
    cst.BaseNumber,
    cst.SimpleString,
    cst.FormattedString,
    cst.List,
    cst.Dict,
    cst.Set,
    cst.Ellipsis,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One way to make a solution wrong: other code in the place of a node."""

    operator: str  # the kind of change, in a word or two
    target: cst.CSTNode
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What stands around a node."""

    parents: tuple[cst.CSTNode, ...]  # from the module down to the node's own parent
    modules: frozenset[str]  # names that are bound to imported modules
    parameters: frozenset[str]  # of the function around it

    @property
    def parent(self) -> cst.CSTNode:
        """The node's own parent."""
        return self.parents[-1]


Operator: TypeAlias = Callable[[Any, Scene], Iterator[Change]]


def code(node: cst.CSTNode) -> str:
    """Return a node's source."""
    return _EMPTY.code_for_node(node)


def atom(node: cst.BaseExpression) -> str:
    """Return an expression's source, in brackets where it could fall apart beside an operator."""
    text = code(node)
    return text if isinstance(node, _ATOMS) or node.lpar else f"({text})"


def dotted(node: cst.CSTNode) -> str:
    """Return "torch.nn.functional" for such a chain of names, else nothing."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        left = dotted(node.value)
        return f"{left}.{node.attr.value}" if left else ""
    return ""


def own_name(function: cst.BaseExpression) -> str:
    """Return the last name of what is called: "relu" of F.relu(x) and of x.relu()."""
    if isinstance(function, cst.Attribute):
        return function.attr.value
    return function.value if isinstance(function, cst.Name) else ""


def of_a_module(function: cst.BaseExpression, scene: Scene) -> bool:
    """Whether this is a function of a module, such as torch.relu, and not a method of a value."""
    if isinstance(function, cst.Name):
        return True
    return dotted(function).partition(".")[0] in scene.modules
