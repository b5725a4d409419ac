"""One attack of the corpus: a learner's module, and what its docstring says of it."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
FAMILIES = ("forging", "reading", "escaping", "exhausting", "lingering", "presentation")
KEYS = frozenset({"exercise", "earns", "stopped by", "leaks", "harmful", "destructive", "kind"})
KINDS = frozenset({"module", "class"})
# What stops attacks: the layers of the sandbox, and the parts of the grader that need no sandbox.
LAYERS = frozenset({"namespaces", "root", "landlock", "seccomp", "rlimits"})
PARTS = frozenset({"wire", "values", "expect", "limits", "text", "processes", "course", "seeds"})


@dataclass(frozen=True, kw_only=True)
class Attack:
    """An attack, as its file describes it."""

    path: Path
    tries: str  # one sentence
    source: bytes
    exercise: str = "tiny"  # "tiny", "rich", or one of the course, such as "ex13"
    earns: float = 0.0  # the points that its code honestly earns
    exactly: bool = False  # it gets neither more nor less
    stopped_by: tuple[str, ...] = ()
    harmful: bool = False  # with a layer missing it could harm the machine
    destructive: bool = False  # without a sandbox it takes the grader's own files or root away
    kind: str = "module"  # "class": a program of ours that makes a folder of submissions

    @property
    def name(self) -> str:
        """Its family and file name."""
        return f"{self.family}/{self.path.stem}"

    @property
    def family(self) -> str:
        """What it wants, by the name of its folder."""
        return self.path.parent.name

    @functools.cached_property
    def lines(self) -> frozenset[str]:
        """The lines of its source, which a message may quote."""
        return frozenset(line.strip() for line in self.source.decode("utf-8", "replace").splitlines())


def collect() -> list[Attack]:
    """Return every attack of the corpus, by family and name."""
    return [read(path) for family in FAMILIES for path in sorted((FOLDER / family).glob("*.py"))]


def read(path: Path) -> Attack:
    """Read one attack; raises ValueError where its docstring is not of the form that README.md gives."""
    source = path.read_bytes()
    tries, said = _header(ast.get_docstring(ast.parse(source)) or "", path)
    points, _, exactly = said.get("earns", "0").partition(" ")
    stopped_by = tuple(word.strip() for word in said.get("stopped by", "").split(",") if word.strip())
    if unknown := set(stopped_by) - LAYERS - PARTS:
        raise ValueError(f"{path}: nothing is called {sorted(unknown)}; see attack.py")
    if (kind := said.get("kind", "module")) not in KINDS:
        raise ValueError(f"{path}: no attack is of the kind {kind!r}")
    return Attack(
        path=path,
        tries=tries,
        source=source,
        exercise=said.get("exercise", "tiny"),
        earns=float(points),
        exactly=exactly == "exactly",
        stopped_by=stopped_by,
        harmful=said.get("harmful") == "yes",
        destructive=said.get("destructive") == "yes",
        kind=kind,
    )


def made_up(source: str, *, earns: float = 0.0, exactly: bool = False) -> Attack:
    """Return an attack that is in no file."""
    path = FOLDER / FAMILIES[0] / "made_up.py"
    return Attack(path=path, tries="It tries.", source=source.encode(), earns=earns, exactly=exactly)


def _header(docstring: str, path: Path) -> tuple[str, dict[str, str]]:
    tries, *rest = docstring.strip().splitlines() or [""]
    said: dict[str, str] = {}
    for line in rest:
        key, colon, value = line.partition(":")
        if colon and key.strip() in KEYS:
            said[key.strip()] = value.strip()
    if not tries.endswith(".") or "stopped by" not in said:
        raise ValueError(f"{path}: its docstring needs a sentence, and a line `stopped by: ...`")
    return tries, said
