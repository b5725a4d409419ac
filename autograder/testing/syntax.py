"""Which library names does a learner's source use? Answered from its syntax tree, without running it.

A name counts as used where it is imported, or where an expression reaches it: by any alias, through `from`
imports and star imports, and by `getattr` or `import_module` with a literal. Comments, docstrings,
annotations, and a learner's own function, argument or variable of the same name are not uses.
"""

from __future__ import annotations

import ast
import fnmatch
import re
import sys
import tokenize
import warnings
from collections.abc import Iterator
from io import BytesIO

from autograder.testing.scopes import Scope, assignments, bound_names, declared, in_scopes

_METHOD_OWNER = "Tensor."
_DEPTH = 50  # aliases of aliases that are followed
_NAME = 300  # characters of a dotted name; those of libraries are far shorter
_CANDIDATES = 20  # names that one name may stand for
_NAMING = (ast.Import, ast.ImportFrom, ast.Attribute, ast.FunctionDef, ast.AsyncFunctionDef)

Link = tuple[int, str]  # line, attribute


class Syntax:
    """The source of one submission.

    `unreadable` says why there is no syntax tree, or is empty; an unreadable file has no uses.
    """

    def __init__(self, source: bytes, filename: str = "<submission>") -> None:
        self.filename = filename
        self._lines = _lines(source)
        self._tree, self.unreadable = _parse(source, filename)
        self._uses = _Reader(self._tree).uses

    def uses(self, pattern: str) -> list[int]:
        """Return the numbers of the lines that use what a pattern names, in order; see `found`."""
        return sorted({line for line, _ in self.found(pattern)})

    def found(self, pattern: str) -> list[tuple[int, str]]:
        """Return (line, dotted name) of each use of what a pattern names.

        "torch.optim" names the module and everything in it, "torch.nn.functional.conv*" everything that
        begins so ("*" also stands for dots), "Tensor.unfold" the method of any tensor. A method counts on
        every object that is no module, unless the file itself defines an attribute of that name.
        """
        return [(line, name) for line, name in self._uses if _matches(name, pattern)]

    def function_at(self, line: int) -> str:
        """Return the name of the innermost function that has a line, or "" if none has."""
        functions = (
            node for node in ast.walk(self._tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        )
        around = [node for node in functions if node.lineno <= line <= (node.end_lineno or node.lineno)]
        return max(around, key=lambda node: node.lineno).name if around else ""

    def line(self, number: int) -> str:
        """Return the text of a line, counted from 1; empty if there is none."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""


def _parse(source: bytes, filename: str) -> tuple[ast.Module, str]:
    """Return the syntax tree and "", or an empty tree and why there is no other."""
    nothing = ast.Module([], [])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as the one about "\\d" in a string
            return ast.parse(source, filename), ""
    except SyntaxError as error:
        line = f" (line {error.lineno})" if error.lineno else ""
        return nothing, f"it is not valid Python{line}"
    except ValueError:
        return nothing, "it is not valid Python"
    except (RecursionError, MemoryError):
        return nothing, "its expressions are nested too deeply"


def _matches(name: str, pattern: str) -> bool:
    if name.startswith(_METHOD_OWNER) != pattern.startswith(_METHOD_OWNER):
        # torch.Tensor.unfold(x, ...) is the method by its full name.
        return pattern.startswith(_METHOD_OWNER) and fnmatch.fnmatchcase(name, f"torch.{pattern}")
    return fnmatch.fnmatchcase(name, pattern) or fnmatch.fnmatchcase(name, f"{pattern}.*")


def _lines(source: bytes) -> list[str]:
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(source).readline)
        text = source.decode(encoding, "replace")
    except (SyntaxError, LookupError):
        text = source.decode("utf-8", "replace")
    return re.split(r"\r\n|\r|\n", text)


class _Reader:
    """Walks a tree twice: first to learn what each scope binds, then to see what expressions reach."""

    def __init__(self, tree: ast.Module) -> None:
        module = Scope()
        self._stars: list[str] = []
        self._own_attributes: set[str] = set()
        self._known: dict[tuple[Scope, str], list[str]] = {}
        self._inner: set[ast.AST] = set()  # parts of expressions that were read with the whole
        self._imports: list[tuple[int, str]] = []
        nodes = list(in_scopes(tree, module))
        for node, scope in nodes:
            declared(node, scope, module)
        for node, scope in nodes:
            self._bind(node, scope)
        found = {use for node, scope in nodes for use in self._reached(node, scope)}
        self.uses = sorted({*self._imports, *found})

    def _bind(self, node: ast.AST, scope: Scope) -> None:
        if isinstance(node, _NAMING):
            self._note_names(node, scope)
        for name in bound_names(node):
            scope.bind(name, None)
        for name, value in assignments(node):
            scope.bind(name, (value, scope))

    def _note_names(self, node: ast.AST, scope: Scope) -> None:
        match node:
            case ast.Import(names):
                for alias in names:
                    top = alias.name.partition(".")[0]
                    scope.bind(alias.asname or top, alias.name if alias.asname else top)
                    self._imports.append((node.lineno, alias.name))
            case ast.ImportFrom(module, names, level):
                self._bind_from("." * level + (module or ""), names, node.lineno, scope)
            case ast.Attribute(_, name, ast.Store()):
                self._own_attributes.add(name)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) if scope.kind == "class":
                self._own_attributes.add(name)

    def _bind_from(self, module: str, names: list[ast.alias], line: int, scope: Scope) -> None:
        for alias in names:
            if alias.name == "*":
                self._stars.append(module)
                self._imports.append((line, module))
            else:
                scope.bind(alias.asname or alias.name, f"{module}.{alias.name}")
                self._imports.append((line, f"{module}.{alias.name}"))

    def _reached(self, node: ast.AST, scope: Scope) -> Iterator[tuple[int, str]]:
        """Yield what the whole expression that begins at this node reaches."""
        if not _is_read(node) or node in self._inner:
            return
        base, links, passed = _chain(node)
        self._inner.update(passed)
        names = self._resolve_base(base, scope, _DEPTH)
        line = links[-1][0] if links else base.lineno
        yield from ((line, _joined(name, links)) for name in names)
        if not names:
            for position, (line, attribute) in enumerate(links):
                if attribute not in self._own_attributes and not (position == 0 and _is_self(base)):
                    yield line, _METHOD_OWNER + attribute

    def _resolve(self, node: ast.expr, scope: Scope, depth: int) -> list[str]:
        """Return the dotted names that an expression may stand for; none if it is the learner's own."""
        base, links, _ = _chain(node)
        return [_joined(name, links) for name in self._resolve_base(base, scope, depth)]

    def _resolve_base(self, node: ast.expr, scope: Scope, depth: int) -> list[str]:
        if not depth:
            return []
        match node:
            case ast.Name(name):
                return self._look_up(name, scope, depth)
            case ast.Call(ast.Name("__import__"), [ast.Constant(str(module)), *_]):
                return [module.partition(".")[0]]
            case ast.Call(function, [ast.Constant(str(module)), *_]):
                if "importlib.import_module" in self._resolve(function, scope, depth - 1):
                    return [module]
        return []

    def _look_up(self, name: str, scope: Scope, depth: int) -> list[str]:
        owner = scope.owner(name)
        if owner is None:
            return [f"{module}.{name}" for module in self._stars if _exports(module, name)]
        if (owner, name) not in self._known:
            self._known[owner, name] = []  # ends the search for a name that stands for itself
            names: list[str] = []
            for binding in owner.bindings[name]:
                if isinstance(binding, str):
                    names.append(binding)
                elif binding is not None:
                    names += self._resolve(*binding, depth - 1)
            self._known[owner, name] = list(dict.fromkeys(names))[:_CANDIDATES]
        return self._known[owner, name]


def _is_read(node: ast.AST) -> bool:
    if isinstance(node, (ast.Name, ast.Attribute)):
        return isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.Call)


