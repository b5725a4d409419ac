"""Which library names a source uses, and which only look as if it did."""

from __future__ import annotations

import textwrap

import pytest

from autograder.testing.syntax import Syntax


def lines_using(pattern: str, source: str) -> list[int]:
    return Syntax(textwrap.dedent(source).encode()).uses(pattern)


CDIST = "torch.cdist"

USES: list[tuple[str, str, str, list[int]]] = [
    ("plain call", CDIST, "import torch\ntorch.cdist(a, b)", [2]),
    ("module alias", CDIST, "import torch as t\nt.cdist(a, b)", [2]),
    ("import alone", CDIST, "from torch import cdist", [1]),
    ("from import", CDIST, "from torch import cdist as c\nc(a, b)", [1, 2]),
    ("star import", CDIST, "from torch import *\ncdist(a, b)", [2]),
    ("without a call", CDIST, "import torch\nmap(torch.cdist, x, y)", [2]),
    ("as a default", CDIST, "import torch\ndef f(x, measure=torch.cdist): pass", [2]),
    ("as a decorator", CDIST, "import torch\n@torch.cdist\ndef f(x): pass", [2]),
    ("aliased function", CDIST, "import torch\nc = torch.cdist\nc(a, b)", [2, 3]),
    ("aliased module", CDIST, "import torch\ndef f(a):\n    t = torch\n    return t.cdist(a, a)", [4]),
    ("annotated alias", CDIST, "import torch\nt: object = torch\nt.cdist(a, b)", [3]),
    ("annotated value", CDIST, "import torch\nx: int = torch.cdist(a, b)", [2]),
    (
        "nonlocal alias",
        CDIST,
        "def f():\n    t = 1\n    def g():\n        nonlocal t\n        import torch\n        t = torch\n    t.cdist(a, b)",
        [7],
    ),
    ("star of an unknown module", "mylib.cdist", "from mylib import *\ncdist(a, b)", [2]),
    ("walrus alias", CDIST, "import torch\nif (t := torch):\n    t.cdist(a, b)", [3]),
    ("walrus inside", CDIST, "import torch\n(t := torch).cdist(a, b)", [2]),
    ("tuple of aliases", CDIST, "import torch\nt, n = torch, 3\nt.cdist(a, b)", [3]),
    ("chain of targets", CDIST, "import torch\ns = t = torch\ns.cdist(a, t)", [3]),
    ("imported inside", CDIST, "def f(a):\n    import torch as t\n    return t.cdist(a, a)", [3]),
    ("global alias", CDIST, "import torch\ndef f():\n    global t\n    t = torch\nt.cdist(a, b)", [5]),
    (
        "nested function",
        CDIST,
        "import torch\ndef f(a):\n    def g():\n        return torch.cdist(a, a)",
        [4],
    ),
    ("comprehension", CDIST, "import torch\n[torch.cdist(x, x) for x in y]", [2]),
    ("lambda", CDIST, "import torch\nlambda x: torch.cdist(x, x)", [2]),
    ("class body", CDIST, "import torch\nclass A:\n    measure = torch.cdist", [3]),
    ("getattr", CDIST, "import torch\ngetattr(torch, 'cdist')(a, b)", [2]),
    ("getattr with a default", CDIST, "import torch\ngetattr(torch, 'cdist', None)", [2]),
    ("__import__", CDIST, "__import__('torch').cdist(a, b)", [1]),
    ("import_module", CDIST, "import importlib as i\ni.import_module('torch').cdist(a, b)", [2]),
    (
        "one branch",
        CDIST,
        "try:\n    from torch import cdist\nexcept ImportError:\n    def cdist(a, b): pass",
        [2],
    ),
    ("last line of a chain", CDIST, "import torch\n(torch\n .cdist)(a, b)", [3]),
    ("twice on a line", CDIST, "import torch\ntorch.cdist(a, b) + torch.cdist(b, a)", [2]),
    ("functional", "torch.nn.functional.one_hot", "import torch.nn.functional as F\nF.one_hot(x)", [2]),
    ("functional", "torch.nn.functional.one_hot", "from torch.nn import functional as G\nG.one_hot(x)", [2]),
    ("functional", "torch.nn.functional.one_hot", "import torch\ntorch.nn.functional.one_hot(x)", [2]),
    ("functional", "torch.nn.functional.one_hot", "import torch.nn\ntorch.nn.functional.one_hot(x)", [2]),
    ("package", "scipy", "import scipy", [1]),
    ("package", "scipy", "import scipy.spatial as s\ns.distance", [1, 2]),
    ("package", "scipy", "from scipy.spatial.distance import cdist", [1]),
    ("package", "scipy", "from scipy.spatial.distance import *", [1]),
    ("package", "scipy", "__import__('scipy.spatial')", [1]),
    ("package", "torch.optim", "import torch\ntorch.optim.SGD(p)", [2]),
    ("package", "torch.optim", "from torch import optim", [1]),
    ("package", "torch.optim", "import torch.optim", [1]),
    ("wildcard", "torch.nn.Conv*", "from torch import nn\nnn.Conv2d(1, 2, 3)", [2]),
    ("wildcard", "torch.*loss", "import torch\ntorch.nn.functional.mse_loss(a, b)", [2]),
    ("method", "Tensor.unfold", "x.unfold(1, 2, 3)", [1]),
    ("method", "Tensor.unfold", "f(x).y[0].unfold(1, 2, 3)", [1]),
    ("method", "Tensor.unfold", "getattr(x, 'unfold')(1, 2, 3)", [1]),
    ("method", "Tensor.unfold", "(x * 2\n ).sum(\n ).unfold(1, 2, 3)", [3]),
    ("method", "Tensor.T", "x.T.shape", [1]),
    ("method", "Tensor.unfold", "import torch\ntorch.Tensor.unfold(x, 1, 2, 3)", [2]),
    ("method", "Tensor.unfold", "from torch import Tensor as T\nT.unfold(x, 1, 2, 3)", [2]),
    ("method", "Tensor.backward", "import torch\ntorch.ones(1).backward()", [2]),
]


