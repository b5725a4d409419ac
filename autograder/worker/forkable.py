"""Make a process cheap to fork: few pages, of which few are written.

fork() copies one page table entry for each page of memory that was written, and the end of a process clears
them again. A process with torch imported has some 80,000 of them and takes 16 ms to fork; made light it has
15,000, most of them huge pages', and takes 4 ms. (How the zygote's memory comes to lie in one piece is in
`backends.environment`.)
"""

import contextlib
import logging
import re
import sys
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.worker import kernel

HUGE_PAGE = 2 << 20
_LARGE = 24 << 20  # bytes: more than any free piece of a heap, less than what gets a mapping of its own
_MOST_PIECES = 200_000
_MARGIN = 256  # bytes: what the heap notes of itself, before the huge page
_MADV_DONTNEED, _MADV_COLLAPSE = 4, 25
_FIRST_LINE = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+ *(.*)")


@dataclass(slots=True)
class Mapping:
    """A range of a process's memory."""

    start: int
    end: int
    mode: str
    path: str
    anonymous: int = 0  # bytes that are no file's


def make_light() -> None:
    """Leave the kernel less to copy. What it refuses stays as it is; never raise."""
    fill_heap()
    collapse()
    with contextlib.suppress(OSError, ValueError):
        for mapping in mappings(Path("/proc/self/smaps").read_text()):
            if is_unwritten(mapping):
                with contextlib.suppress(OSError):
                    kernel.call("madvise", mapping.start, mapping.end - mapping.start, _MADV_DONTNEED)


def tidy_up() -> None:
    """Take from Python's own notes what imports have left there, since each item lies on a page of its own.

    That is Python's cache of attributes of types (whoever puts a name there lets go of the one before, and
    SymPy, which torch imports, fills it with hundreds), and the locks of log handlers, which Python makes new
    after a fork: torch has forty. A process of one thread that forks while it logs nothing has no need of it.
    """
    sys._clear_type_cache()
    handlers = getattr(logging, "_at_fork_reinit_lock_weakset", None)
    if isinstance(handlers, weakref.WeakSet):
        handlers.clear()


def mappings(smaps: str) -> Iterator[Mapping]:
    """Yield the mappings in a /proc/<pid>/smaps."""
    current = None
    for line in smaps.splitlines():
        if found := _FIRST_LINE.fullmatch(line):
            current = Mapping(int(found[1], 16), int(found[2], 16), found[3], found[4])
        elif current and line.startswith("Anonymous:"):
            current.anonymous = int(line.split()[1]) * 1024
            yield current


def is_unwritten(mapping: Mapping) -> bool:
    """Whether a mapping holds a file's content and nothing else, though it may be written.

    To let go of its pages loses nothing: what is wanted again is read from the file again. (To keep whole
    libraries out of the workers, such as those that only a GPU needs, is no way: torch calls into them for
    ordinary matrix products too.)
    """
    private_file = (
        mapping.path.startswith("/") and mapping.mode.startswith("rw") and mapping.mode.endswith("p")
    )
    return private_file and not mapping.anonymous


def fill_heap() -> int:
    """Take nearly all free pieces of the heap for good, and what leads up to the next huge page.

    What a worker makes would else lie in free pieces all over the heap, so that it were written to pages that
    must be copied first: one in six of all that a worker copies. Returns how many pieces it took, 0 where the
    heap is not glibc's or not made for this (`backends.environment`); never raises.
    """
    taken = 0
    with contextlib.suppress(OSError, StopIteration, AttributeError, MemoryError):
        heap = next(one for one in mappings(Path("/proc/self/smaps").read_text()) if one.path == "[heap]")
        kernel.free(end := kernel.allocate(_LARGE))  # from here on, the heap is free
        if not heap.start <= end < heap.end + _LARGE:  # a mapping of its own
            return 0
        for size in _sizes():
            while (piece := kernel.allocate(size)) < end and taken < _MOST_PIECES:
                taken += 1
            kernel.free(piece)
        kernel.free(last := kernel.allocate(_LARGE))
        room = -last % HUGE_PAGE
        if room > _MARGIN:
            kernel.allocate(room - _MARGIN)
    return taken


def _sizes() -> Iterator[int]:
    """Yield sizes from large to small: what is left of a piece that was cut, a smaller one fits into."""
    size = _LARGE
    while size > 4096:
        size //= 2
        yield size
    yield from range(4080, 1032, -128)
    yield from range(1032, 8, -16)  # all that the heap tells apart


def collapse() -> int:
    """Gather anonymous memory into huge pages (Linux 6.1); return how many bytes, and never raise.

    It takes about half a second, once.
    """
    try:
        before = _huge_bytes()
        for start, end in ranges(Path("/proc/self/maps").read_text()):
            # One range that the kernel refuses (locked, not resident, no free huge page) is no reason to
            # stop.
            with contextlib.suppress(OSError):
                kernel.call("madvise", start, end - start, _MADV_COLLAPSE)
        return max(0, _huge_bytes() - before)
    except (OSError, ValueError, AttributeError):
        return 0


def ranges(maps: str) -> Iterator[tuple[int, int]]:
    """Yield the huge-page-aligned parts of a process's private, writable, anonymous mappings."""
    for line in maps.splitlines():
        span, mode, _, _, inode, *path = line.split(maxsplit=5)
        if mode != "rw-p" or inode != "0" or (path and path[0] != "[heap]"):
            continue
        low, high = (int(bound, 16) for bound in span.split("-"))
        start, end = -(-low // HUGE_PAGE) * HUGE_PAGE, high // HUGE_PAGE * HUGE_PAGE
        if start < end:
            yield start, end


def _huge_bytes() -> int:
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("AnonHugePages:"):
            return int(line.split()[1]) * 1024
    return 0
