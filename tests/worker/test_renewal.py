"""A worker that has forgotten a submission is to honest code what a fresh one is."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.worker import wire
from autograder.worker.backends import ZygoteBackend
from autograder.worker.client import Allowance, Worker, WorkerLost
from autograder.worker.gpu import Gpu
from autograder.worker.settings import Setup, WorkerLimits

# Each function changes something that honest learners change; `state` says what can be seen of it.
SOURCE = """
import gc, os, random, sys, warnings
import numpy as np
import torch
import helper

def dtype(): torch.set_default_dtype(torch.float64)
def device(): torch.set_default_device("meta")
def grad(): torch.set_grad_enabled(False)
def anomaly(): torch.autograd.set_detect_anomaly(True)
def deterministic(): torch.set_deterministic_debug_mode("warn")
def precision(): torch.set_float32_matmul_precision("medium")
def threads(): torch.set_num_threads(2)
def printing(): torch.set_printoptions(precision=1, sci_mode=True); np.set_printoptions(precision=1)
def recursion(): sys.setrecursionlimit(5000)
def collector(): gc.disable()
def folder(): os.mkdir("here"); os.chdir("here")
def draws(): torch.rand(3); np.random.rand(3); random.random()
def seeds(): torch.manual_seed(1); np.random.seed(1); random.seed(1)
def filters(): warnings.simplefilter("error")
def environment(): os.environ["COLOUR"] = "red"; os.environ.pop("HOME")
def path(): sys.path.append("/nowhere")
def streams(): sys.stdout = None
def files(): open("notes.txt", "w").close(); os.makedirs("a/b"); os.symlink("/", "link")
def own_module(): helper.seen.append(1)

def state():
    return [
        str(torch.get_default_dtype()), str(torch.get_default_device()), torch.is_grad_enabled(),
        torch.is_anomaly_enabled(), torch.get_deterministic_debug_mode(), torch.get_float32_matmul_precision(),
        torch.get_num_threads(), repr(torch.tensor([1 / 3], device="cpu", dtype=torch.float32)),
        repr(np.array([1 / 3])), sys.getrecursionlimit(), gc.isenabled(), os.getcwd(), sorted(os.listdir()),
        torch.random.get_rng_state().sum().item(), float(np.random.get_state()[1].sum()), hash(random.getstate()),
        len(warnings.filters), sorted(os.environ.items()), sys.path[1:], sys.stdout is None, list(helper.seen),
    ]
