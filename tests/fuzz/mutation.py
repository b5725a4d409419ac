"""Mutated frames by the million, without any tool: `python -m tests.fuzz.mutation --frames 1000000`.

Honest frames are changed in three ways: as trees (a node put in another's place, a number that is a bound or
just beyond it, a list that is repeated), as bytes of header and body with true lengths around them, and as
bytes of the whole frame, lengths and all. Accepted frames that differ from what is there are mutated further.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from tests.fuzz import seeds
from tests.fuzz.target import decode

CORPUS = 4_000  # frames at most that are mutated further
MAX_FRAME = 8_192  # bytes of those
HANG_SECONDS = 5  # of one frame; an honest one takes some microseconds
MEMORY = 512 << 20  # bytes of address space that all of it may take on top of what is there at the start

NUMBERS = (
    *(0, 1, -1, -2, 7, 31, 32, 33, 127, 128, 255, 256, 1000, 65535, 65536),
    *(2**31 - 1, 2**31, 2**32, 2**40, 2**40 + 1, 2**61 - 1, 2**62, 2**63 - 1, 2**63, 2**64 - 1, -(2**63)),
)
TAGS = [*"tablumsdicyveh.", "ok", "error", "?", ""]
NAMES = ["float32", "bool", "complex128", "bfloat16", "object", "cpu", "cuda:999", "meta", "class", "__eq__"]
OTHERS: tuple[Any, ...] = (None, True, 1.5, float("inf"), "0x", "-0xff", "f" * 4001, [], {}, b"\xff")


class Hang(Exception):
    """A frame that takes longer than any may."""


class Mutator:
    """Makes hostile frames, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._corpus = list(seeds.frames())
        self._known = {len(frame) for frame in self._corpus}
        self._ways: tuple[Callable[[bytes], bytes], ...] = (self._tree, self._tree, self._parts, self._whole)

    def next(self) -> bytes:
        """Return a mutated frame."""
        frame = self._chance.choice(self._corpus)
        for _ in range(self._chance.choice((1, 1, 2, 4))):
            frame = self._chance.choice(self._ways)(frame)
        return frame

    def keep(self, frame: bytes) -> None:
        """Take an accepted frame as a start for others."""
        if len(frame) <= MAX_FRAME and (len(frame) not in self._known or self._chance.random() < 0.001):
            self._known.add(len(frame))
            if len(self._corpus) >= CORPUS:
                self._corpus[self._chance.randrange(len(self._corpus))] = frame
            else:
                self._corpus.append(frame)

    def _tree(self, frame: bytes) -> bytes:
        header, body = seeds.split(frame) if len(frame) > 12 else (b"", b"")
        try:
            tree = msgspec.msgpack.decode(header)
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
            return self._parts(frame)
        places = _places(tree)
        if not places:
            return frame
        where, index = self._chance.choice(places)
        where[index] = self._instead(where[index], places)
        try:
            header = msgspec.msgpack.encode(tree)
        except (RecursionError, ValueError):  # it contains itself by now
            return frame
        return seeds.join(header[: 4 * MAX_FRAME], body)

    def _instead(self, value: Any, places: list[tuple[Any, Any]]) -> Any:
        chance = self._chance
        match chance.randrange(8):
            case 0:
                return chance.choice(NUMBERS)
            case 1:
                return chance.choice(TAGS)
            case 2:
                return chance.choice(NAMES)
            case 3:
                return chance.choice(OTHERS)
            case 4:
                other, index = chance.choice(places)
                return other[index]
            case 5 if isinstance(value, list):
                return value * chance.choice((0, 2, 3, 50))
            case 6:
                return [chance.choice(TAGS), value]
            case _:
                return [chance.choice(TAGS), *(chance.choice(NUMBERS) for _ in range(chance.randrange(4)))]

    def _parts(self, frame: bytes) -> bytes:
        header, body = seeds.split(frame) if len(frame) > 12 else (frame, b"")
        return seeds.join(self._bytes(header), self._bytes(body) if self._chance.random() < 0.3 else body)

    def _whole(self, frame: bytes) -> bytes:
        return self._bytes(frame)

    def _bytes(self, data: bytes) -> bytes:
        chance, changed = self._chance, bytearray(data or b"\x00")
        place = chance.randrange(len(changed))
        match chance.randrange(5):
            case 0:
                changed[place] ^= 1 << chance.randrange(8)
            case 1:
                changed[place] = chance.choice((0x00, 0x7F, 0x80, 0x90, 0xC4, 0xCF, 0xDC, 0xDD, 0xDF, 0xFF))
            case 2:
                del changed[place : place + chance.choice((1, 2, 4, 16))]
            case 3:
                changed[place:place] = chance.randbytes(chance.choice((1, 4, 8)))
            case _:
                changed[place:place] = changed[max(0, place - 16) : place] * chance.choice((1, 4))
        return bytes(changed)


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Return where each part of a tree is: a list or dict, and an index or key."""
    found: list[tuple[Any, Any]] = []
    left = [tree]
    while left and len(found) < 500:
        part = left.pop()
        if isinstance(part, list | dict):
            keys = range(len(part)) if isinstance(part, list) else list(part)
            found += [(part, key) for key in keys]
            left += [part[key] for key in keys]
    return found


def run(frames: int, seed: int) -> Counter[str]:
    """Decode so many mutated frames; return how many were accepted and refused. Raises for a finding."""
    counts: Counter[str] = Counter()
    mutator = Mutator(seed)
    for _ in range(frames):
        frame = mutator.next()
        signal.alarm(HANG_SECONDS)
        try:
            accepted = decode(frame)
        except BaseException:
            print(f"the frame: {frame.hex()[:4_000]}", file=sys.stderr)
            raise
        finally:
            signal.alarm(0)
        counts["accepted" if accepted else "refused"] += 1
        if accepted:
            mutator.keep(frame)
    return counts


def bound(memory: int) -> None:
    """Give this process so much more address space and no more, and an end to each frame."""
    with open("/proc/self/statm") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + memory, resource.RLIM_INFINITY))

    def hang(*_: object) -> None:
        raise Hang(f"more than {HANG_SECONDS} s for one frame")

    signal.signal(signal.SIGALRM, hang)


def main() -> None:
    """Run, and print the rate."""
    parser = argparse.ArgumentParser(description="Decode mutated frames.")
    parser.add_argument("--frames", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    bound(MEMORY)
    start = time.monotonic()
    counts = run(options.frames, options.seed)
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{options.frames:,} frames in {seconds:,.0f} s ({options.frames / seconds:,.0f}/s): "
        f"{counts['accepted']:,} accepted, {counts['refused']:,} refused; {peak:,} MB at most; nothing found"
    )


if __name__ == "__main__":
    main()
