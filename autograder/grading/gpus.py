"""Grading on the machine's own GPU: when it can be asked for, and whether a worker gets to it."""

from __future__ import annotations

from autograder.course import Exercise
from autograder.errors import UsageError
from autograder.worker import gpu
from autograder.worker.settings import Backend, WorkerLimits

SIMULATION = "autograder.accelerator.switch"  # the module that tests with a device need in the zygote
START_SECONDS = 120.0  # CUDA's first start on a machine whose driver has been asleep


def uses_gpu(exercise: Exercise) -> bool:
    """Return whether tests of an exercise have a device: they take the simulation, which it then preloads."""
    return SIMULATION in exercise.preload


def ask_for(exercise: str, preload: tuple[str, ...], sandbox: str, trouble: str | None = None) -> None:
    """Raise UsageError where an exercise cannot be graded on a GPU: it has no such tests, or there is none.

    `trouble` is what `gpu.trouble` says, which is asked where it is not given.
    """
    if SIMULATION not in preload:
        raise UsageError(f"No test of {exercise} uses a GPU: leave --device out.")
    if sandbox == "container":
        raise UsageError("Containers of --sandbox container get no GPU: leave it or --device out.")
    if trouble is None:
        trouble = gpu.trouble()
    if trouble:
        raise UsageError(
            f"--device cuda needs an NVIDIA GPU, and {trouble}. "
            "Leave it out: tests then use a simulated GPU, which every machine has."
        )


def try_out(backend: Backend) -> None:
    """Start CUDA in a worker; raises UsageError with the reason where that fails."""
    from autograder.worker.client import Allowance, LearnerError, WorkerLost

    worker = backend.open(WorkerLimits(gpu=True))
    try:
        worker.greet()
        worker.request(Allowance(START_SECONDS), None, "accelerator", "cuda")
    except (LearnerError, WorkerLost) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise UsageError(
            f"No worker can use this machine's GPU ({reason[:300]}). Check its driver with nvidia-smi, or "
            "leave --device out."
        ) from error
    finally:
        worker.close()
