"""No attack of the corpus gains a point, gets a secret out, or leaves anything behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.worker.layers import Layer
from tests.attacks.arena import Arena, open_arena, without
from tests.attacks.attack import FOLDER, Attack, collect, made_up, read
from tests.worker.confinement import need

EVERYTHING = """
import os, subprocess, sys
place = os.environ["TMPDIR"].rpartition("/torchgrade-")[0] + "/../"
print(open(place + "planted.txt").read())
print("ESCAPED: " + "somewhere")
open(place + "course/submissions/new.py", "w").close()
open("/tmp/attack-left", "w").close()
stay = "import os, sys, time\\nwhile os.path.exists(sys.argv[1]): time.sleep(0.1)"
subprocess.Popen([sys.executable, "-S", "-c", stay, place + "planted.txt"], start_new_session=True)
def double(x):
    raise ValueError(open(place + "course/solutions/ex01_double.py").read())
"""


def test_what_is_not_stopped_is_seen() -> None:
    """A plain child is stopped by nothing. In this file, since the arena of another would see what it leaves."""
    left = Path("/tmp/attack-left")
    try:
        with open_arena(sandbox="none") as arena:
            outcome = arena.attempt(made_up(EVERYTHING))
    finally:
        left.unlink(missing_ok=True)
    for gain in (
        "the secret of the temporary is out",
        "the secret of the solution is out",
        "left: ['/tmp/attack-left']",
        "files of the course",
        "processes are left",
        "ESCAPED: somewhere",
    ):
        assert any(one.startswith(gain) or gain in one for one in outcome.gains), (gain, outcome.gains)


def test_deep_folders_do_not_end_a_zygote_that_clears_up_itself() -> None:
    """Without a root of its own, a worker's scratch folder is one of the host's. Found by matrix.py."""
    need(*(Layer(name) for name in without("root")))
    with open_arena(layers=without("root")) as arena:
        assert not arena.attempt(read(FOLDER / "exhausting" / "folders_in_folders.py")).gains


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    """One grader for the whole corpus, so that an attack could hurt those that follow."""
    need(*Layer)
    with open_arena() as arena:
        assert arena.unchanged("rich")  # as it is before all attacks
        yield arena


@pytest.mark.parametrize("attack", collect(), ids=lambda attack: attack.name)
def test_attack(arena: Arena, attack: Attack) -> None:
    """It gets the points that its code earns, and nothing else."""
    outcome = arena.attempt(attack)
    assert not outcome.gains, attack.tries


@pytest.fixture(scope="module")
def shared_arena() -> Iterator[Arena]:
    """The same, with one worker for all tests of a submission."""
    need(*Layer)
    with open_arena(isolate=False) as arena:
        yield arena


AGAINST_TESTS = [attack for attack in collect() if attack.family in ("forging", "lingering")]


@pytest.mark.parametrize("attack", AGAINST_TESTS, ids=lambda attack: attack.name)
def test_a_worker_for_all_tests_gains_nothing(shared_arena: Arena, attack: Attack) -> None:
    """It may find what it has left itself in an earlier test; it gets no points for that, nobody else finds it."""
    gains = shared_arena.attempt(attack).gains
    assert [gain for gain in gains if "earlier test" not in gain] == [], attack.tries


def test_every_check_works_as_before(arena: Arena) -> None:
    """After all attacks, an honest submission to the suite with each kind of check has the same report."""
    assert arena.unchanged("rich")
