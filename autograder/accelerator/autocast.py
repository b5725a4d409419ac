"""Mixed precision: which operators of the device autocast runs in which dtype.

Torch has rules for CUDA, and none for a device that registers itself. Which operators have a rule is asked
of torch; which rule it is, its documentation says ("CUDA Ops that can autocast"): half precision, float32, or
the widest dtype among the arguments. Half precision is computed by the CPU's kernels, so a rounding may
differ from a GPU's, the dtypes may not.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.accelerator import private

_HALF = frozenset(
    {
        *("_convolution", "convolution", "conv1d", "conv2d", "conv3d", "conv_tbc"),
        *("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"),
        *("addbmm", "addmm", "addmv", "addr", "baddbmm", "bmm", "chain_matmul", "einsum", "linear"),
        *("linalg_multi_dot", "linalg_vecdot", "matmul", "mm", "mv", "prelu"),
        *("gru_cell", "lstm_cell", "rnn_relu_cell", "rnn_tanh_cell"),
        *("_thnn_fused_gru_cell", "_thnn_fused_lstm_cell", "scaled_dot_product_attention"),
    }
)
_WIDEST = frozenset(
    {
        *("addcdiv", "addcmul", "atan2", "bilinear", "cross", "dot", "vdot", "grid_sampler", "index_put"),
        *("scatter_add", "tensordot"),
    }
)
# Kernels that only CUDA has.
_CUDA_ONLY = ("_cudnn", "cudnn", "_scaled_dot_product_flash")


@functools.cache
def prepare() -> None:
    """Register the rules, once a process, when autocast is first asked for."""
    _, library = private.autocast_libraries()
    for name in sorted(private.autocast_operators()):
        packet, _, overload = name.partition(".")
        if packet.startswith(_CUDA_ONLY) or overload == "deprecated":
            continue
        operator = getattr(getattr(torch.ops.aten, packet), overload or "default")
        library.impl(name, _kernel(packet, operator), "AutocastPrivateUse1")


def _kernel(packet: str, operator: Any) -> Callable[..., Any]:
    """Return the operator with its rule applied first."""

    def kernel(*args: Any, **kwargs: Any) -> Any:
        if packet == "binary_cross_entropy":
            raise RuntimeError(
                "torch.nn.functional.binary_cross_entropy and torch.nn.BCELoss are unsafe to autocast. Use "
                "binary_cross_entropy_with_logits or BCEWithLogitsLoss, which are safe."
            )
        dtype = _dtype(packet, (args, kwargs))
        with private.exclude_autocast():
            return operator(*_cast(args, dtype), **_cast(kwargs, dtype))

    return kernel


def _dtype(packet: str, arguments: Any) -> torch.dtype:
    if packet in _HALF:
        return torch.get_autocast_dtype(private.NAME)
    if packet in _WIDEST and not any(tensor.dtype == torch.float32 for tensor in _floats(arguments)):
        return torch.get_autocast_dtype(private.NAME)
    return torch.float32


def _floats(value: Any) -> list[Tensor]:
    if isinstance(value, Tensor):
        return [value] if _is_cast(value) else []
    if isinstance(value, dict):
        value = list(value.values())
    return [found for item in value for found in _floats(item)] if isinstance(value, (list, tuple)) else []


def _cast(value: Any, dtype: torch.dtype) -> Any:
    if isinstance(value, Tensor):
        return value.to(dtype) if _is_cast(value) and value.dtype != dtype else value
    if isinstance(value, dict):
        return {name: _cast(item, dtype) for name, item in value.items()}
    return type(value)(_cast(item, dtype) for item in value) if type(value) in (list, tuple) else value


def _is_cast(tensor: Tensor) -> bool:
    """Autocast leaves alone what is no floating point number of the device, and float64."""
    return tensor.is_floating_point() and tensor.dtype != torch.float64 and not tensor.is_cpu
