"""A new exercise has everything that `verify` looks at, and what cannot be made leaves no trace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.authoring import scaffold
from autograder.authoring.verify import Wanted, verify
from autograder.authoring.warm import WarmGrader
from autograder.course import load
from autograder.errors import CourseError, GraderError, HostError, UsageError

ALTERNATIVE = '"""{what}."""\n\nimport torch\nfrom torch import Tensor\n\n\ndef doubled(x: Tensor) -> Tensor:\n    return {code}\n'
MISCONCEPTION = '''"""{code}

caught_by: test_any_shape
explanation: This is not twice the number.
"""

import torch
from torch import Tensor


def doubled(x: Tensor) -> Tensor:
    return {code}
'''


def tree(root: Path) -> dict[str, bytes]:
    """Return everything below a folder, empty folders too."""
    return {
        str(path.relative_to(root)): path.read_bytes() if path.is_file() else b""
        for path in sorted(root.rglob("*"))
    }


def create(root: Path, exercise_id: str = "ex19", title: str = "Attention heads"):
    return scaffold.create(root / "course.toml", exercise_id, title)


def test_a_new_exercise_lacks_variants_only_and_then_nothing(tiny) -> None:
    """Its example is solution, suite, stub and hints in one; filled in, it verifies, mutants included."""
    exercise, written = create(tiny.root)
    assert all(path.is_file() for path in written)
    course = load(tiny.root / "course.toml", check_files=False)
    with WarmGrader(course, [exercise], jobs=1) as grader:
        (empty,) = verify(course, [exercise], grader.grade)
        assert [(row.check.value, row.message) for row in empty.rows if not row.ok] == [
            ("counts", "1 alternative; write at least 3"),
            ("counts", "1 misconception; write at least 5"),
        ]
        for name, code in {"scaled": "x.mul(2)", "halved": "x / 0.5"}.items():
            tiny.write(f"grader_tests/alternatives/ex19/{name}.py", ALTERNATIVE.format(what=name, code=code))
        for name, code in {
            "same": "x",
            "one_more": "x + 1",
            "minus": "-2 * x",
            "in_place": "x.mul_(2)",
        }.items():
            tiny.write(f"grader_tests/misconceptions/ex19/{name}.py", MISCONCEPTION.format(code=code))
        (filled,) = verify(course, [exercise], grader.grade, Wanted(mutants=True))
    assert [row for row in filled.rows if not row.ok] == []
    assert filled.mutants is not None and filled.mutants.rate == 1.0


def test_course_toml_keeps_what_it_holds_and_gains_a_table(tiny) -> None:
    path = tiny.root / "course.toml"
    path.write_text(path.read_text() + "# The end, without a line break.", encoding="utf-8")
    path.chmod(0o640)
    before = path.read_text()
    create(tiny.root, title=' Heads: "all" of them, \\ and a tail\x7f '.replace("\x7f", ""))
    assert path.read_text().startswith(f"{before}\n\n[[exercises]]\n")
    assert path.stat().st_mode & 0o777 == 0o640
    added = load(path, check_files=False).exercise("ex19")
    assert (added.title, added.points) == ('Heads: "all" of them, \\ and a tail', 10)
    compile(added.solution.read_text(), "solution", "exec")
    compile(added.suite.read_text(), "suite", "exec")


def test_a_link_to_course_toml_stays_one(tiny) -> None:
    path = tiny.root / "course.toml"
    real = path.rename(tiny.root / "real.toml")
    path.symlink_to(real)
    create(tiny.root)
    assert path.is_symlink()
    assert "ex19" in real.read_text()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Attention heads", "ex19_attention_heads"),
        ("What's a GPU?", "ex19_what_s_a_gpu"),
        ("  Größe & Maß ", "ex19_groe_ma"),
        ("../../etc/passwd", "ex19_etc_passwd"),
        ("long " * 30, "ex19_" + "long_" * 10 + "long"),
    ],
)
def test_files_are_named_after_the_title(title: str, name: str) -> None:
    assert scaffold.module_name("ex19", title) == name


@pytest.mark.parametrize(
    ("exercise_id", "title", "said"),
    [
        ("ex01", "Again", "ex01 exists already: Double. Take another id, such as ex02."),
        ("ex1", "Title", '"ex1" is no id of an exercise; write ex and two digits, such as "ex19"'),
        ("EX19", "Title", '"EX19" is no id of an exercise'),
        ("../x", "Title", '"../x" is no id of an exercise'),
        ("", "Title", '"" is no id of an exercise'),
        ("ex19", "", "the title is empty"),
        ("ex19", " \t", "the title is empty"),
        ("ex19", "two\nlines", "the title holds a line break"),
        ("ex19", "\x1b[31mred", "the title holds a line break or another control character"),
        ("ex19", "日本", '"日本" has no letter from a to z'),
    ],
)
def test_what_will_not_do_is_refused_and_changes_nothing(
    tiny, exercise_id: str, title: str, said: str
) -> None:
    before = tree(tiny.root)
    with pytest.raises(UsageError) as raised:
        create(tiny.root, exercise_id, title)
    assert said in str(raised.value)
    assert tree(tiny.root) == before


@pytest.mark.parametrize(
    "path",
    [
        "solutions/ex19_attention_heads.py",
        "exercises/hints/ex19.md",
        "grader_tests/alternatives/ex19/as_a_sum.py",
    ],
)
def test_no_file_is_overwritten(tiny, path: str) -> None:
    tiny.write(path, "mine")
    before = tree(tiny.root)
    with pytest.raises(UsageError, match=f"{path}: there is such a file"):
        create(tiny.root)
    assert tree(tiny.root) == before


def test_a_dangling_link_is_not_followed(tiny) -> None:
    (tiny.root / "solutions" / "ex19_attention_heads.py").symlink_to("/nowhere/at/all")
    with pytest.raises(UsageError, match="there is such a file"):
        create(tiny.root)


def test_a_broken_course_is_told_as_always(tiny) -> None:
    tiny.write("course.toml", "nonsense")
    before = tree(tiny.root)
    with pytest.raises(CourseError, match=r"course\.toml: line 1"):
        create(tiny.root)
    assert tree(tiny.root) == before


def test_a_course_that_cannot_be_extended_at_its_end_is_told(tiny) -> None:
    inline = 'exercises = [{id = "ex01", title = "Double", module = "ex01_double", points = 10}]\n'
    tiny.write("course.toml", f'{inline}[course]\nid = "tiny"\ntitle = "Tiny"\n')
    before = tree(tiny.root)
    with pytest.raises(CourseError, match=r"write the exercises as \[\[exercises\]\] tables"):
        create(tiny.root)
    assert tree(tiny.root) == before


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_half_an_exercise_is_taken_away(tiny, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """A full disk, or Ctrl-C, while the fourth file is written."""
    before = tree(tiny.root)
    opened = Path.open
    count = iter(range(100))

    def failing(path: Path, mode: str = "r", **options):
        if "x" in mode and next(count) == 3:
            raise error
        return opened(path, mode, **options)

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises((HostError, KeyboardInterrupt)) as raised:
        create(tiny.root)
    assert tree(tiny.root) == before
    if isinstance(error, OSError):
        assert "Nothing was changed" in str(raised.value) and isinstance(raised.value, GraderError)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(tiny) -> None:
    folder = tiny.root / "solutions"
    folder.chmod(0o500)
    with pytest.raises(HostError, match="cannot be written: Permission denied"):
        create(tiny.root)
    folder.chmod(0o700)
