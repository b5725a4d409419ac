"""A worker that has forgotten a submission is to honest code what a fresh one is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.worker import wire
from autograder.worker.backends import ZygoteBackend
from autograder.worker.client import Allowance, LearnerError, Worker, WorkerLost
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
FILES = {"one.py": SOURCE.encode(), "helper.py": b"seen = []\n"}
CHANGES = [
    line.split("(")[0].removeprefix("def ") for line in SOURCE.splitlines() if line.startswith("def ")
][:-1]


@pytest.fixture(scope="module")
def backend() -> Iterator[ZygoteBackend]:
    opened = ZygoteBackend(Setup(layers=("namespaces", "root")))
    yield opened
    opened.close()


@pytest.fixture
def worker(backend: ZygoteBackend) -> Iterator[Worker]:
    opened = backend.open(WorkerLimits())
    opened.greet()
    opened.request(Allowance(30.0), None, "load", FILES, "one.py")
    yield opened
    opened.close()


def call(worker: Worker, function: str) -> object:
    return worker.request(Allowance(30.0), None, "call", function, (), {})


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_changed_is_put_back(worker: Worker, change: str) -> None:
    before = call(worker, "state")
    call(worker, change)
    assert call(worker, "state") != before, "nothing was changed"
    assert worker.renew(Allowance(30.0))
    with pytest.raises(LearnerError, match="KeyError"):
        call(worker, "state")  # the submission is forgotten
    worker.request(Allowance(30.0), None, "load", FILES, "one.py")
    assert call(worker, "state") == before


def test_what_was_printed_belongs_to_the_test_before(worker: Worker) -> None:
    worker.request(Allowance(30.0), None, "load", {"two.py": b"print('before')\n"}, "two.py")
    assert "before" in worker.output()
    assert worker.renew(Allowance(30.0))
    worker.request(Allowance(30.0), None, "load", {"two.py": b"print('after')\n"}, "two.py")
    assert worker.output() == "after\n"


@pytest.mark.parametrize(
    "source",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n",
        "import os, time\nif os.fork() == 0:\n    time.sleep(60)\n",
    ],
    ids=["a thread", "a process"],
)
def test_where_something_goes_on_no_test_follows(worker: Worker, source: str) -> None:
    worker.request(Allowance(30.0), None, "load", {"two.py": source.encode()}, "two.py")
    assert not worker.renew(Allowance(30.0))


def test_one_that_is_gone_does_not_serve_on(worker: Worker) -> None:
    source = b"import os\ndef leave(): os._exit(3)\n"
    worker.request(Allowance(30.0), None, "load", {"two.py": source}, "two.py")
    with pytest.raises(WorkerLost):
        call(worker, "leave")
    assert not worker.renew(Allowance(30.0))


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
