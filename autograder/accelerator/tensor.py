"""Tensors of the simulated accelerator.

A `SimTensor` is a shell: shape, strides and dtype on torch's device "sim", and beside it `_raw`, the tensor
on the CPU that holds the numbers. Torch's autograd sees an ordinary tensor of an ordinary accelerator. Each
operator below autograd comes to `__torch_dispatch__`, which computes it on the raw tensors.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from autograder.accelerator import messages, private, storage
from autograder.accelerator.counts import COUNTS

_STRIDED = torch.strided
_PLAIN_DTYPES = {torch.int64, torch.bool}  # whose numbers show it


class SimTensor(Tensor):
    """A tensor on the device. What Python asks it about itself, it answers as `visible` says."""

    _raw: Tensor
    visible = torch.device("cpu")  # the device that tensors say they are on; switch.py sets it
    place = torch.device("cpu")  # the device that torch knows them on: "sim", once it is registered
    run: Callable[..., Any]  # what computes an operator: dispatch.run

    __torch_function__ = private.disabled_torch_function

    @classmethod
    def __torch_dispatch__(  # type: ignore[override]  # torch's own has no defaults
        cls, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        """Compute one operator."""
        return SimTensor.run(func, args, kwargs or {})

    @property
    def device(self) -> torch.device:  # type: ignore[override]
        """Where the program believes the tensor to be; torch's own code in C++ sees "sim"."""
        return SimTensor.visible

    @property
    def is_cuda(self) -> bool:  # type: ignore[override]
        """Whether the device calls itself CUDA."""
        return SimTensor.visible.type == "cuda"

    @property
    def data(self) -> Tensor:
        """The tensor without its history."""
        found: Tensor = private.get_data(self)
        return found

    @data.setter
    def data(self, value: Tensor) -> None:
        replace_data(self, value)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_without_lists(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_without_lists(key), value)

    def numpy(self, *, force: bool = False) -> Any:
        """Refuse, as a GPU's tensors do, unless it is `force`d."""
        if not force:
            raise messages.no_numpy(str(SimTensor.visible))
        return self.detach().cpu().resolve_conj().resolve_neg().numpy()

    def tolist(self) -> Any:
        """Return the numbers; Python waits for the device."""
        COUNTS.fetched(self._raw.nbytes)
        return self._raw.tolist()

    def data_ptr(self) -> int:
        """Return an address that is different for different memory."""
        return self._raw.data_ptr()

    def untyped_storage(self) -> torch.UntypedStorage:
        """Return the memory, which says that it is on the device."""
        return storage.on_device(self._raw)

    def type(self, dtype: Any = None, non_blocking: bool = False, **kwargs: Any) -> Any:
        """Return the type's name ("torch.cuda.FloatTensor"), or the tensor in another dtype."""
        if dtype is None:
            return messages.type_name(self, SimTensor.visible.type)
        return super().type(dtype, non_blocking, **kwargs)

    def pin_memory(self, device: Any = None) -> Tensor:
        """Refuse, as a GPU's tensors do."""
        raise messages.cannot_pin(messages.type_name(self, SimTensor.visible.type))

    def is_pinned(self, device: Any = None) -> bool:
        """Return False: only memory of the CPU can be pinned."""
        return False

    def __repr__(self, *, tensor_contents: Any = None) -> str:  # type: ignore[override]  # torch names it _
        """Return the text that torch prints for a tensor of an accelerator."""
        COUNTS.fetched(self._raw.nbytes)
        start = "Parameter containing:\n" if getattr(self, "_is_param", False) else ""
        return start + private.text(self._raw.detach(), _suffixes(self))

    def __format__(self, spec: str) -> str:
        return format(self.item(), spec) if self.dim() == 0 else object.__format__(self, spec)

    def __deepcopy__(self, memo: dict[int, Any]) -> SimTensor:
        """Copy a leaf with its numbers, gradient and attributes."""
        if not self.is_leaf:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at "
                "the moment."
            )
        if id(self) in memo:
            found: SimTensor = memo[id(self)]
            return found
        copied = wrap(copy.deepcopy(self._raw, memo))
        copied.requires_grad_(self.requires_grad)
        memo[id(self)] = copied
        copied.__dict__.update(copy.deepcopy(attributes(self), memo))
        if self.grad is not None:
            copied.grad = copy.deepcopy(self.grad, memo)
        return copied

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickle as a GPU's tensor: its storage's location is the device."""
        reduced = storage.reduce(self._raw, self.requires_grad and self.is_leaf)
        if not getattr(self, "_is_param", False):
            return reduced
        return private.reduce_parameter(wrap(self._raw), self.requires_grad)


def wrap(raw: Tensor) -> SimTensor:
    """Return a tensor on the device whose numbers are those of `raw`, in the same memory."""
    if raw.layout is not _STRIDED:
        raise messages.unsupported(f"tensors of layout {raw.layout}")
    shell: SimTensor = private.make_wrapper(
        SimTensor, raw.size(), raw.stride(), raw.storage_offset(), None, raw.dtype, _STRIDED, SimTensor.place
    )
    shell._raw = raw
    return shell


def attributes(tensor: Tensor) -> dict[str, Any]:
    """Return what the program, or torch's Parameter, has set on a tensor."""
    return {name: value for name, value in tensor.__dict__.items() if name != "_raw"}


def replace_data(tensor: Tensor, value: Tensor) -> None:
    """Do `tensor.data = value`, also where that moves the tensor to the device or away from it."""
    here, there = type(tensor) is SimTensor, type(value) is SimTensor
    if here != there:
        _move_in_place(tensor, value)
        return
    private.set_data(tensor, value)
    if here:
        tensor._raw = value._raw  # type: ignore[attr-defined]


def refresh(tensor: SimTensor) -> None:
    """Give the shell the shape that its raw tensor has got."""
    private.set_data(tensor, wrap(tensor._raw))


def _move_in_place(tensor: Tensor, value: Tensor) -> None:
    """Let a leaf keep its identity while its numbers change places: optimizers hold on to it."""
    parameter, grad = isinstance(tensor, torch.nn.Parameter), tensor.grad
    requires_grad, kept = tensor.requires_grad, attributes(tensor)
    kept.pop("_is_param", None)
    tensor.grad = None
    fresh = value.detach()
    fresh = torch.nn.Parameter(fresh, requires_grad) if parameter else fresh.requires_grad_(requires_grad)
    private.swap(tensor, fresh)
    tensor.__dict__.update(kept)
    if grad is not None:
        with torch.no_grad():
            _move_in_place(grad, grad.detach().to(value.device))
        tensor.grad = grad


def _without_lists(key: Any) -> Any:
    """Return an index in which lists are tensors: torch would put their numbers on the device by itself."""
    if type(key) is tuple:
        return tuple(_without_lists(part) for part in key)
    return torch.tensor(key, device="cpu") if type(key) in (list, np.ndarray) else key


def _suffixes(tensor: SimTensor) -> list[str]:
    raw = tensor._raw
    found = [f"device='{SimTensor.visible}'"]
    if raw.numel() == 0 and raw.dim() != 1:
        found.append(f"size={tuple(raw.shape)}")
    known = {torch.get_default_dtype()} | (_PLAIN_DTYPES if raw.numel() else set())
    if raw.dtype not in known:
        found.append(f"dtype={raw.dtype}")
    if tensor.grad_fn is not None:
        found.append(f"grad_fn=<{type(tensor.grad_fn).__name__}>")
    elif tensor.requires_grad:
        found.append("requires_grad=True")
    return found
