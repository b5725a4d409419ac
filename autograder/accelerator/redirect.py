"""Device arguments: what "cuda" means to the functions of torch that take a device.

`torch.device` itself is left alone: naming a device is fine everywhere, and a tensor's `device` is a real
torch.device("cuda:0"). What is replaced is each function that would go to the device, so that a device in its
arguments is translated before torch sees it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from autograder.accelerator import autocast, messages, private
from autograder.accelerator.generators import DeviceGenerator
from autograder.accelerator.patches import Patch
from autograder.accelerator.tensor import SimTensor, replace_data

_ACCELERATORS = frozenset({"cuda", "mps", "xpu"})

_FACTORIES = (
    *("arange", "bartlett_window", "blackman_window", "empty", "empty_permuted", "empty_strided", "eye"),
    *("full", "hamming_window", "hann_window", "kaiser_window", "linspace", "logspace", "ones", "rand"),
    *("randint", "randn", "randperm", "range", "scalar_tensor", "tril_indices", "triu_indices", "zeros"),
    *("empty_like", "full_like", "ones_like", "rand_like", "randint_like", "randn_like", "zeros_like"),
    *("sparse_coo_tensor", "sparse_csr_tensor", "sparse_csc_tensor", "sparse_bsr_tensor"),
    *("sparse_bsc_tensor", "sparse_compressed_tensor"),
)
# These read Python values, which torch can only do in the CPU's memory: they make a tensor there first.
_READERS = ("as_tensor", "asarray", "tensor")
_METHODS = ("new_empty", "new_empty_strided", "new_full", "new_ones", "new_zeros")
# They take the name of a kind of device.
_AUTOCAST = ("get_autocast_dtype", "is_autocast_enabled", "set_autocast_dtype", "set_autocast_enabled")


class Translator:
    """Says which device a program means.

    `visible` is the type that the simulated device goes by: "cuda" or "sim", or None where the program is to
    find no accelerator at all.
    """

    def __init__(self, visible: str | None) -> None:
        self.visible = visible

    def __call__(self, device: Any) -> Any:
        """Return the device that torch is to see; raise what torch raises for one that is not there."""
        if device is None or type(device) is bool:
            return device
        asked = torch.device(device) if isinstance(device, (str, int)) else device
        if not isinstance(asked, torch.device):
            return device
        if asked.type in (self.visible, private.NAME) and self.visible is not None:
            if asked.index not in (None, 0):
                raise messages.invalid_ordinal(asked)
            return SimTensor.place
        if asked.type in _ACCELERATORS and self.visible != private.NAME:
            raise messages.absent(asked.type)
        return asked

    def kind(self, device_type: str) -> str:
        """Return the type of device that torch is to see."""
        return private.NAME if device_type == self.visible else device_type


def patches(translate: Translator) -> Iterator[Patch]:
    """Yield a replacement for each function that takes a device."""
    for name in _FACTORIES:
        yield Patch(torch, name, _factory(getattr(torch, name), translate))
    for name in _READERS:
        yield Patch(torch, name, _reader(getattr(torch, name), translate))
    for module, name in ((torch.fft, "fftfreq"), (torch.fft, "rfftfreq")):
        yield Patch(module, name, _factory(getattr(module, name), translate))
    for name in _METHODS:
        yield Patch(Tensor, name, _method(getattr(Tensor, name), translate))
    yield Patch(Tensor, "new_tensor", _new_tensor)
    yield Patch(Tensor, "to", _to(Tensor.to, translate))
    yield Patch(Tensor, "cuda", _cuda(translate))
    yield from _default_device(translate)
    yield Patch(torch, "Generator", _generator_class(translate))
    if translate.visible is not None:
        yield Patch(Tensor, "data", property(private.get_data, replace_data))
        yield Patch(torch, "_has_compatible_shallow_copy_type", _copies_fit)
        yield Patch(torch, "ctc_loss", _with_listed_lengths(torch.ctc_loss))
        for name in _AUTOCAST:
            yield Patch(torch, name, _by_kind(getattr(torch, name), translate))


def _factory(function: Callable[..., Any], translate: Translator) -> Callable[..., Any]:
    @functools.wraps(function)
    def make(*args: Any, **kwargs: Any) -> Any:
        device = kwargs.get("device")
        if device is not None:
            kwargs["device"] = translate(device)
        generator = kwargs.get("generator")
        if type(generator) is DeviceGenerator and not _is_sim(kwargs.get("device")):
            raise messages.wrong_generator("cpu", generator.device.type)
        return function(*args, **kwargs)

    return make


def _with_listed_lengths(ctc_loss: Callable[..., Any]) -> Callable[..., Any]:
    """Give the lengths as lists. torch does so too, but not where a tensor is of a class of its own, and then
    fails where they are on the CPU.
    """

    @functools.wraps(ctc_loss)
    def loss(log_probs: Tensor, targets: Tensor, *lengths: Any, **kwargs: Any) -> Any:
        listed = [one.tolist() if isinstance(one, Tensor) else one for one in lengths[:2]]
        return ctc_loss(log_probs, targets, *listed, *lengths[2:], **kwargs)

    return loss


def _is_sim(device: Any) -> bool:
    device = private.default_device() if device is None else device
    return device is not None and torch.device(device).type == private.NAME


def _reader(function: Callable[..., Any], translate: Translator) -> Callable[..., Any]:
    @functools.wraps(function)
    def read(data: Any, *args: Any, **kwargs: Any) -> Any:
        device = kwargs.get("device")
        if device is not None:
            kwargs["device"] = device = translate(device)
        if isinstance(data, Tensor) and function.__name__ != "tensor":
            # What is a tensor already stays where it is, unless a device is given.
            kept = data if device is None else data.to(device)
            return kept if kwargs.get("dtype") is None else kept.to(kwargs["dtype"])
        if not _is_sim(device):
            return function(data, *args, **kwargs)
        requires_grad = kwargs.pop("requires_grad", False)
        made = function(_at_host(data), *args, **{**kwargs, "device": "cpu"})
        return made.to(SimTensor.place).requires_grad_(requires_grad)

    return read


def _at_host(data: Any) -> Any:
    """Return the numbers of a tensor on the device, for a reader; lists may hold such tensors, too."""
    if type(data) is SimTensor:
        return data.detach().cpu()
    if isinstance(data, (list, tuple)):
        return type(data)(_at_host(item) for item in data)
    return data


def _new_tensor(self: Tensor, data: Any, **kwargs: Any) -> Tensor:
    """Do what Tensor.new_tensor does: dtype and device are those of the tensor unless they are given."""
    device = kwargs.pop("device", None)
    dtype = kwargs.pop("dtype", None)
    return torch.tensor(data, dtype=dtype or self.dtype, device=device or self.device, **kwargs)


def _method(function: Callable[..., Any], translate: Translator) -> Callable[..., Any]:
    @functools.wraps(function)
    def make(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("device") is not None:
            kwargs["device"] = translate(kwargs["device"])
        return function(*args, **kwargs)

    return make


def _to(function: Callable[..., Any], translate: Translator) -> Callable[..., Any]:
    @functools.wraps(function)
    def to(self: Tensor, *args: Any, **kwargs: Any) -> Any:
        if args and isinstance(args[0], (str, torch.device, int)):
            args = (translate(args[0]), *args[1:])
        elif kwargs.get("device") is not None:
            kwargs["device"] = translate(kwargs["device"])
        return function(self, *args, **kwargs)

    return to


def _cuda(translate: Translator) -> Callable[..., Any]:
    def cuda(
        self: Tensor,
        device: Any = None,
        non_blocking: bool = False,
        memory_format: Any = torch.preserve_format,
    ) -> Tensor:
        """Return the tensor on the device."""
        device = torch.device("cuda" if device is None else device)
        if translate.visible == private.NAME and device.type == "cuda":
            raise messages.absent("cuda")
        return self.to(translate(device), non_blocking=non_blocking, memory_format=memory_format)

    return cuda


def _default_device(translate: Translator) -> Iterator[Patch]:
    """Let torch.set_default_device and `with torch.device(...)` mean the device."""
    context, asked = private.device_context(), torch.get_default_device
    start = context.__init__

    def begin(self: Any, device: Any) -> None:
        start(self, translate(device))

    @functools.wraps(asked)
    def default() -> torch.device:
        found = private.default_device()
        return SimTensor.visible if found is not None and found.type == private.NAME else asked()

    yield Patch(context, "__init__", begin)
    yield Patch(torch, "get_default_device", default)


def _generator_class(translate: Translator) -> type:
    """Return what takes the place of torch.Generator: it makes generators of the device, too."""
    original = torch.Generator

    class Meta(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, original)

        def __call__(cls, device: Any = "cpu") -> Any:
            place = torch.device(translate(device))
            return DeviceGenerator() if place.type == private.NAME else original(place)

    return Meta("Generator", (), {"__doc__": original.__doc__, "__module__": "torch"})


def _copies_fit(tensor: Tensor, other: Tensor) -> bool:
    """Let Module.to set `param.data`, as it does for a GPU, where one of the two is on the device."""
    kinds = {type(tensor) is SimTensor, type(other) is SimTensor}
    return kinds == {True, False} or private.shallow_copy_fits(tensor, other)


def _by_kind(function: Callable[..., Any], translate: Translator) -> Callable[..., Any]:
    @functools.wraps(function)
    def ask(device_type: str = "cuda", *args: Any) -> Any:
        if device_type == translate.visible and function.__name__ == "set_autocast_enabled":
            autocast.prepare()
        return function(translate.kind(device_type), *args)

    return ask
