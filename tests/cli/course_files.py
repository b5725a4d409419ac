"""Writes a small course."""

from __future__ import annotations

from pathlib import Path

COURSE = """\
[course]
id = "tiny"
title = "A tiny course"

[[exercises]]
id = "ex01"
title = "Doubling"
module = "ex01_double"
points = 10

[[exercises]]
id = "ex02"
title = "Halving [of x]"
module = "ex02_halve"
points = 10
"""
MODULES = {"ex01_double": "double", "ex02_halve": "halve"}


def stub(function: str, body: str = "raise NotImplementedError") -> str:
    return f'"""Stub."""\n\n\ndef {function}(x):\n    {body}\n'


def write_course(folder: Path) -> Path:
    files = {"course.toml": COURSE}
    for module, function in MODULES.items():
        files |= {
            f"exercises/{module}.py": stub(function),
            f"solutions/{module}.py": stub(function, "return x"),
            f"grader_tests/test_{module}.py": '"""Suite."""\n',
            f"exercises/hints/{module[:4]}.md": "# Hints\n",
        }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
