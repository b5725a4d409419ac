"""Things that are tried out in a process of their own, since they are slow, or may hang or crash.

    python -m autograder.doctor.trials torch      prints what it finds as lines of JSON

A crash, a hang or an exception there is what `Trial.result` returns.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import GraderError

START_SECONDS = 120.0  # importing torch from a cold disk on a busy machine
_SENT_HERE = " Run `grade doctor` to see why."  # which is what is being done


class Trial:
    """One thing that is being tried out; starting returns at once."""

    def __init__(self, name: str, text: str = "", *, program: Sequence[str] = ("-m", __name__)) -> None:
        """Start; `text` is what the trial reads from its standard input."""
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", *program, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            start_new_session=True,  # Ctrl-C is ours to handle
        )
        self._text = text

    def result(self, seconds: float = START_SECONDS) -> dict[str, Any]:
        """Return what it found; the key "failed" says why there may be nothing else."""
        try:
            out, err = self._process.communicate(self._text, timeout=seconds)
        except subprocess.TimeoutExpired:
            self.end()
            return {"failed": f"no answer within {seconds:g} seconds"}
        found: dict[str, Any] = {}
        for line in out.splitlines():
            if line.startswith("{"):
                found |= json.loads(line)
        if self._process.returncode and "failed" not in found:
            last = (err.strip().splitlines() or ["it said nothing"])[-1]
            found["failed"] = f"the process ended with status {self._process.returncode}: {last}"
        return found

    def end(self) -> None:
        """Stop it, if it still runs."""
        self._process.kill()
        with self._process:  # closes its pipes, and waits
            pass


def _torch() -> None:
    start = time.monotonic()
    import torch

    _tell(torch=torch.__version__, torch_seconds=round(time.monotonic() - start, 1))
    try:
        names = [torch.cuda.get_device_name(number) for number in range(torch.cuda.device_count())]
    except Exception as error:
        _tell(cuda=[], cuda_trouble=_first_line(error))
    else:
        _tell(cuda=names, cuda_built=torch.version.cuda or "")
    try:
        torchvision = importlib.import_module("torchvision")
    except Exception as error:
        _tell(torchvision_trouble=_first_line(error))
    else:
        _tell(torchvision=torchvision.__version__)


def _sandbox() -> None:
    from autograder.worker import sandbox

    _tell(layers={layer.value: reason for layer, reason in sandbox.probe().items()})


def _worker() -> None:
    from autograder.worker.backends import BACKENDS
    from autograder.worker.client import Allowance
    from autograder.worker.sandbox import Layer
    from autograder.worker.settings import Setup, WorkerLimits

    start = time.monotonic()
    backend = BACKENDS["auto"](Setup(layers=tuple(layer.value for layer in Layer)))
    try:
        worker = backend.open(WorkerLimits())
        worker.greet()
        worker.request(
            Allowance(60.0), None, "load", {"trial.py": b"import torch\ntorch.ones(2).sum()\n"}, "trial.py"
        )
        _tell(worker_seconds=round(time.monotonic() - start, 1), layers=list(backend.layers))
        worker.close()
    finally:
        backend.close()


def _gpu() -> None:
    from autograder.worker import gpu

    if trouble := gpu.trouble():
        _tell(trouble=trouble)
        return
    from autograder.grading import gpus
    from autograder.worker.backends import BACKENDS
    from autograder.worker.sandbox import Layer
    from autograder.worker.settings import Setup

    setup = Setup(layers=tuple(layer.value for layer in Layer), gpu=gpu.find(), preload=(gpus.SIMULATION,))
    backend = BACKENDS["auto"](setup)
    try:
        gpus.try_out(backend)
        _tell(usable=True)
    finally:
        backend.close()


def _gradebook() -> None:
    """Open the gradebook of the course whose course.toml is named on the standard input."""
    import sqlalchemy

    from autograder.course import load
    from autograder.gradebook import open_gradebook

    course = load(Path(sys.stdin.readline().rstrip("\n")), check_files=False)
    with open_gradebook(course) as gradebook:
        url = sqlalchemy.make_url(course.gradebook_url)
        address = (
            url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
        )
        _tell(address=address, scores=len(gradebook.scores()))


def _tell(**found: object) -> None:
    print(json.dumps(found), flush=True)


def _first_line(error: BaseException) -> str:
    text = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


_TRIALS: dict[str, Callable[[], None]] = {
    "torch": _torch,
    "sandbox": _sandbox,
    "worker": _worker,
    "gpu": _gpu,
    "gradebook": _gradebook,
}


def main() -> int:
    """Try out what the command line names."""
    try:
        _TRIALS[sys.argv[1]]()
    except GraderError as error:
        _tell(failed=str(error).removesuffix(_SENT_HERE))
        return 1
    except Exception as error:
        _tell(failed=_first_line(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
