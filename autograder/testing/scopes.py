"""Which scope of a Python source binds which names, by the language's rules, closely enough for `syntax`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

# A library's dotted name, an expression with the scope where its names are looked up, or the learner's own.
Binding = str | tuple[ast.expr, "Scope"] | None

_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Nodes below which, and in which, there is no name: nearly half of all.
_NAMELESS = (ast.Constant, ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
_SCOPED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.AnnAssign, ast.arg)
_BINDING = (
    *(ast.Name, ast.arg, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef),
    *(ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping),
)
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.NamedExpr)


@dataclass(slots=True, eq=False)
class Scope:
    """The names that one module, class, function or comprehension binds."""

    parent: Scope | None = None
    kind: Literal["module", "class", "function", "comprehension"] = "module"
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    elsewhere: dict[str, Scope] = field(default_factory=dict)  # declared global or nonlocal

    def bind(self, name: str, binding: Binding) -> None:
        """Note one of the things that a name may stand for here."""
        self.elsewhere.get(name, self).bindings.setdefault(name, []).append(binding)

    def owner(self, name: str) -> Scope | None:
        """Return the scope whose binding of a name is seen from here, or None."""
        scope: Scope | None = self.elsewhere.get(name, self)
        while scope is not None and (
            name not in scope.bindings or (scope.kind == "class" and scope is not self)
        ):
            scope = scope.parent
        return scope


def in_scopes(tree: ast.AST, module: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Yield the nodes of `tree` that matter for names, parents first, with the scope they are evaluated in.

    Annotations are left out, as are constants and other nodes without names.

    It keeps its own stack, since source may be nested deeper than Python recurses.
    """
    waiting = [(tree, module)]
    while waiting:
        node, scope = waiting.pop()
        yield node, scope
        waiting += reversed(_children(node, scope))


def _children(node: ast.AST, scope: Scope) -> list[tuple[ast.AST, Scope]]:
    if not isinstance(node, _SCOPED):
        inner = Scope(scope, "comprehension") if isinstance(node, _COMPREHENSIONS) else scope
        return _all(ast.iter_child_nodes(node), inner)
    match node:
        case ast.FunctionDef(_, arguments, body, decorators) | ast.AsyncFunctionDef(
            _, arguments, body, decorators
        ):
            inside = Scope(scope, "function")
            defaults = [*arguments.defaults, *(default for default in arguments.kw_defaults if default)]
            return _all([*decorators, *defaults], scope) + _all([*_arguments(arguments), *body], inside)
        case ast.Lambda(arguments, body):
            inside = Scope(scope, "function")
            defaults = [*arguments.defaults, *(default for default in arguments.kw_defaults if default)]
            return _all(defaults, scope) + _all([*_arguments(arguments), body], inside)
        case ast.ClassDef(_, bases, keywords, body, decorators):
            return _all([*decorators, *bases, *keywords], scope) + _all(body, Scope(scope, "class"))
        case ast.AnnAssign(target, _, value):
            return _all([target, *([value] if value else [])], scope)
    return []  # an argument


def _all(nodes: Iterable[ast.AST], scope: Scope) -> list[tuple[ast.AST, Scope]]:
    return [(node, scope) for node in nodes if not isinstance(node, _NAMELESS)]


def _arguments(arguments: ast.arguments) -> list[ast.AST]:
    stars = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *stars]


def declared(node: ast.AST, scope: Scope, module: Scope) -> None:
    """Note a `global` or `nonlocal` declaration."""
    match node:
        case ast.Global(names):
            scope.elsewhere.update(dict.fromkeys(names, module))
        case ast.Nonlocal(names) if scope.parent is not None:
            scope.elsewhere.update(dict.fromkeys(names, scope.parent))


def bound_names(node: ast.AST) -> list[str]:
    """Return the names that a node makes the learner's own: assigned, defined, received, caught, matched."""
    if not isinstance(node, _BINDING):
        return []
    match node:
        case ast.Name(name, ast.Store()) | ast.arg(name):
            return [name]
        case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
            return [name]
        case ast.ExceptHandler(_, str(name)) | ast.MatchAs(_, str(name)) | ast.MatchStar(str(name)):
            return [name]
        case ast.MatchMapping(_, _, str(name)):
            return [name]
    return []


def assignments(node: ast.AST) -> list[tuple[str, ast.expr]]:
    """Return the names that a node gives to expressions: a = b, (a, b) = (c, d), a: int = b, (a := b)."""
    if not isinstance(node, _ASSIGNING):
        return []
    match node:
        case ast.Assign(targets, value):
            return [pair for target in targets for pair in _pairs(target, value)]
        case ast.AnnAssign(target, _, ast.expr() as value) | ast.NamedExpr(target, value):
            return _pairs(target, value)
    return []


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(name), _:
            return [(name, value)]
        case ((ast.Tuple(targets) | ast.List(targets)), (ast.Tuple(values) | ast.List(values))):
            return [
                (part.id, item)
                for part, item in zip(targets, values, strict=False)
                if isinstance(part, ast.Name)
            ]
    return []
