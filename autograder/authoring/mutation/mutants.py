"""All mutants of a solution, each with an id that outlives changes elsewhere in the file."""

from __future__ import annotations

import ast
import hashlib
import warnings
from collections import Counter
from dataclasses import dataclass
from types import CodeType
from typing import TypeAlias

from autograder.authoring import regions
from autograder.authoring.mutation import sites
from autograder.authoring.mutation.sites import Site, Span

_SHOWN = 160  # characters of a line

_Fingerprint: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One wrong solution."""

    id: str
    owner: str  # the function that was changed: "function" or "Class.method"
    line: int  # of the solution, from 1
    operator: str  # what kind of change it is
    before: str  # the line, or lines, that were changed, on one line
    after: str
    source: str  # the whole module

    @property
    def description(self) -> str:
        """Where it is and what was done, and in two more lines the code before and after it."""
        place = f" of {self.owner}" if self.owner else ""
        return f"line {self.line}{place}, {self.operator}\n- {self.before}\n+ {self.after}"


def make(solution_source: str, origin: str = "solution") -> list[Mutant]:
    """Return the mutants of a solution, in the order of its lines.

    One that does not compile, or that compiles to the same as the solution or as another mutant, is left
    out. Raises `CourseError` where the solution is not valid Python, or its marks are wrong.
    """
    found = regions.find(solution_source, origin)
    content = solution_source.encode()
    seen = {_fingerprint(compile(solution_source, "solution", "exec", dont_inherit=True))}
    counted: Counter[str] = Counter()
    mutants = []
    for site in sites.find(solution_source, found):
        source = _replaced(content, site.span, site.change.code)
        fingerprint = _compiled(source)
        if fingerprint is None or fingerprint in seen:
            continue
        seen.add(fingerprint)
        key = _key(content, site)
        counted[key] += 1
        mutants.append(_mutant(solution_source, source, site, f"{key}\n{counted[key]}"))
    return sorted(mutants, key=lambda mutant: mutant.line)


def _mutant(solution: str, source: str, site: Site, key: str) -> Mutant:
    before, after = _difference(solution.splitlines(), source.splitlines())
    return Mutant(
        id=hashlib.blake2b(key.encode(), digest_size=4).hexdigest(),
        owner=site.owner,
        line=site.line,
        operator=site.change.operator,
        before=before,
        after=after,
        source=source,
    )


def _replaced(content: bytes, span: Span, code: str) -> str:
    return (content[: span.start] + code.encode() + content[span.end :]).decode()


def _key(content: bytes, site: Site) -> str:
    """Return what makes this change what it is, whatever stands in other statements."""
    around = Span(start=min(site.around.start, site.span.start), end=max(site.around.end, site.span.end))
    before = content[around.start : around.end]
    inner = Span(start=site.span.start - around.start, end=site.span.end - around.start)
    after = _replaced(before, inner, site.change.code)
    return "\n".join((site.owner, site.change.operator, _normal(before.decode()), _normal(after)))


def _normal(code: str) -> str:
    """Return code without what a formatter may change."""
    try:
        return ast.unparse(ast.parse(code.strip()))
    except SyntaxError:  # a part of a statement, such as a decorator or the items of a with
        return " ".join(code.split())


def _compiled(source: str) -> _Fingerprint | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a mutant such as `x is 0`, Python says that it looks odd
            return _fingerprint(compile(source, "solution", "exec", dont_inherit=True))
    except (SyntaxError, ValueError):
        return None


def _fingerprint(code: CodeType) -> _Fingerprint:
    """Return all of a code object that decides what it does; the lines that it came from do not."""
    return (
        code.co_name,
        code.co_code,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_flags,
        code.co_argcount,
        code.co_kwonlyargcount,
        code.co_exceptiontable,
        # repr tells 0, 0.0 and False apart, which compare as equal.
        tuple(_fingerprint(it) if isinstance(it, CodeType) else repr(it) for it in code.co_consts),
    )


def _difference(before: list[str], after: list[str]) -> tuple[str, str]:
    """Return the lines that differ, each side on one line."""
    head = next(
        (place for place, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]),
        min(len(before), len(after)),
    )
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return _shown(before[head : len(before) - tail]), _shown(after[head : len(after) - tail])


def _shown(lines: list[str]) -> str:
    text = " ".join(" ".join(lines).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
