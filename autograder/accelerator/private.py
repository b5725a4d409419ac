"""Everything of torch that the simulated accelerator uses and that is not public, in one file.

A new torch may move any of it. `missing()` says what is gone, and a test asks it; what is left of the package
uses documented API alone. Written against torch 2.15. The parts are as old as torch 2.9 or older.
"""

from __future__ import annotations

import functools
import importlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, library

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
    "_C._swap_tensor_impl",
    "_C.TensorBase.data",
    "_has_compatible_shallow_copy_type",
    "_tensor_str._add_suffixes",
    "_tensor_str._tensor_str",
    "_utils._rebuild_tensor",
    "_utils._rebuild_tensor_v2",
    "Tensor._make_wrapper_subclass",
    "accelerator.current_accelerator",
    "Tensor._use_count",
    "backends.cudnn.is_acceptable",
    "cuda._lazy_init",
    "library.Library.fallback",
    "nn.Module._apply",
    "ops.aten._thnn_fused_gru_cell.default",
    "ops.aten._thnn_fused_lstm_cell.default",
    "random._seed_custom_device",
    "serialization._package_registry",
    "utils._python_dispatch.TorchDispatchMode",
    "utils._device.CURRENT_DEVICE",
    "utils._device.DeviceContext",
    "utils._device._device_constructors",
    "utils.backend_registration._DummyPrivateUse1Hook",
    "utils.backend_registration._setup_privateuseone_for_python_backend",
)

# What makes tensors from nothing; torch makes the other factories of these.
_FACTORIES = (
    *("empty.memory_format", "empty_strided", "tril_indices", "triu_indices", "_efficientzerotensor"),
    "_cudnn_init_dropout_state",
)

_TORCH: Any = torch  # the type checker knows little of what is used here, and some of it changes
_registry: Any = library
disabled_torch_function: Any = _TORCH._C._disabled_torch_function_impl
make_wrapper: Callable[..., Any] = _TORCH.Tensor._make_wrapper_subclass
DispatchMode: Any = _TORCH.utils._python_dispatch.TorchDispatchMode
# Taken here, since the patches put others in their place.
_DATA: Any = _TORCH._C.TensorBase.data
_shallow_copy_fits: Callable[[Tensor, Tensor], bool] = _TORCH._has_compatible_shallow_copy_type


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
def register(factory: Callable[..., Any], module: Any) -> object:
    """Tell torch of the device, once a process; there is no way back.

    `factory` runs the operators that make a tensor on the device from nothing, and `module` becomes
    `torch.sim`. Returns the registration, which lives as long as the process.
    """
    from torch.utils import backend_registration

    backend_registration._setup_privateuseone_for_python_backend(NAME, backend_module=module)
    # One by one: a fallback for all operators makes torch compute its table of all operators anew, 45 ms.
    library = _registry.Library("aten", "IMPL")
    for name in _FACTORIES:
        library.impl(name, functools.partial(factory, _operator(name)), "PrivateUse1")
    return library


def import_compiler() -> None:
    """Import torch's compiler now: it looks torch's functions over, and must find them as they are.

    Every optimizer and Module.to import it anyway. It takes 2 seconds, so zygotes preload it.
    """
    importlib.import_module("torch._dynamo")
    from torch.utils import _device

    _device._device_constructors()  # torch keeps the list of its functions for set_default_device


def _operator(name: str) -> Any:
    packet, _, overload = name.partition(".")
    return getattr(getattr(torch.ops.aten, packet), overload or "default")


def is_registered() -> bool:
    """Return whether torch knows the device in this process."""
    return bool(_TORCH._C._get_privateuse1_backend_name() == NAME)


def get_data(tensor: Tensor) -> Any:
    """Return `tensor.data` as torch has it."""
    return _DATA.__get__(tensor)


def set_data(tensor: Tensor, value: Tensor) -> None:
    """Set `tensor.data` as torch has it: shape, strides and dtype of `value` become those of `tensor`."""
    _DATA.__set__(tensor, value)


