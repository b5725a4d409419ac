"""Where a solution may be changed: the code between its marks, without the texts that no test looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper, PositionProvider

from autograder.authoring.mutation import calls, expressions, literals, statements
from autograder.authoring.mutation.changes import Change, Operator, Scene, own_name
from autograder.authoring.regions import Region

_OPERATORS: dict[type[cst.CSTNode], tuple[Operator, ...]] = {
    cst.AnnAssign: (),
    cst.Assert: (statements.asserted,),
    cst.Assign: (statements.assignment,),
    cst.Attribute: (expressions.part, calls.data_type),
    cst.AugAssign: (statements.augmented,),
    cst.BinaryOperation: (expressions.arithmetic,),
    cst.BooleanOperation: (expressions.boolean,),
    cst.Break: (statements.leaving,),
    cst.Call: (calls.function, calls.without_call, calls.arguments, calls.span, calls.in_place),
    cst.Comparison: (expressions.comparison,),
    cst.CompFor: (expressions.looped,),
    cst.CompIf: (expressions.filtered,),
    cst.Continue: (statements.going_on,),
    cst.Decorator: (statements.decorator,),
    cst.Del: (statements.deletion,),
    cst.ExceptHandler: (statements.handler,),
    cst.Expr: (statements.expression,),
    cst.Float: (literals.floating,),
    cst.For: (statements.loop,),
    cst.If: (statements.condition,),
    cst.IfExp: (expressions.choice,),
    cst.Integer: (literals.integer,),
    cst.Name: (literals.name,),
    cst.Raise: (statements.raised,),
    cst.Return: (statements.returned,),
    cst.SimpleString: (literals.text,),
    cst.Slice: (expressions.bounds,),
    cst.Subscript: (expressions.index,),
    cst.UnaryOperation: (expressions.negation, literals.negative),
    cst.While: (statements.repetition,),
    cst.WithItem: (statements.context,),
    cst.Yield: (statements.yielded,),
}
_UNTOUCHED = (cst.Annotation, cst.Import, cst.ImportFrom, cst.TypeAlias, cst.TypeParameters)
_TEXT_FUNCTIONS = frozenset({"__repr__", "__str__", "__format__", "extra_repr"})
_TEXT_CALLS = frozenset({"print", "warn", "info", "debug", "warning", "error"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of the source, in bytes."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One change with its place."""

    change: Change
    owner: str  # "function" or "Class.method"; nothing outside of functions and classes
    line: int  # from 1
    span: Span  # of what is replaced
    around: Span  # of the statement, or of the header of a compound one, that it belongs to


def find(source: str, regions: Sequence[Region]) -> Iterator[Site]:
    """Yield every change that an operator makes inside the regions of a solution, in the source's order."""
    wrapper = MetadataWrapper(cst.parse_module(source.encode()), unsafe_skip_copy=True)
    finder = _Finder(wrapper, regions)
    wrapper.module.visit(finder)
    return iter(finder.sites)


class _Finder(cst.CSTVisitor):
    def __init__(self, wrapper: MetadataWrapper, regions: Sequence[Region]) -> None:
        super().__init__()
        self._bytes = wrapper.resolve(ByteSpanPositionProvider)
        self._positions = wrapper.resolve(PositionProvider)
        self._regions = regions
        self._modules = _modules(wrapper.module)
        self._parents: list[cst.CSTNode] = []
        self.sites: list[Site] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        inside = self._is_inside(node)
        if inside and not _is_text(node, self._parents):
            scene = Scene(
                parents=tuple(self._parents), modules=self._modules, parameters=_parameters(self._parents)
            )
            for operator in _OPERATORS.get(type(node), ()):
                self.sites += [self._site(change, node) for change in operator(node, scene)]
        if isinstance(node, _UNTOUCHED) or _is_docstring(node):
            return False
        self._parents.append(node)
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if self._parents and self._parents[-1] is original_node:
            self._parents.pop()

    def _is_inside(self, node: cst.CSTNode) -> bool:
        if type(node) not in _OPERATORS:
            return False
        if isinstance(node, cst.Expr) and _is_docstring(node):
            return False
        place = self._positions[node]
        return any(
            region.begin < place.start.line and place.end.line <= region.end for region in self._regions
        )

    def _site(self, change: Change, node: cst.CSTNode) -> Site:
        around = _around([*self._parents, node])
        return Site(
            change=change,
            owner=".".join(
                parent.name.value
                for parent in self._parents
                if isinstance(parent, cst.FunctionDef | cst.ClassDef)
            ),
            line=self._positions[change.target].start.line,
            span=self._span(change.target),
            around=self._span(change.target if around is None else around),
        )

    def _span(self, node: cst.CSTNode) -> Span:
        found = self._bytes[node]
        return Span(start=found.start, end=found.start + found.length)


def _around(path: Sequence[cst.CSTNode]) -> cst.CSTNode | None:
    """Return the statement that a path ends in; of a compound statement, the part of its header."""
    for parent, node in zip(reversed(path[:-1]), reversed(path), strict=False):
        if isinstance(node, cst.BaseSmallStatement | cst.Decorator | cst.Param):
            return node
        if isinstance(parent, cst.BaseCompoundStatement | cst.ExceptHandler) and not isinstance(
            node, cst.BaseCompoundStatement | cst.ExceptHandler
        ):
            return node
    return None


def _is_docstring(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Expr) and isinstance(
        node.value, cst.SimpleString | cst.ConcatenatedString | cst.Ellipsis
    )


def _is_text(node: cst.CSTNode, parents: Sequence[cst.CSTNode]) -> bool:
    """Whether this is part of a message for people, which a solution may word as it likes."""
    if any(_is_message(parent, child) for parent, child in zip(parents, [*parents[1:], node], strict=True)):
        return True
    if not isinstance(node, cst.SimpleString | cst.FormattedString):
        return False
    return any(
        isinstance(parent, cst.FunctionDef) and parent.name.value in _TEXT_FUNCTIONS for parent in parents
    ) or any(isinstance(parent, cst.Assign) and _is_slots(parent) for parent in parents)


def _is_message(parent: cst.CSTNode, child: cst.CSTNode) -> bool:
    """Whether a node is what an exception, an assertion or a print says."""
    match parent:
        case cst.Raise():
            return True
        case cst.Assert():
            return child is parent.msg
        case cst.Call():
            return isinstance(child, cst.Arg) and own_name(parent.func) in _TEXT_CALLS
    return False


def _is_slots(node: cst.Assign) -> bool:
    target = node.targets[0].target
    return isinstance(target, cst.Name) and target.value in ("__slots__", "__all__", "__match_args__")


def _parameters(parents: Sequence[cst.CSTNode]) -> frozenset[str]:
    for parent in reversed(parents):
        if isinstance(parent, cst.FunctionDef):
            params = parent.params
            every = [*params.posonly_params, *params.params, *params.kwonly_params]
            return frozenset(param.name.value for param in every)
    return frozenset()


def _modules(module: cst.Module) -> frozenset[str]:
    """Return the names that imports bind to what looks like a module: all lower-case, or a lone capital."""
    found: set[str] = set()

    class Imports(cst.CSTVisitor):
        def visit_ImportAlias(self, node: cst.ImportAlias) -> None:  # noqa: N802
            name: cst.BaseExpression = node.asname.name if node.asname else node.name
            while isinstance(name, cst.Attribute):
                name = name.value
            if isinstance(name, cst.Name):
                found.add(name.value)

    module.visit(Imports())
    return frozenset(name for name in found if name.islower() or len(name) == 1)