"""
CHANGES = [
    line.split("(")[0].removeprefix("def ") for line in SOURCE.splitlines() if line.startswith("def ")
][:-1]


@pytest.fixture(scope="module")
def backend() -> Iterator[ZygoteBackend]:
    opened = ZygoteBackend(Setup(layers=("namespaces", "root")))
    yield opened
    opened.close()


@pytest.fixture
def host(backend: ZygoteBackend) -> Iterator[Callable[[str], Worker]]:
    """A function that opens a worker with a submission of one module."""
    with contextlib.ExitStack() as stack:

        def opened(source: str) -> Worker:
            worker = backend.open(WorkerLimits())
            stack.callback(worker.close)
            worker.greet()
            worker.load(Allowance(30.0), {"one.py": source.encode(), "helper.py": b"seen = []\n"}, "one.py")
            return worker

        yield opened


@pytest.fixture
def worker(host: Callable[[str], Worker]) -> Worker:
    return host(SOURCE)


def call(worker: Worker, function: str) -> object:
    return worker.request(Allowance(30.0), None, "call", function, (), {})


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_is_put_back(worker: Worker, change: str) -> None:
    before = call(worker, "state")
    call(worker, change)
    assert call(worker, "state") != before, "nothing was changed"
    assert worker.renew(Allowance(30.0)) is True
    assert call(worker, "state") == before


@pytest.mark.parametrize(
    "change",
    [
        "open('helper.py', 'w').close()",
        "os.remove('helper.py')",
        "open('new.py', 'w').close()",
        "os.mkdir('x')",
    ],
)
def test_files_of_its_own_that_it_changes_are_put_back(host: Callable[[str], Worker], change: str) -> None:
    seen = "SEEN = sorted(os.listdir('submission')), open('submission/helper.py').read()"
    worker = host(f"import os\n{seen}\ndef change():\n    os.chdir('submission')\n    {change}\n")
    before = worker.request(Allowance(30.0), None, "attribute", Module(), "SEEN")
    call(worker, "change")
    assert worker.renew(Allowance(30.0)) is True
    assert worker.request(Allowance(30.0), None, "attribute", Module(), "SEEN") == before


def test_files_that_withstand_leave_no_test_to_follow(host: Callable[[str], Worker]) -> None:
    worker = host("import os\ndef change():\n    os.makedirs('a/b')\n    os.chmod('a', 0o555)\n")
    call(worker, "change")
    assert worker.renew(Allowance(30.0)) is False


def test_what_is_mounted_in_its_folder_is_neither_listed_nor_removed() -> None:
    """A project that lies in /tmp is shown in a worker's /tmp, with an interpreter and all of torch."""
    source = """
from pathlib import Path
from autograder.worker import renewal
def listed(): return [entry.path for entry in renewal._listing(Path("/tmp"))]
def there(name): return Path(name).exists()
def change(): open("new.txt", "w").close()
"""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder, contextlib.ExitStack() as stack:
        Path(folder).chmod(0o755)  # a worker is another user
        shown = Path(folder, "library.py")
        shown.write_text("")
        seen = Gpu(read=(folder,))
        backend = ZygoteBackend(Setup(layers=("namespaces", "root"), gpu=seen))
        stack.callback(backend.close)
        worker = backend.open(WorkerLimits())
        stack.callback(worker.close)
        worker.greet()
        worker.load(Allowance(30.0), {"one.py": source.encode()}, "one.py")
        for _ in range(2):
            assert worker.request(Allowance(30.0), None, "call", "there", (str(shown),), {}) is True
            listed = call(worker, "listed")
            assert isinstance(listed, list)
            assert {"/tmp/submission", "/tmp/submission/one.py"} <= set(listed)
            # Folders on the way to what is mounted may be there, as where this project lies in /tmp itself.
            assert not [path for path in listed if path.startswith(folder) or "/site-packages/" in path]
            call(worker, "change")
            assert worker.renew(Allowance(30.0)) is True


def test_what_a_renewal_prints_belongs_to_the_test_that_follows(host: Callable[[str], Worker]) -> None:
    worker = host("import sys\nsys.n = getattr(sys, 'n', 0) + 1\nprint(sys.n)\n")
    assert worker.output() == "1\n"
    assert worker.renew(Allowance(30.0)) is True
    assert worker.output() == "2\n"


def test_a_submission_is_loaded_once(worker: Worker) -> None:
    worker.load(Allowance(30.0), {"two.py": b"raise OSError\n"}, "two.py")
    assert call(worker, "state")


@pytest.mark.parametrize(
    "source",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n",
        "import os, time\nif os.fork() == 0:\n    time.sleep(60)\n",
    ],
    ids=["a thread", "a process"],
)
def test_where_something_goes_on_no_test_follows(host: Callable[[str], Worker], source: str) -> None:
    worker = host(source)
    assert worker.renew(Allowance(30.0)) is False


def test_one_that_is_gone_does_not_serve_on(host: Callable[[str], Worker]) -> None:
    worker = host("import os\ndef leave(): os._exit(3)\n")
    with pytest.raises(WorkerLost):
        call(worker, "leave")
    with pytest.raises(WorkerLost):
        worker.renew(Allowance(30.0))


class Module:
    """Stands for the learner's module, in a request."""

    _node = wire.HandleNode(0)


def test_numbers_that_nobody_seeded_are_the_same_in_each_worker(backend: ZygoteBackend) -> None:
    """Else a verdict on code that forgets to seed could be another one tomorrow."""
    source = b"import random\nimport numpy, torch\nDRAWN = random.random(), numpy.random.rand(), torch.rand(1).item()\n"
    other = ZygoteBackend(Setup(layers=()))
    drawn = set()
    for made in (backend, backend, other):
        worker = made.open(WorkerLimits())
        worker.greet()
        worker.request(Allowance(30.0), None, "load", {"one.py": source}, "one.py")
        drawn.add(worker.request(Allowance(30.0), lambda node: None, "attribute", Module(), "DRAWN"))
        worker.close()
    other.close()
    assert len(drawn) == 1