def swap(a: Tensor, b: Tensor) -> None:
    """Let two Python objects change their tensors, classes and attributes.

    torch.utils.swap_tensors does the same, but refuses where a graph or a weak reference holds a tensor.
    Here a graph keeps the old one, and must not be used any more.
    """
    for tensor in (a, b):
        if tensor.is_leaf and tensor.requires_grad and _TORCH.Tensor._use_count(tensor) > 1:
            _TORCH.autograd.graph.get_gradient_edge(tensor).node.register_prehook(_refuse_gradient)
    a.__class__, b.__class__ = b.__class__, a.__class__
    a.__dict__, b.__dict__ = b.__dict__, a.__dict__
    _TORCH._C._swap_tensor_impl(a, b)


def _refuse_gradient(gradients: object) -> None:
    raise RuntimeError("a parameter was moved to another device between the forward and the backward pass")


def shallow_copy_fits(tensor: Tensor, other: Tensor) -> bool:
    """Return whether torch itself could set `tensor.data = other`."""
    return _shallow_copy_fits(tensor, other)


def is_composite(operator: Any) -> bool:
    """Return whether an operator is only made of other operators."""
    return bool(
        _TORCH._C._dispatch_has_kernel_for_dispatch_key(operator.name(), "CompositeImplicitAutograd")
        and not _TORCH._C._dispatch_has_kernel_for_dispatch_key(operator.name(), "CPU")
    )


def exclude_autocast() -> Any:
    """Return a context in which the device's autocast does not touch what is computed."""
    return _TORCH._C._ExcludeDispatchKeyGuard(
        _TORCH._C.DispatchKeySet(_TORCH._C.DispatchKey.AutocastPrivateUse1)
    )


def autocast_operators() -> Iterator[str]:
    """Yield the operators ("addmm", "sum.dim_IntList") for which CUDA's autocast has a rule."""
    for name in _TORCH._C._dispatch_get_registrations_for_dispatch_key("AutocastCUDA"):
        namespace, _, operator = name.partition("::")
        if namespace == "aten":
            yield operator


@functools.cache
def autocast_libraries() -> tuple[Any, Any]:
    """Return the registration that lets operators through, and the one for those that have a rule."""
    rest = _registry.Library("_", "IMPL")
    rest.fallback(_registry.fallthrough_kernel, "AutocastPrivateUse1")
    rules = _registry.Library("aten", "IMPL")
    return rest, rules


def reduce_tensor(
    storage: torch.UntypedStorage, tensor: Tensor, requires_grad: bool
) -> tuple[Any, tuple[Any, ...]]:
    """Return what pickle stores for a tensor that looks at a storage as `tensor` does."""
    typed = _TORCH.storage.TypedStorage(wrap_storage=storage, dtype=tensor.dtype, _internal=True)
    place = tensor.storage_offset(), tuple(tensor.size()), tensor.stride()
    return _TORCH._utils._rebuild_tensor_v2, (typed, *place, requires_grad, OrderedDict())


def reduce_parameter(tensor: Tensor, requires_grad: bool) -> tuple[Any, tuple[Any, ...]]:
    """Return what pickle stores for a parameter."""
    return _TORCH._utils._rebuild_parameter, (tensor, requires_grad, OrderedDict())


def rebuilding() -> tuple[Any, str]:
    """Return the module and the name of what makes a tensor of a storage that was read."""
    return _TORCH._utils, "_rebuild_tensor"


def untyped(storage: Any) -> Any:
    """Return the storage in a storage with a dtype, which is what files have."""
    return storage._untyped_storage


def device_context() -> Any:
    """Return the class behind torch.set_default_device and `with torch.device(...)`."""
    from torch.utils import _device

    return _device.DeviceContext


def default_device() -> torch.device | None:
    """Return the device of torch.set_default_device or `with torch.device(...)`, if one is set."""
    from torch.utils import _device

    device: torch.device | None = _device.CURRENT_DEVICE
    return device


def text(tensor: Tensor, suffixes: Sequence[str]) -> str:
    """Return repr(tensor) for a tensor on the CPU, with these suffixes in place of its own."""
    printing: Any = importlib.import_module("torch._tensor_str")
    start = "tensor("
    content = "[]" if tensor.numel() == 0 else printing._tensor_str(tensor, len(start))
    return str(printing._add_suffixes(start + content, list(suffixes), len(start), force_newline=False))
