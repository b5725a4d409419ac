"""What crosses between the command and the graders on nodes: plain data as MessagePack, never a pickle."""

from __future__ import annotations

import msgspec

from autograder.batch.graders import Blank
from autograder.batch.plan import Job
from autograder.errors import InternalError
from autograder.grading.files import SubmissionFiles
from autograder.report import Status
from autograder.worker.settings import Accelerator


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a grader on a node is told when it is hired."""

    digest: str  # of the course's bytes
    sandbox: str
    full: bool
    preload: tuple[str, ...]
    device: Accelerator = "simulated"  # what tests with a GPU get


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One submission: its files, or that there are none to run."""

    exercise: str
    learner: str
    main: str = ""
    files: dict[str, bytes] = {}
    digest: str = ""  # of the files, as `SubmissionFiles` makes it
    status: str = ""  # of a submission without files, and what its report says
    message: str = ""


def task_of(job: Job, handed: SubmissionFiles | Blank) -> bytes:
    """Return a job as bytes."""
    task = Task(exercise=job.exercise.id, learner=job.learner)
    change: dict[str, object]
    if isinstance(handed, Blank):
        change = {"status": handed.status.value, "message": handed.message}
    else:
        change = {"main": handed.main, "files": dict(handed.files), "digest": handed.digest}
    return msgspec.msgpack.encode(msgspec.structs.replace(task, **change))


def read_task(data: bytes) -> tuple[Task, SubmissionFiles | Blank]:
    """Return a task and what was handed in; raises `InternalError` if bytes were damaged."""
    task = msgspec.msgpack.decode(data, type=Task)
    if task.status:
        return task, Blank(status=Status(task.status), message=task.message)
    files = SubmissionFiles(task.main, task.files)
    if files.digest != task.digest:
        raise InternalError(f"{task.exercise} of {task.learner} arrived with other bytes than were sent")
    return task, files
