"""Everything of torch that the simulated accelerator uses and that is not public, in one file.

A new torch may move any of it. `missing()` says what is gone, and a test asks it; what is left of the package
uses documented API alone. Written against torch 2.15. The parts are as old as torch 2.9 or older.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

NAME = "sim"

# The dotted names under torch that this file and the patches need.
USED = (
    "_C._acc.PrivateUse1Hooks",
    "_C._disabled_torch_function_impl",
    "_C._dispatch_get_registrations_for_dispatch_key",
    "_C._dispatch_has_kernel_for_dispatch_key",
    "_C._ExcludeDispatchKeyGuard",
    "_C._get_privateuse1_backend_name",
    "_C.DispatchKey.AutocastPrivateUse1",
    "_C.DispatchKeySet",
    "_C.TensorBase.data",
    "_has_compatible_shallow_copy_type",
    "_tensor_str._add_suffixes",
    "_tensor_str._tensor_str",
    "_utils._rebuild_tensor",
    "_utils._rebuild_tensor_v2",
    "Tensor._make_wrapper_subclass",
    "accelerator.current_accelerator",
    "cuda._lazy_init",
    "library.Library.fallback",
    "nn.Module._apply",
    "ops.aten._thnn_fused_gru_cell.default",
    "ops.aten._thnn_fused_lstm_cell.default",
    "random._seed_custom_device",
    "serialization._package_registry",
    "utils._device.CURRENT_DEVICE",
    "utils._device.DeviceContext",
    "utils.backend_registration._DummyPrivateUse1Hook",
    "utils.backend_registration._setup_privateuseone_for_python_backend",
    "utils.swap_tensors",
)

disabled_torch_function: Any = torch._C._disabled_torch_function_impl
make_wrapper: Callable[..., Any] = torch.Tensor._make_wrapper_subclass  # type: ignore[attr-defined]
swap_tensors: Callable[[Tensor, Tensor], None] = torch.utils.swap_tensors
# Taken here, since the patches put others in their place.
_DATA: Any = torch._C.TensorBase.data
_shallow_copy_fits: Callable[[Tensor, Tensor], bool] = torch._has_compatible_shallow_copy_type


def missing(used: Sequence[str] = USED) -> list[str]:
    """Return those names that this torch does not have."""
    return [name for name in used if not _exists(name)]


def _exists(dotted: str) -> bool:
    owner: Any = torch
    for part in dotted.split("."):
        if not hasattr(owner, part):
            __import__(f"{owner.__name__}.{part}") if _is_module(owner, part) else None
        if not hasattr(owner, part):
            return False
        owner = getattr(owner, part)
    return True


def _is_module(owner: Any, part: str) -> bool:
    import importlib.util

    return hasattr(owner, "__path__") and importlib.util.find_spec(f"{owner.__name__}.{part}") is not None


@functools.cache
def register(fallback: Callable[..., Any], module: Any) -> object:
    """Tell torch of the device, once a process; there is no way back.

    `fallback` runs the operators that make a tensor on the device from nothing, and `module` becomes
    `torch.sim`. Returns the registration, which lives as long as the process.
    """
    from torch.utils import backend_registration

    backend_registration._setup_privateuseone_for_python_backend(NAME, backend_module=module)
    library = torch.library.Library("_", "IMPL")
    library.fallback(fallback, "PrivateUse1")  # type: ignore[no-untyped-call]
    return library


def import_compiler() -> None:
    """Import torch's compiler now: it looks torch's functions over, and must find them as they are.

    Every optimizer and Module.to import it anyway. It takes 2 seconds, so zygotes preload it.
    """
    importlib.import_module("torch._dynamo")


def is_registered() -> bool:
    """Return whether torch knows the device in this process."""
    return bool(torch._C._get_privateuse1_backend_name() == NAME)


def get_data(tensor: Tensor) -> Any:
    """Return `tensor.data` as torch has it."""
    return _DATA.__get__(tensor)


def set_data(tensor: Tensor, value: Tensor) -> None:
    """Set `tensor.data` as torch has it: shape, strides and dtype of `value` become those of `tensor`."""
    _DATA.__set__(tensor, value)


def shallow_copy_fits(tensor: Tensor, other: Tensor) -> bool:
    """Return whether torch itself could set `tensor.data = other`."""
    return _shallow_copy_fits(tensor, other)


def is_composite(operator: Any) -> bool:
    """Return whether an operator is only made of other operators."""
    return bool(
        torch._C._dispatch_has_kernel_for_dispatch_key(operator.name(), "CompositeImplicitAutograd")
        and not torch._C._dispatch_has_kernel_for_dispatch_key(operator.name(), "CPU")
    )


def exclude_autocast() -> Any:
    """Return a context in which the device's autocast does not touch what is computed."""
    return torch._C._ExcludeDispatchKeyGuard(
        torch._C.DispatchKeySet(torch._C.DispatchKey.AutocastPrivateUse1)
    )


def autocast_operators() -> Iterator[str]:
    """Yield the operators ("addmm", "sum.dim_IntList") for which CUDA's autocast has a rule."""
    for name in torch._C._dispatch_get_registrations_for_dispatch_key("AutocastCUDA"):
        namespace, _, operator = name.partition("::")
        if namespace == "aten":
            yield operator


@functools.cache
def autocast_library() -> Any:
    """Return what the rules of the device's autocast are registered in."""
    return torch.library.Library("aten", "IMPL")


def default_device() -> torch.device | None:
    """Return the device of torch.set_default_device or `with torch.device(...)`, if one is set."""
    from torch.utils import _device

    device: torch.device | None = _device.CURRENT_DEVICE
    return device


def text(tensor: Tensor, suffixes: Sequence[str]) -> str:
    """Return repr(tensor) for a tensor on the CPU, with these suffixes in place of its own."""
    from torch import _tensor_str

    start = "tensor("
    content = "[]" if tensor.numel() == 0 else _tensor_str._tensor_str(tensor, len(start))
    return str(_tensor_str._add_suffixes(start + content, list(suffixes), len(start), force_newline=False))
