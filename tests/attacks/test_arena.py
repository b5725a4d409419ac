"""The arena sees what attacks get; what it sees without a sandbox is in test_attacks.py."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.attacks import ground
from tests.attacks.arena import Arena, open_arena
from tests.attacks.attack import collect, made_up, read

NOTHING = "\ndef double(x):\n    return None\n"


@pytest.fixture(scope="module")
def protected() -> Iterator[Arena]:
    with open_arena() as arena:
        yield arena


def test_a_point_too_many_is_seen(protected: Arena) -> None:
    outcome = protected.attempt(made_up(ground.SOLUTION, earns=3))
    assert outcome.gains == ("4 points, where its code earns 3 (test_number, test_tensor, test_large)",)


def test_a_point_too_few_is_seen_where_the_attack_says_exactly(protected: Arena) -> None:
    assert protected.attempt(made_up(NOTHING, earns=1, exactly=True)).gains == (
        "0 points, where its code earns exactly 1",
    )
    assert protected.attempt(made_up(NOTHING, earns=1)).gains == ()


def test_honest_submissions_have_full_marks(protected: Arena) -> None:
    for name in ground.HONEST:
        assert protected.honest(name).full_marks, name


def test_a_source_line_in_a_message_is_no_success(protected: Arena) -> None:
    assert not protected.attempt(made_up("1 / 0  # ESCAPED: nowhere" + NOTHING)).gains


def test_an_honest_submission_leaves_nothing_behind(protected: Arena) -> None:
    protected.honest("tiny")
    seen = protected.machine()
    protected.honest("tiny")
    assert protected.traces(seen) == []


def test_every_attack_says_what_it_tries() -> None:
    names = [attack.name for attack in collect()]
    assert len(names) == len(set(names)) >= 1


def test_no_attack_looks_like_a_test() -> None:
    """pytest would import it, outside of every sandbox, as whoever runs the tests."""
    patterns = ("test_*.py", "*_test.py", "conftest.py")
    assert not [one.name for one in collect() if any(one.path.match(pattern) for pattern in patterns)]


def test_a_header_that_says_too_little_is_refused(tmp_path: Path) -> None:
    for text in (
        "",
        '"""No full stop\n\nstopped by: wire\n"""',
        '"""A sentence.\n"""',
        '"""A.\n\nstopped by: luck"""',
    ):
        path = tmp_path / "attack.py"
        path.write_text(text)
        with pytest.raises(ValueError, match=r"attack\.py"):
            read(path)
