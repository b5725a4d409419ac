"""`grade doctor --security` sees what gets through, and takes nothing for stopped that could not be tried."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.doctor import attempts, security
from autograder.doctor.security import ATTEMPTS, EVERYTHING, Attempt, Verdict, try_out
from autograder.worker.backends import BACKENDS, PlainBackend
from autograder.worker.layers import Layer
from autograder.worker.settings import Backend, Setup, WorkerLimits

# What a plain child of an unprivileged user cannot do anyway, or the machine forbids to everybody.
_UP_TO_THE_MACHINE = {"make_a_user_namespace", "mount_a_folder", "become_root", "change_the_interpreter"}
_BY_ITS_LIMITS = {"take_much_memory", "write_a_large_file", "start_many_processes"}


def test_every_attempt_succeeds_where_nothing_stops_it() -> None:
    """Otherwise a layer could be praised for what was never possible."""
    opened = PlainBackend(Setup(layers=()))
    try:
        with security._target() as target:
            names = [name for name in EVERYTHING if name not in _UP_TO_THE_MACHINE | _BY_ITS_LIMITS]
            found = {one.name: one for one in security._attempts(names, opened, target)}
    finally:
        opened.close()
    assert len(found) >= 8
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
    """A machine that claims to have a layer, and confines nothing."""

    def __init__(self, setup: Setup) -> None:
        self._plain = PlainBackend(Setup(layers=()))
        self.layers = setup.layers
        self.missing: dict[str, str] = {}

    def open(self, limits: WorkerLimits) -> object:
        return self._plain.open(limits)

    def close(self) -> None:
        self._plain.close()


def test_a_layer_that_does_nothing_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security, "ATTEMPTS", {layer: ("read_a_file",) for layer in Layer})
    monkeypatch.setattr(security, "EVERYTHING", ("read_a_file", "no_such_attempt"))
    *alone, together = try_out(Weak)  # type: ignore[arg-type]
    for verdict in alone:
        assert verdict.attempts == (Attempt(name="read_a_file", held=False, got="what everybody may read"),)
    assert not together.held
    assert "could not be made" in together.attempts[1].got and not together.attempts[1].held


def test_a_missing_layer_does_not_hold() -> None:
    assert not Verdict(layer="root", missing="no user namespaces").held
    assert not Verdict(layer="root").held, "nothing was tried"


def test_a_backend_is_closed_whatever_happens() -> None:
    closed: list[str] = []

    def opened(setup: Setup) -> Backend:
        backend = Weak(setup)
        backend.missing = dict.fromkeys(setup.layers, "an old kernel")
        backend.close = lambda: closed.append(",".join(setup.layers))  # type: ignore[method-assign]
        return backend  # type: ignore[return-value]

    verdicts = try_out(opened)
    assert len(closed) == len(verdicts) == 6
    assert {verdict.missing for verdict in verdicts} == {"an old kernel"}
