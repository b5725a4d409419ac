"""Workers in containers: what an engine is told, and the protocol over pipes.

The engine is a fake here, except where one is installed and has the image (`make image`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.batch.graders import check_confinement
from autograder.course import Course
from autograder.errors import SandboxError
from autograder.grading.files import SubmissionFiles
from autograder.grading.session import Grader
from autograder.report import Report, Status
from autograder.worker import container, image
from autograder.worker.client import Allowance, LearnerError, Worker, WorkerLost
from autograder.worker.container import Confinement, ContainerBackend, run_command
from autograder.worker.settings import Setup, WorkerLimits
from tests.tiny import SOLUTION, make_course
from tests.worker.fake_engine import lives

LIMITS = WorkerLimits(
    memory_bytes=512 << 20, processes=20, file_bytes=4 << 20, scratch_bytes=8 << 20, cpu_seconds=30
)


def test_a_container_has_nothing_but_what_the_command_says() -> None:
    confinement = Confinement(
        image="torchgrade-worker:abc", name="torchgrade-1-ff", limits=LIMITS, data=Path("/srv/train")
    )
    assert run_command("/usr/bin/podman", confinement, ["python", "-m", "x"]) == [
        "/usr/bin/podman",
        "run",
        "--rm",
        "--interactive",
        "--pull=never",
        "--name=torchgrade-1-ff",
        "--log-driver=none",
        "--network=none",
        "--read-only",
        "--cap-drop=ALL",
        "--security-opt=no-new-privileges",
        "--user=65534:65534",
        "--ipc=private",
        "--hostname=worker",
        "--memory=1627389952b",  # 512 MiB for the submission, 1 GiB for PyTorch, twice 8 MiB of scratch
        "--memory-swap=1627389952b",
        "--pids-limit=28",
        "--ulimit=fsize=4194304",
        "--ulimit=core=0",
        "--ulimit=nofile=512",
        "--ulimit=cpu=30:31",
        "--tmpfs=/tmp:rw,nosuid,nodev,noexec,mode=1777,size=8388608",
        "--shm-size=8388608b",
        "--workdir=/tmp",
        "--mount=type=bind,source=/srv/train,target=/data,readonly",
        "--entrypoint=",
        "torchgrade-worker:abc",
        "python",
        "-m",
        "x",
    ]


def test_without_data_nothing_of_the_host_is_mounted() -> None:
    confinement = Confinement(image="i", name="n", limits=LIMITS, data=None)
    assert not [one for one in run_command("docker", confinement, []) if "mount" in one or "volume" in one]


def test_the_program_is_told_its_limits_and_no_path_of_the_host() -> None:
    *command, settings = container.program(
        Setup(layers=(), preload=("numpy",), data=Path("/srv/train")), LIMITS
    )
    assert command[-2:] == ["-m", "autograder.worker.contained"]
    told = json.loads(settings)
    assert (told["data"], told["scratch"], told["preload"]) == ("/data", "/tmp", ["numpy"])
    assert "/srv" not in settings


# The image.


def test_the_tag_follows_what_is_in_the_image(monkeypatch: pytest.MonkeyPatch) -> None:
    before = image.tag()
    assert before == image.tag() and before.startswith("torchgrade-worker:")
    monkeypatch.setattr(image, "PACKAGES", ("torch",))
    assert image.tag() != before


def test_nothing_of_the_grader_is_in_the_image() -> None:
    names = {name for name, _ in image.context()}
    assert {"Containerfile", "requirements.txt", "autograder/worker/contained.py"} <= names
    for name in names - {"Containerfile", "requirements.txt", "autograder/__init__.py"}:
        assert name.startswith("autograder/worker/"), name
    content = b"".join(content for _, content in image.context())
    assert b"@PYTHON@" not in content and b"autograder.errors" not in content


def test_what_runs_in_the_image_imports_nothing_that_is_not_there(tmp_path: Path) -> None:
    for name, content in image.context():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    program = "import autograder.worker.contained, autograder.worker.host as h; print(h.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(str(tmp_path))


# The protocol, over pipes.


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fake engine that has the image."""
    folder = tmp_path / "engine"
    folder.mkdir()
    script = folder / "podman"
    fake = Path(__file__).with_name("fake_engine.py")
    script.write_text(f'#!/bin/sh\nexec {sys.executable} {fake} "$@"\n')
    script.chmod(0o755)
    (folder / "image").write_text(image.tag())
    monkeypatch.setenv("FAKE_ENGINE", str(folder))
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.delenv(container.VARIABLE, raising=False)
    return folder


@pytest.fixture
def worker(engine: Path) -> Iterator[Worker]:
    backend = ContainerBackend(Setup(layers=()))
    worker = backend.open(LIMITS)
    worker.greet()
    yield worker
    worker.close()
    backend.close()


def load(worker: Worker, source: str) -> None:
    worker.request(Allowance(60.0), None, "load", {"a.py": source.encode()}, "a.py")


