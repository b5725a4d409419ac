"""Resource limits of a worker: the only layer that every Unix has (Windows has none of it)."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

# At import and not when used: a worker that has changed its user may not reach the interpreter's folder.
if sys.platform != "win32":
    import resource

DESCRIPTORS = 512
# What CUDA keeps in the host's memory: its context, and the kernels of torch's libraries as they are loaded.
CUDA_BYTES = 8 << 30
PENDING_SIGNALS = 1024  # counted per user, so not too few: each timer takes one

_PER_WORKER_NPROC = (5, 14)  # from here on, RLIMIT_NPROC counts within a user namespace


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one worker may use."""

    memory_bytes: int  # address space beyond what the zygote's imports take, for each process
    processes: int  # processes and threads together
    file_bytes: int  # one file
    scratch_bytes: int  # all files of the scratch folder together; and as much again in /dev/shm
    cpu_seconds: int  # of one process
    gpu: bool = False  # it computes on a GPU: its address space is the driver's affair


def apply(limits: Limits, *, mapped: int | None = None, others: int = 0) -> None:
    """Set the limits, for good, on this process and its descendants.

    `mapped` is what `mapped_bytes` says, where the caller had to ask for it earlier. `others` counts the
    user's processes that are not this worker's: where the kernel counts all of a user's together, they come
    on top. Raises OSError or ValueError.
    """
    if sys.platform == "win32":
        return
    in_use = mapped_bytes(written=limits.gpu) if mapped is None else mapped
    for name, (soft, hard) in table(limits, mapped=in_use, others=others).items():
        if (kind := getattr(resource, name, None)) is not None:
            _, ceiling = resource.getrlimit(kind)
            within = [
                value if ceiling == resource.RLIM_INFINITY else min(value, ceiling) for value in (soft, hard)
            ]
            resource.setrlimit(kind, (within[0], within[1]))


def table(limits: Limits, *, mapped: int, others: int) -> dict[str, tuple[int, int]]:
    """Return the soft and hard value of each limit, by its name in `resource`."""
    tasks = limits.processes + others
    return _memory(limits, mapped) | {
        "RLIMIT_NPROC": (tasks, tasks),
        "RLIMIT_FSIZE": (limits.file_bytes,) * 2,
        "RLIMIT_NOFILE": (DESCRIPTORS, DESCRIPTORS),
        # The signal at the soft limit can be caught, the one at the hard limit cannot.
        "RLIMIT_CPU": (limits.cpu_seconds, limits.cpu_seconds + 1),
        # 1 and not 0: with 0 the kernel still feeds a core dump to a program named in core_pattern (core(5)),
        # and a process with torch loaded leaves a large one.
        "RLIMIT_CORE": (1, 1),
        "RLIMIT_MEMLOCK": (0, 0),
        "RLIMIT_MSGQUEUE": (0, 0),
        "RLIMIT_NICE": (0, 0),
        "RLIMIT_RTPRIO": (0, 0),
        "RLIMIT_SIGPENDING": (PENDING_SIGNALS, PENDING_SIGNALS),
    }


def _memory(limits: Limits, mapped: int) -> dict[str, tuple[int, int]]:
    """Bound the address space; beside a GPU, the private memory that can be written.

    CUDA sets addresses aside for all memory of the host and of its GPUs, more than any limit could allow, but
    without the right to write there, so that RLIMIT_DATA does not count them (Linux 4.7). Nor does it count
    shared memory, whose files are bounded and whose anonymous kind then is not.
    """
    if not limits.gpu:
        return {"RLIMIT_AS": (mapped + limits.memory_bytes,) * 2}
    return {"RLIMIT_DATA": (mapped + limits.memory_bytes + CUDA_BYTES,) * 2}


def counts_per_namespace(release: str) -> bool:
    """Whether a kernel of this release ("6.1.0-18-amd64") counts RLIMIT_NPROC within each user namespace."""
    numbers = release.split("-")[0].split(".")[:2]
    return all(part.isdigit() for part in numbers) and tuple(map(int, numbers)) >= _PER_WORKER_NPROC


def tasks_of(uid: int, proc: Path = Path("/proc")) -> int:
    """Count the processes and threads of a user that can be seen."""
    count = 0
    for folder in proc.iterdir():
        try:
            if folder.name.isdigit() and folder.stat().st_uid == uid:
                count += len(os.listdir(folder / "task"))
        except OSError:  # ended meanwhile
            continue
    return count


def mapped_bytes(*, written: bool = False) -> int:
    """Return the size of this process's address space, or of what in it is private and can be `written`.

    0 where the system does not say.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5 if written else 0])
    except OSError:  # no /proc: macOS
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
