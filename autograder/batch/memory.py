"""How many graders this machine's memory has room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

# Of a grader's process, its zygote and two workers, beside what they share with the first ones: about 15 MB
# before they have graded anything, and what is then copied because it is written to.
GRADER_MB = 150
_ROOT = Path("/")
_V1_UNLIMITED = 1 << 60  # where version 1 says that there is no limit, it names a number above this


def room_for(sizes: Sequence[int], wanted: int, available_mb: float | None) -> tuple[int, str]:
    """Return how many of `wanted` graders fit into memory, at least one, and a note where that is fewer.

    `sizes` are what each submission may use, in MB (`memory_mb` in course.toml). It is counted for the
    largest, since any of them may run side by side. None for `available_mb`, where the system does not tell,
    leaves it at `wanted`.
    """
    if available_mb is None:
        return wanted, ""
    needs = sorted((size + GRADER_MB for size in sizes), reverse=True)[:wanted]
    fit, taken = 0, 0
    for need in needs:
        taken += need
        if taken > available_mb:
            break
        fit += 1
    fit = max(fit, 1)
    if fit >= len(needs):
        return wanted, ""
    return fit, (
        f"Graded {fit} at once, not {len(needs)}: {available_mb / 1024:.1f} GB of memory are free, and one "
        f"submission may take {needs[0] / 1024:.1f} GB (memory_mb in course.toml). "
        f"Say --jobs {len(needs)} to do it anyway."
    )


def available_mb(root: Path = _ROOT) -> float | None:
    """Return the memory that new processes may still take, or None where the system does not say.

    It is what Linux counts as available, or less where a control group that this process is in has a limit.
    """
    found = [*_of_machine(root / "proc/meminfo"), *_of_groups(root)]
    return max(min(found), 0) / (1 << 20) if found else None


def _of_machine(meminfo: Path) -> Iterator[int]:
    for line in _lines(meminfo):
        if line.startswith("MemAvailable:"):
            yield int(line.split()[1]) << 10


def _of_groups(root: Path) -> Iterator[int]:
    """What is left in the control groups of this process and those around them, in both versions."""
    for line in _lines(root / "proc/self/cgroup"):
        _, controllers, group = line.split(":", 2)
        if not controllers:
            top, limit, used, cache = root / "sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"
        elif "memory" in controllers.split(","):
            top, cache = root / "sys/fs/cgroup/memory", "total_inactive_file"
            limit, used = "memory.limit_in_bytes", "memory.usage_in_bytes"
        else:
            continue
        # In a container the group's path may be that of the host, and the top is what the container may use.
        inner = top / group.lstrip("/")
        for folder in [inner, *inner.parents]:
            if folder.is_relative_to(top):
                yield from _left_in(folder, limit, used, cache)


def _left_in(group: Path, limit: str, used: str, cache: str) -> Iterator[int]:
    most, now = _number(group / limit), _number(group / used)
    if most is None or now is None or most > _V1_UNLIMITED:
        return
    # Files that were read long ago count as used, and make room when it is asked for.
    spare = [int(line.split()[1]) for line in _lines(group / "memory.stat") if line.startswith(f"{cache} ")]
    yield most - now + sum(spare)


def _number(path: Path) -> int | None:
    text = "".join(_lines(path)).strip()
    return int(text) if text.isdecimal() else None  # "max" is no limit


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return []
