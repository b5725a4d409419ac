"""The sandbox, a worker, the disk and the terminal."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.file_proxy import FileProxy

from autograder.doctor import machine
from autograder.doctor.finding import State, limited
from autograder.doctor.machine import disk, sandbox, terminal, worker
from autograder.errors import SandboxError
from autograder.worker import image

LAYERS = ("namespaces", "root", "landlock", "seccomp", "limits")


def test_all_layers() -> None:
    (finding,) = sandbox({"layers": dict.fromkeys(LAYERS, "")})
    assert (finding.state, finding.found) == (State.OK, ", ".join(LAYERS))


def test_a_missing_layer_has_its_reason() -> None:
    reason = "this kernel has no Landlock; use Linux 5.13 or newer"
    whole, one = sandbox({"layers": dict.fromkeys(LAYERS, "") | {"landlock": reason}})
    assert (whole.state, whole.found) == (State.OK, "namespaces, root, seccomp, limits")
    assert (one.state, one.name, one.found) == (State.LIMITED, "sandbox: landlock", reason)


def test_no_layer_at_all_keeps_nobody_from_checking_their_own_work() -> None:
    (finding,) = sandbox({"layers": dict.fromkeys(LAYERS, "only Linux has this layer")})
    assert finding.state is State.LIMITED
    assert finding.found.startswith("none (only Linux has this layer): `grade check` runs")


def test_a_sandbox_that_cannot_even_be_tried_out() -> None:
    (finding,) = sandbox({"failed": "no answer within 120 seconds"})
    assert (finding.state, finding.found) == (State.BROKEN, "no answer within 120 seconds")


def test_a_worker_that_answers() -> None:
    (finding,) = worker({"worker_seconds": 1.5, "layers": list(LAYERS)})
    assert (finding.state, finding.found) == (State.OK, "started and answered in 1.5 s, inside 5 layers")


def test_a_worker_that_does_not() -> None:
    (finding,) = worker({"failed": "A worker could not start: torch is missing."})
    assert (finding.state, finding.found) == (State.BROKEN, "A worker could not start: torch is missing.")


def test_a_disk_with_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 5_000 << 20))  # type: ignore[attr-defined]
    temporary, course = disk(tmp_path)
    assert (temporary.state, temporary.found) == (State.OK, f"{tmp_path}, 5,000 MB free")
    assert (course.state, course.found) == (State.OK, f"{tmp_path} can be written")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1, 1, 499 << 20))  # type: ignore[attr-defined]
    (finding,) = disk(None)
    assert finding.state is State.LIMITED
    assert finding.found.startswith("only 499 MB left in ")


def test_a_machine_without_a_place_for_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    (finding,) = disk(None)
    assert finding.state is State.BROKEN
    assert finding.found == "nowhere to write them: No usable temporary directory found"


def test_a_course_that_cannot_be_written_still_grades(tmp_path: Path) -> None:
    (tmp_path / "course").touch()
    *_, finding = disk(tmp_path / "course")
    assert finding.state is State.LIMITED
    assert finding.found.startswith(f"{tmp_path / 'course'} cannot be written: progress is not kept")


@pytest.mark.parametrize(
    ("encoding", "state", "found"),
    [
        ("utf-8", State.OK, "the output goes to a file or another program, UTF-8"),
        (
            "ascii",
            State.LIMITED,
            "the output goes to a file or another program, ascii: symbols are spelled in ASCII",
        ),
    ],
)
def test_what_the_output_can_show(
    monkeypatch: pytest.MonkeyPatch, encoding: str, state: State, found: str
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding=encoding))
    (finding,) = terminal()
    assert (finding.state, finding.found) == (state, found)


def test_what_the_output_can_show_is_known_while_something_moves_on_it() -> None:
    """`grade doctor` looks at the terminal while it shows that it is looking."""
    output = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(FileProxy(Console(file=output), output)):  # type: ignore[type-var]
        (finding,) = terminal()
    assert (finding.state, finding.found) == (State.OK, "the output goes to a file or another program, UTF-8")


def no_engine() -> str:
    raise SandboxError("--sandbox container needs a container engine. Install Podman or Docker.")


def no_image(engine: str, wanted: str) -> None:
    raise SandboxError(f"{engine} has no image {wanted}. Build it: make image")


def test_without_a_container_engine_nothing_is_amiss() -> None:
    (found,) = machine.containers(no_engine)
    assert (found.state, found.found) == (
        State.OK,
        "no podman and no docker; only --sandbox container needs one",
    )


def test_an_engine_without_the_image_is_told_how_to_get_it() -> None:
    (found,) = machine.containers(lambda: "podman", no_image)
    assert found == limited(
        "containers",
        f"podman has no image {image.tag()}; only --sandbox container needs it",
        "Build it: make image",
    )


def test_an_engines_own_words_stay_together() -> None:
    def asleep(engine: str, wanted: str) -> None:
        raise SandboxError(f"{engine} does not work (No socket. Is it running?). Start it, or mend it.")

    (found,) = machine.containers(lambda: "docker", asleep)
    assert found == limited(
        "containers",
        "docker does not work (No socket. Is it running?); only --sandbox container needs it",
        "Start it, or mend it.",
    )


def test_an_engine_with_the_image() -> None:
    (found,) = machine.containers(lambda: "podman", lambda engine, wanted: None)
    assert (found.state, found.found) == (State.OK, f"podman has {image.tag()}")


@pytest.mark.parametrize(
    ("found", "state", "said"),
    [
        ({"usable": True}, State.OK, "workers can use it: grade check ex14 --device cuda"),
        (
            {"trouble": "no GPU is seen"},
            State.OK,
            "no GPU is seen; not needed: exercises use a simulated one",
        ),
        ({"failed": "No worker gets there."}, State.LIMITED, "No worker gets there. Nothing else needs it."),
        ({}, State.LIMITED, "Its trial said nothing. Nothing else needs it."),
    ],
)
def test_a_gpu_is_tried_out_where_there_is_one(found: dict[str, Any], state: State, said: str) -> None:
    (finding,) = machine.gpu(found)
    assert (finding.name, finding.state, finding.found) == ("GPU", state, said)
