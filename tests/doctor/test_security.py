"""`grade doctor --security` sees what gets through, and takes nothing for stopped that could not be tried."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.doctor import attempts, security
from autograder.doctor.security import ATTEMPTS, EVERYTHING, Attempt, Verdict, try_out
from autograder.worker.backends import BACKENDS, ZygoteBackend
from autograder.worker.client import Worker
from autograder.worker.layers import Layer
from autograder.worker.settings import Setup, WorkerLimits

# What only a privileged user may do anyway, and not on every machine.
_UP_TO_THE_MACHINE = {"make_a_user_namespace", "mount_a_folder", "become_root", "change_the_interpreter"}


@pytest.fixture(scope="module")
def unconfined() -> Iterator[ZygoteBackend]:
    """Workers without a single layer."""
    backend = ZygoteBackend(Setup(layers=()))
    yield backend
    backend.close()


def test_every_attempt_succeeds_where_nothing_stops_it(unconfined: ZygoteBackend) -> None:
    """Otherwise a layer could be praised for what was never possible."""
    with security._target() as target:
        names = [name for name in EVERYTHING if name not in _UP_TO_THE_MACHINE]
        found = {one.name: one for one in security._attempts(names, unconfined, target)}
    assert len(found) >= 11
    assert {name for name, one in found.items() if one.held} == set()
    assert not [one for one in found.values() if "could not be made" in one.got]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can do these anywhere")
def test_root_alone_can_do_the_rest(tmp_path: Path) -> None:
    for name in sorted(_UP_TO_THE_MACHINE - {"make_a_user_namespace", "mount_a_folder"}):
        assert attempts.attempt(name, str(tmp_path), "127.0.0.1", 1, os.getpid()), name


def test_every_attempt_has_a_function_and_every_layer_attempts() -> None:
    assert set(ATTEMPTS) == {str(layer) for layer in Layer}
    for name in EVERYTHING:
        assert callable(getattr(attempts, name))


def test_all_layers_of_this_machine_hold() -> None:
    for verdict in try_out(BACKENDS["auto"]):
        through = [one for one in verdict.attempts if not one.held]
        assert not through, f"{verdict.layer}: {through}"
        assert verdict.held or verdict.missing


class Weak:
    """Claims to have its layers, and confines nothing; or, with nothing to open, has none of them."""

    def __init__(self, setup: Setup, unconfined: ZygoteBackend | None) -> None:
        self._unconfined = unconfined
        self.layers = setup.layers
        self.missing = {} if unconfined else dict.fromkeys(setup.layers, "an old kernel")
        self.closed = False

    def open(self, limits: WorkerLimits) -> Worker:
        assert self._unconfined is not None
        return self._unconfined.open(limits)

    def close(self) -> None:
        self.closed = True


def test_a_layer_that_does_nothing_is_found_out(
    unconfined: ZygoteBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(security, "ATTEMPTS", {layer: ("read_a_file",) for layer in Layer})
    monkeypatch.setattr(security, "EVERYTHING", ("read_a_file", "no_such_attempt"))
    *alone, together = try_out(lambda setup: Weak(setup, unconfined))
    for verdict in alone:
        assert verdict.attempts == (Attempt(name="read_a_file", held=False, got="what everybody may read"),)
    assert not together.held
    assert "could not be made" in together.attempts[1].got and not together.attempts[1].held


def test_a_missing_layer_does_not_hold() -> None:
    assert not Verdict(layer="root", missing="no user namespaces").held
    assert not Verdict(layer="root").held, "nothing was tried"


def test_backends_are_closed_and_what_is_missing_is_told() -> None:
    opened: list[Weak] = []

    def old(setup: Setup) -> Weak:
        opened.append(Weak(setup, None))
        return opened[-1]

    assert {verdict.missing for verdict in try_out(old)} == {"an old kernel"}
    assert [backend.closed for backend in opened] == [True] * 6