def test_values_of_any_size_cross_and_what_is_printed_does_not_disturb_them(worker: Worker) -> None:
    load(worker, "print('hello')\nimport sys, torch\nprint('there', file=sys.stderr)\n")
    assert worker.layers == ("container",)
    large = b"x" * (5 << 20)
    assert worker.request(Allowance(60.0), None, "value", large) == large
    assert worker.output().split() == ["hello", "there"]


def test_exceptions_cross_as_data(worker: Worker) -> None:
    with pytest.raises(LearnerError, match="ZeroDivisionError"):
        load(worker, "1 / 0\n")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("import os\nos._exit(3)\n", "exit code 3"),
        ("import os\nos.abort()\n", "SIGABRT"),
        ("import os\nos.write(1, b'x' * 200)\nos._exit(0)\n", "exit code 0"),
    ],
)
def test_how_a_worker_ended_is_told(worker: Worker, source: str, text: str) -> None:
    with pytest.raises(WorkerLost, match=text):
        load(worker, source)


def test_a_grader_that_is_killed_leaves_no_endless_loop(engine: Path) -> None:
    """The relay notices that its line is dead, and takes the container with it."""
    program = (
        "from autograder.worker.container import ContainerBackend\n"
        "from autograder.worker.client import Allowance\n"
        "from autograder.worker.settings import Setup, WorkerLimits\n"
        "worker = ContainerBackend(Setup(layers=())).open(WorkerLimits())\n"
        "worker.greet()\nprint('greeted', flush=True)\n"
        "worker.request(Allowance(600.0), None, 'load', {'a.py': b'while True: pass'}, 'a.py')\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as grader:
        assert grader.stdout is not None and grader.stdout.readline() == b"greeted\n"
        (pid,) = [int(path.read_text()) for path in engine.glob("torchgrade-*")]
        grader.kill()
    deadline = time.monotonic() + 30
    while lives(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not lives(pid)


def grade(course: Course, source: str) -> Report:
    with Grader(course, sandbox="container") as grader:
        return grader.grade(course.exercises[0], SubmissionFiles.of_source("ex01_double.py", source))


def test_a_submission_is_graded_as_everywhere_else(engine: Path, tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    report = grade(course, SOLUTION)
    assert (report.full_marks, report.sandbox) == (True, ("container",))
    looping = grade(course, "def double(x):\n    while True: pass\n")
    assert {test.status for test in looping.tests} == {Status.TIMEOUT}
    asked = [json.loads(line) for line in (engine / "asked").read_text().splitlines()]
    started = {one for line in asked if line[0] == "run" for one in line if one.startswith("--name=")}
    assert len(started) >= 6, "a fresh container for each test"
    for path in engine.glob("torchgrade-*"):
        assert not lives(int(path.read_text()))


# What is missing is told.


def test_without_an_engine_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(container.VARIABLE, raising=False)
    with pytest.raises(SandboxError) as told:
        ContainerBackend(Setup(layers=()))
    assert str(told.value) == (
        "--sandbox container needs a container engine, and neither podman nor docker is there. "
        "Install Podman or Docker."
    )


def test_an_engine_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(container.VARIABLE, "/no/such/engine")
    with pytest.raises(SandboxError, match="/no/such/engine, which TORCHGRADE_ENGINE names, is not there"):
        container.find_engine()


def test_without_the_image_it_says_how_to_build_it(engine: Path) -> None:
    (engine / "image").unlink()
    with pytest.raises(SandboxError) as told:
        ContainerBackend(Setup(layers=()))
    assert str(told.value) == (
        f"{engine / 'podman'} has no image {image.tag()}. "
        "Build it: make image, or: python -m autograder.worker.image"
    )


def test_an_engine_that_does_not_work_says_why(engine: Path) -> None:
    (engine / "podman").write_text("#!/bin/sh\necho 'Cannot connect to the daemon' >&2\nexit 1\n")
    with pytest.raises(SandboxError, match=r"does not work \(Cannot connect to the daemon\)"):
        ContainerBackend(Setup(layers=()))


def test_a_container_confines_strangers_code(engine: Path) -> None:
    check_confinement(ContainerBackend(Setup(layers=())), "container")


# Where there is an engine.


def test_a_real_engine_keeps_its_promises(tmp_path: Path) -> None:
    """No network, no writing outside of /tmp, no privilege, no file of the host: tried from inside."""
    try:
        backend = ContainerBackend(Setup(layers=()))
    except SandboxError as error:
        pytest.skip(str(error))
    (tmp_path / "secret").write_text("a secret")
    source = f"""
import os, socket
def tries():
    got = []
    for name, attempt in {{
        "read": lambda: open({str(tmp_path / "secret")!r}).read(),
        "write": lambda: open("/worker/x", "w"),
        "connect": lambda: socket.create_connection(("1.1.1.1", 53), 2),
        "user": lambda: os.setuid(0),
    }}.items():
        try:
            attempt()
        except OSError:
            continue
        got.append(name)
    return got
tried = tries()
"""
    try:
        worker = backend.open(LIMITS)
        worker.greet()
        load(worker, source + "assert tried == [], tried\n")
        worker.close()
    finally:
        backend.close()