@pytest.mark.parametrize(("how", "pattern", "source", "lines"), USES, ids=[f"{u[0]}-{u[1]}" for u in USES])
def test_finds_a_name_however_it_is_reached(how: str, pattern: str, source: str, lines: list[int]) -> None:
    assert lines_using(pattern, source) == lines


INNOCENT: list[tuple[str, str, str]] = [
    ("comment", CDIST, "import torch\n# torch.cdist(a, b)"),
    ("docstring", CDIST, '"""Like torch.cdist."""\nimport torch'),
    ("string", CDIST, "import torch\nprint('torch.cdist')"),
    ("own function", CDIST, "import torch\ndef cdist(a, b):\n    return a\ncdist(a, b)"),
    ("own function after a star", CDIST, "from torch import *\ndef cdist(a, b): pass\ncdist(a, b)"),
    ("own method", CDIST, "import torch\nclass A:\n    def cdist(self): pass\nA().cdist()"),
    ("own argument", CDIST, "from torch import *\ndef f(cdist):\n    return cdist(1)"),
    ("own variable", CDIST, "from torch import *\nfor cdist in range(3):\n    print(cdist)"),
    ("own caught error", CDIST, "from torch import *\ntry: pass\nexcept E as cdist:\n    print(cdist)"),
    ("own match", CDIST, "from torch import *\nmatch x:\n    case [cdist, *_]:\n        print(cdist)"),
    (
        "own match of the rest",
        CDIST,
        "from torch import *\nmatch x:\n    case {**cdist}:\n        print(cdist)",
    ),
    ("own match of a star", CDIST, "from torch import *\nmatch x:\n    case [*cdist]:\n        print(cdist)"),
    ("own declaration", CDIST, "from torch import *\ncdist: int\ncdist"),
    ("private name", "mylib._cdist", "from mylib import *\n_cdist(a, b)"),
    ("own with", CDIST, "from torch import *\nwith f() as cdist:\n    cdist()"),
    ("own lambda argument", CDIST, "from torch import *\nlambda cdist: cdist"),
    ("own comprehension", CDIST, "from torch import *\n[cdist for cdist in x]"),
    ("attribute of another object", CDIST, "import torch\nmy.cdist(a, b)"),
    ("argument named like a module", CDIST, "import torch\ndef f(torch):\n    return torch.cdist(1, 2)"),
    (
        "variable named like a module",
        CDIST,
        "import torch\ndef f(x):\n    torch = x\n    return torch.cdist()",
    ),
    ("annotation", "torch.optim", "import torch\ndef f(o: torch.optim.SGD) -> torch.optim.SGD: pass"),
    ("annotation of a variable", "torch.optim", "import torch\no: torch.optim.SGD = f()"),
    ("assignment", CDIST, "import torch\ntorch.cdist = None"),
    ("longer name", CDIST, "import torch\ntorch.cdist_forward(a)"),
    ("other function", "torch.nn.functional.conv*", "import torch.nn.functional as F\nF.unfold(x)"),
    ("parent module", "torch.optim", "import torch"),
    ("method by another name", "Tensor.unfold", "x.fold(1)"),
    ("function, not method", "Tensor.unfold", "import torch.nn.functional as F\nF.unfold(x)"),
    ("method, not function", CDIST, "x.cdist(y)"),
    ("own attribute", "Tensor.unfold", "class A:\n    def __init__(s):\n        s.unfold = f\nA().unfold(1)"),
    ("own method of that name", "Tensor.backward", "class F:\n    def backward(c, g): pass\nF().backward(1)"),
    (
        "method of self",
        "Tensor.unfold",
        "class A(B):\n    def f(self):\n        self.unfold(1)\n        super().unfold(1)",
    ),
    ("name not in __all__", "torch.nn.functional.math", "from torch.nn import *\nfunctional"),
    ("class scope", CDIST, "class A:\n    import torch\n    def f(self):\n        return torch.cdist(1)"),
]