def _chain(node: ast.AST) -> tuple[ast.expr, list[Link], list[ast.AST]]:
    """Take a.b.c apart: return a, the attributes with their lines, and the nodes passed on the way."""
    links: list[Link] = []
    passed: list[ast.AST] = []
    while True:
        match node:
            case ast.Attribute(inner, attribute):
                links.append((node.end_lineno or node.lineno, attribute))
            case ast.Call(ast.Name("getattr"), [inner, ast.Constant(str(attribute)), *_]):
                links.append((node.lineno, attribute))
            case ast.NamedExpr(_, inner):
                pass
            case _:
                break
        node = inner
        passed.append(node)
    assert isinstance(node, ast.expr)
    return node, links[::-1], passed


def _joined(name: str, links: list[Link]) -> str:
    # Cut: aliases of aliases can give each name a dot more than the last, which is gigabytes in the end.
    return ".".join([name, *(attribute for _, attribute in links)])[:_NAME]


def _is_self(node: ast.expr) -> bool:
    match node:
        case ast.Name("self" | "cls") | ast.Call(ast.Name("super")):
            return True
    return False


def _exports(module: str, name: str) -> bool:
    """Return whether a star import brings a name, as far as this process knows the module."""
    loaded = sys.modules.get(module)
    public = getattr(loaded, "__all__", None)
    return name in public if public is not None else not name.startswith("_")
