"""The errors of CUDA, in torch's words.

The sentences are those of torch 2.15. In errors of a kernel's wrapper the last part names the method,
"wrapper_CUDA_mm" or "wrapper_CUDA__index_select": operators that torch calls structured have one underscore.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor

# Of the operators that check their arguments so, the structured ones that courses meet.
_STRUCTURED = frozenset(
    {
        *("addmm", "addmv", "baddbmm", "bmm", "cat", "gather", "index_add", "index_copy", "index_reduce"),
        *("linalg_cross", "linalg_vector_norm", "mm", "nll_loss_backward", "nll_loss_forward", "scatter"),
        *("scatter_add", "topk", "triangular_solve"),
    }
)
# What these are made of on CUDA, with the name that their tensor of indices has there.
_MADE_OF = {"embedding": ("index_select", {"weight": "self", "indices": "index"})}


def unlike_devices(here: str) -> RuntimeError:
    """Return the error of elementwise operators on tensors of the device and of the CPU."""
    return RuntimeError(
        f"Expected all tensors to be on the same device, but found at least two devices, {here} and cpu!"
    )


def argument_elsewhere(operator: Any, tensors: Iterable[tuple[str, str]]) -> RuntimeError:
    """Return the error of operators that look at their arguments in order.

    `tensors` has for each tensor its argument's name and its device, in the order of the schema.
    """
    (_, first), *others = tensors
    name, device = next((name, device) for name, device in others if device != first)
    plain, _, overload = operator.__name__.partition(".")
    plain, renamed = _MADE_OF.get(plain, (plain, {}))
    overload = "" if overload == "default" else overload
    structured = f"{plain}_{overload}" if overload else plain
    method = structured if plain in _STRUCTURED else f"{overload}_{plain}"
    return RuntimeError(
        f"Expected all tensors to be on the same device, but got {renamed.get(name, name)} is on {device}, "
        f"different from other tensors on {first} (when checking argument in method "
        f"wrapper_CUDA_{method})"
    )


def convolution_types(inputs: str, weight: str) -> RuntimeError:
    """Return the error of a convolution whose input and weight are in different places."""
    return RuntimeError(f"Input type ({inputs}) and weight type ({weight}) should be the same")


def index_elsewhere() -> RuntimeError:
    """Return the error for an index on the device into a tensor on the CPU."""
    return RuntimeError("indices should be either on cpu or on the same device as the indexed tensor (cpu)")


def wrong_generator(expected: str, found: str) -> RuntimeError:
    """Return the error for a random generator of another device."""
    return RuntimeError(f"Expected a '{expected}' device type for generator but found '{found}'")


def no_numpy(here: str) -> TypeError:
    """Return the error of `.numpy()` on the device."""
    return TypeError(
        f"can't convert {here} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host "
        "memory first."
    )


def cannot_pin(kind: str) -> RuntimeError:
    """Return the error of `.pin_memory()` on the device."""
    return RuntimeError(f"cannot pin '{kind}' only dense CPU tensors can be pinned")


def invalid_ordinal(device: torch.device) -> RuntimeError:
    """Return the error for a second device where there is one."""
    kind: type[RuntimeError] = getattr(torch, "AcceleratorError", RuntimeError)
    return kind(f"CUDA error: invalid device ordinal\n({device} was asked for, and there is one device)")


def forked() -> RuntimeError:
    """Return the error of a child process that inherits a device that is in use."""
    return RuntimeError(
        "Cannot re-initialize CUDA in forked subprocess. To use CUDA with multiprocessing, you must use the "
        "'spawn' start method"
    )


def absent(kind: str) -> Exception:
    """Return what torch raises where an accelerator of this kind is asked for and there is none."""
    if kind != "cuda":
        return NotImplementedError(
            f"Could not run 'aten::empty.memory_format' with arguments from the '{kind.upper()}' backend."
        )
    if torch.version.cuda is None:
        return AssertionError("Torch not compiled with CUDA enabled")
    return RuntimeError(
        "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a "
        "driver from http://www.nvidia.com/Download/index.aspx"
    )


def unsupported(name: str) -> NotImplementedError:
    """Return our own error for an operator that the device cannot run."""
    return NotImplementedError(f"the simulated accelerator does not support {name}")


def type_name(tensor: Tensor, device_type: str) -> str:
    """Return what `tensor.type()` says on a device: "torch.cuda.FloatTensor"."""
    kind = _TYPES[tensor.dtype]
    return f"torch.{kind}" if device_type == "cpu" else f"torch.{device_type}.{kind}"


_TYPES = {
    torch.float32: "FloatTensor",
    torch.float64: "DoubleTensor",
    torch.float16: "HalfTensor",
    torch.bfloat16: "BFloat16Tensor",
    torch.uint8: "ByteTensor",
    torch.int8: "CharTensor",
    torch.int16: "ShortTensor",
    torch.int32: "IntTensor",
    torch.int64: "LongTensor",
    torch.bool: "BoolTensor",
    torch.complex64: "ComplexFloatTensor",
    torch.complex128: "ComplexDoubleTensor",
}