@pytest.mark.parametrize(("what", "pattern", "source"), INNOCENT, ids=[i[0] for i in INNOCENT])
def test_is_not_deceived_by_what_only_looks_like_a_use(what: str, pattern: str, source: str) -> None:
    assert lines_using(pattern, source) == []


def test_uses_come_with_the_name_that_was_reached() -> None:
    syntax = Syntax(b"import torch as t\nt.nn.functional.mse_loss(a, b)\nx.cdist(t.nn.MSELoss)\n")
    assert syntax.found("torch.*oss") == [(2, "torch.nn.functional.mse_loss"), (3, "torch.nn.MSELoss")]


def test_lines_are_counted_from_one() -> None:
    syntax = Syntax(b"one\r\ntwo\rthree\n")
    assert [syntax.line(number) for number in (0, 1, 2, 3, 4, 5)] == ["", "one", "two", "three", "", ""]


def test_a_declared_encoding_is_honoured() -> None:
    syntax = Syntax("# coding: latin-1\nx = 'é'\n".encode("latin-1"))
    assert (syntax.unreadable, syntax.line(2)) == ("", "x = 'é'")


@pytest.mark.parametrize(
    ("line", "name"),
    [(1, ""), (2, "outer"), (3, "outer"), (4, "inner"), (5, "outer"), (7, "forward"), (9, "")],
)
def test_a_line_is_in_its_innermost_function(line: int, name: str) -> None:
    source = (
        "import torch\n"
        "def outer(x=1):\n    x += 1\n    def inner(): return x\n    return inner\n"
        "class Model:\n    async def forward(self): return 1\n"
        "    size = 3\n"
    )
    assert Syntax(source.encode()).function_at(line) == name


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"def f(:\n", "it is not valid Python (line 1)"),
        (b"x = 1\n\ny = )\n", "it is not valid Python (line 3)"),
        (b"(" * 100_000, "it is not valid Python (line 1)"),
        (b"-" * 100_000 + b"1", "its expressions are nested too deeply"),
        (b"x" + b".a" * 100_000, "its expressions are nested too deeply"),
    ],
)
def test_what_cannot_be_read_says_why_and_has_no_uses(source: bytes, reason: str) -> None:
    syntax = Syntax(source)
    assert (syntax.unreadable, syntax.found("*")) == (reason, [])


@pytest.mark.parametrize("source", [b"\xff\xfe", b"x = '\0'", b"# coding: nonsense\n"])
def test_bytes_that_are_no_text_are_not_valid_python(source: bytes) -> None:
    assert Syntax(source).unreadable.startswith("it is not valid Python")


def test_odd_escapes_in_strings_are_no_reason_to_refuse_a_file() -> None:
    """Python warns about them, and warnings are errors here."""
    assert lines_using(CDIST, "import torch\nx = '\\d'\ntorch.cdist(x, x)") == [3]


@pytest.mark.parametrize(
    "source",
    [
        "x = x.a\nx = x.b\n" * 200 + "x.c()",
        "import torch\nx0 = torch\n"
        + "".join(f"x{i} = x{i - 1}.a\nx{i} = x{i - 1}.b\n" for i in range(1, 200)),
        "from torch import *\n" + "".join(f"a{i} = a{i + 1}\n" for i in range(2000)) + "a0.b()",
        "x" + ".a" * 150 + "\n",
        "f" + "('a')" * 60 + "\n",
    ],
    ids=[
        "names of themselves",
        "two ways at each step",
        "long chain of aliases",
        "long chain",
        "calls of calls",
    ],
)
def test_tangled_source_ends_in_no_time(source: str) -> None:
    """Reading costs about as much as there is to read: learners' files are read by the grader itself."""
    Syntax(source.encode()).found("torch.*")


def test_aliases_of_aliases_do_not_grow_without_end() -> None:
    """Each is a name longer than the last: the names of twenty thousand would take a gigabyte."""
    lines = ["import torch", "a0 = torch.nn", *(f"a{n + 1} = a{n}.x" for n in range(2_000))]
    syntax = Syntax("\n".join(lines).encode())
    assert len(syntax.uses("torch.nn")) == 2_001
    assert max(len(name) for _, name in syntax.found("torch.nn")) <= 300
