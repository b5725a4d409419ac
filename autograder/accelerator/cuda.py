"""What torch.cuda and torch.accelerator answer while the device goes by "cuda", or is absent."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor

from autograder.accelerator import memory, messages
from autograder.accelerator.counts import COUNTS
from autograder.accelerator.generators import STREAM
from autograder.accelerator.patches import Patch

NAME = "Simulated accelerator"


def present(visible: torch.device) -> Iterator[Patch]:
    """Yield what makes torch.cuda and torch.accelerator answer for the device."""
    yield from _answers(torch.accelerator, _accelerator_answers(visible))
    yield from _answers(torch.backends.mps, {"is_available": lambda: False})
    if visible.type == "cuda":
        yield from _answers(torch.cuda, _cuda_answers())
        yield from _answers(torch.backends.cudnn, {"is_acceptable": lambda tensor: False})


def absent() -> Iterator[Patch]:
    """Yield what makes torch find no accelerator, whatever the machine has."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise messages.absent("cuda")

    yield from _answers(torch.backends.mps, {"is_available": lambda: False})
    yield from _answers(
        torch.cuda,
        {
            "is_available": lambda: False,
            "device_count": lambda: 0,
            "is_bf16_supported": lambda *args, **kwargs: False,
            # Whatever goes to the device asks for this first.
            "_lazy_init": refuse,
            **{name: refuse for name in ("current_device", "get_device_name", "set_device", "synchronize")},
        },
    )
    yield from _answers(
        torch.accelerator,
        {
            "is_available": lambda: False,
            "device_count": lambda: 0,
            "current_accelerator": lambda check_available=False: None,
        },
    )


def _answers(owner: Any, answers: dict[str, Any]) -> Iterator[Patch]:
    for name, value in answers.items():
        if hasattr(owner, name):  # some are newer than the oldest torch that is supported
            yield Patch(owner, name, value)


def _accelerator_answers(visible: torch.device) -> dict[str, Any]:
    return {
        "current_accelerator": lambda check_available=False: torch.device(visible.type),
        "current_device_idx": lambda: 0,
        "current_device_index": lambda: 0,
        "device_count": lambda: 1,
        "empty_cache": lambda: None,
        "is_available": lambda: True,
        "set_device_idx": set_device,
        "set_device_index": set_device,
        "synchronize": synchronize,
        **memory.answers(),
    }


def _cuda_answers() -> dict[str, Any]:
    return {
        "Event": Event,
        "Stream": Stream,
        "_lazy_init": _lazy_init,
        "current_device": lambda: 0,
        "current_stream": lambda device=None: Stream(),
        "default_stream": lambda device=None: Stream(),
        "device": _device_context,
        "device_of": lambda tensor: contextlib.nullcontext(),
        "device_count": lambda: 1,
        "empty_cache": lambda: None,
        "get_device_capability": lambda device=None: (8, 0),
        "get_device_name": lambda device=None: NAME,
        "get_device_properties": lambda device=None: SimpleNamespace(
            name=NAME, major=8, minor=0, total_memory=memory.TOTAL, multi_processor_count=1
        ),
        "init": lambda: None,
        "ipc_collect": lambda: None,
        "is_available": lambda: True,
        "is_bf16_supported": lambda including_emulation=True: True,
        "is_current_stream_capturing": lambda: False,
        "is_initialized": lambda: True,
        "set_device": set_device,
        "stream": contextlib.nullcontext,
        "synchronize": synchronize,
        **memory.answers(),
        **_random_answers(),
        **{name: not_modelled(f"torch.cuda.{name}") for name in ("CUDAGraph", "graph")},
    }


def _random_answers() -> dict[str, Any]:
    def set_state(state: Tensor, device: Any = None) -> None:
        STREAM.generator.set_state(state)

    def set_states(states: list[Tensor]) -> None:
        set_state(states[0])

    return {
        "get_rng_state": lambda device=None: STREAM.state(),
        "get_rng_state_all": lambda: [STREAM.state()],
        "initial_seed": lambda: STREAM.generator.initial_seed(),
        "manual_seed": STREAM.seed,
        "manual_seed_all": STREAM.seed,
        "seed": lambda: STREAM.generator.seed(),
        "seed_all": lambda: STREAM.generator.seed(),
        "set_rng_state": set_state,
        "set_rng_state_all": set_states,
    }


def synchronize(device: Any = None) -> None:
    """Wait for the device: nothing is ever outstanding, but the program said so, and it is counted."""
    COUNTS.synchronizations += 1


def set_device(device: Any) -> None:
    """Choose a device; there is one."""
    index = device if isinstance(device, int) else torch.device(device).index
    if index not in (None, 0, -1):
        raise messages.invalid_ordinal(torch.device("cuda", index))


def not_modelled(name: str) -> Callable[..., Any]:
    """Return a function that says that the device has no such thing."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise messages.unsupported(name)

    return refuse


def _lazy_init() -> None:
    """Refuse for whatever of torch.cuda is not replaced: it would go to a GPU."""
    raise messages.unsupported(f"torch.cuda's {sys._getframe(1).f_code.co_name}")


class _device_context(contextlib.nullcontext[None]):  # noqa: N801  # it stands for a class of this kind
    """`with torch.cuda.device(0):`"""

    def __init__(self, device: Any) -> None:
        set_device(device)
        super().__init__()


class Event:
    """A point in time. What a program asked of the device is done at once, so this is the wall clock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._seconds = 0.0

    def record(self, stream: Any = None) -> None:
        """Note the time."""
        self._seconds = time.perf_counter()

    def synchronize(self) -> None:
        """Wait for the device."""
        synchronize()

    def query(self) -> bool:
        """Return that all is done."""
        return True

    def elapsed_time(self, end: Event) -> float:
        """Return the milliseconds up to another event."""
        return 1000 * (end._seconds - self._seconds)


class Stream(contextlib.nullcontext[None]):
    """A queue of work, of which there is one, always empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def synchronize(self) -> None:
        """Wait for the device."""
        synchronize()

    def wait_stream(self, stream: Stream) -> None:
        """Order work after another queue's."""

    def record_event(self, event: Event | None = None) -> Event:
        """Note the time."""
        event = event or Event()
        event.record()
        return event
