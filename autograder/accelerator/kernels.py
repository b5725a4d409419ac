"""Operators that the schema says too little of: copies, single numbers, indices, convolution, fused cells."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from autograder.accelerator import dispatch, messages, private
from autograder.accelerator.counts import COUNTS
from autograder.accelerator.dispatch import Plan, special
from autograder.accelerator.tensor import SimTensor, wrap

_CPU = torch.device("cpu")


@special("aten::_to_copy")
def _to_copy(operator: Any) -> Plan:
    def copy(args: Any, kwargs: dict[str, Any]) -> Any:
        device = kwargs.get("device")
        stays = device is None or device.type == private.NAME
        options = {**kwargs, "device": _CPU if stays else device, "pin_memory": None}
        out = operator(args[0]._raw, **options)
        if stays:
            return wrap(out)
        COUNTS.fetched(args[0]._raw.nbytes, waits=not kwargs.get("non_blocking"))
        return out

    return copy


@special("aten::copy_")
def _copy(operator: Any) -> Plan:
    """To the device, from it, or on it. Only here may tensors of both places meet freely."""

    def copy(args: Any, kwargs: dict[str, Any]) -> Any:
        target, source = args[0], args[1]
        waits = not (args[2] if len(args) > 2 else kwargs.get("non_blocking"))
        if type(target) is not SimTensor:
            COUNTS.fetched(source._raw.nbytes, waits=waits)
            operator(target, source._raw)
        elif type(source) is SimTensor:
            operator(target._raw, source._raw)
        else:
            COUNTS.sent(source.nbytes)
            operator(target._raw, source)
        return target

    return copy


@special("aten::_local_scalar_dense")
def _single_number(operator: Any) -> Plan:
    def fetch(args: Any, kwargs: dict[str, Any]) -> Any:
        COUNTS.fetched(args[0]._raw.nbytes)
        return operator(args[0]._raw)

    return fetch


@special(
    "aten::index", "aten::index_put", "aten::index_put_", "aten::_index_put_impl_", "aten::_unsafe_index"
)
def _index(operator: Any) -> Plan:
    """Indices may lie on the CPU; what is indexed, and the values that are put there, may not."""

    def index(args: Any, kwargs: dict[str, Any]) -> Any:
        target, indices, *rest = args
        if type(target) is not SimTensor:
            raise messages.index_elsewhere()
        if rest and type(rest[0]) is not SimTensor and rest[0].dim() > 0:
            raise messages.unlike_devices(str(SimTensor.visible))
        for place in indices:
            if place is not None and place.dtype in (torch.bool, torch.uint8):
                COUNTS.synchronizations += 1  # how many are True decides the shape
        raws = [place._raw if type(place) is SimTensor else place for place in indices]
        values = [value._raw if type(value) is SimTensor else value for value in rest]
        out = operator(target._raw, raws, *values, **kwargs)
        return target if operator._schema.name.endswith("_") else wrap(out)

    return index


@special("aten::convolution", "aten::convolution_overrideable")
def _convolution(operator: Any) -> Plan:
    def convolve(args: Any, kwargs: dict[str, Any]) -> Any:
        tensors = [value for value in args[:3] if isinstance(value, Tensor)]
        if any(type(tensor) is not SimTensor for tensor in tensors):
            kinds = [messages.type_name(t, t.device.type) for t in tensors]
            odd = kinds[1] if kinds[0] != kinds[1] else kinds[2]
            raise (
                messages.convolution_types(kinds[0], odd)
                if odd is kinds[1]
                else RuntimeError(f"Input type ({kinds[0]}) and bias type ({odd}) should be the same")
            )
        raws = [value._raw if type(value) is SimTensor else value for value in args]
        return wrap(torch.ops.aten.convolution.default(*raws))

    return convolve


# For the CPU these are marks on a tensor, which other operators resolve above the place where ours begin.
@special("aten::_conj")
def _conj(operator: Any) -> Plan:
    return lambda args, kwargs: wrap(torch.conj_physical(args[0]._raw))


@special("aten::_neg_view")
def _neg_view(operator: Any) -> Plan:
    return lambda args, kwargs: wrap(torch.neg(args[0]._raw))


@special("aten::_efficientzerotensor")
def _zeros(operator: Any) -> Plan:
    def zeros(args: Any, kwargs: dict[str, Any]) -> Any:
        return wrap(torch.zeros(*args, dtype=kwargs.get("dtype"), device=_CPU))

    return zeros


@special("aten::_pack_padded_sequence")
def _pack(operator: Any) -> Plan:
    """The lengths lie on the CPU, and so do the sizes of the batches that come of them."""

    def pack(args: Any, kwargs: dict[str, Any]) -> Any:
        data, sizes = operator(*_raw_arguments(args, kwargs))
        return wrap(data), sizes

    return pack


@special("aten::record_stream")
def _record_stream(operator: Any) -> Plan:
    return lambda args, kwargs: None


@special("aten::_pin_memory")
def _pin_memory(operator: Any) -> Plan:
    def refuse(args: Any, kwargs: dict[str, Any]) -> Any:
        raise messages.cannot_pin(messages.type_name(args[0], SimTensor.visible.type))

    return refuse


@special("aten::is_pinned")
def _is_pinned(operator: Any) -> Plan:
    return lambda args, kwargs: False


@special("aten::_nested_tensor_from_mask_left_aligned")
def _no_nested(operator: Any) -> Plan:
    """Keep nn.TransformerEncoder from packing a padded batch into a nested tensor: there are none here."""
    return lambda args, kwargs: False


@special("aten::_thnn_fused_lstm_cell")
def _lstm_cell(operator: Any) -> Plan:
    """On GPUs torch computes a step of an LSTM with one kernel, which the CPU does not have."""

    def step(args: Any, kwargs: dict[str, Any]) -> Any:
        inputs, hidden, cell, *biases = _raw_arguments(args, kwargs)
        gates = (inputs + hidden + sum(bias for bias in biases if bias is not None)).chunk(4, 1)
        i, f, o = gates[0].sigmoid(), gates[1].sigmoid(), gates[3].sigmoid()
        g = gates[2].tanh()
        new_cell = f * cell + i * g
        out = o * new_cell.tanh(), new_cell, torch.cat([i, f, g, o], dim=1)
        return tuple(wrap(tensor) for tensor in out)

    return step


@special("aten::_thnn_fused_lstm_cell_backward_impl")
def _lstm_cell_backward(operator: Any) -> Plan:
    """The derivatives of the step above; the workspace holds its four gates."""

    def step(args: Any, kwargs: dict[str, Any]) -> Any:
        grad_hidden, grad_cell, cell, new_cell, workspace, has_bias = _raw_arguments(args, kwargs)
        i, f, g, o = workspace.chunk(4, 1)
        tanh = new_cell.tanh()
        total = torch.zeros_like(cell) if grad_cell is None else grad_cell
        grad_o = torch.zeros_like(cell)
        if grad_hidden is not None:
            total = total + grad_hidden * o * (1 - tanh * tanh)
            grad_o = grad_hidden * tanh * o * (1 - o)
        gates = [total * g * i * (1 - i), total * cell * f * (1 - f), total * i * (1 - g * g), grad_o]
        grad_gates = torch.cat(gates, dim=1)
        grad_bias = grad_gates.sum(0) if has_bias else torch.empty(0, dtype=cell.dtype)
        return wrap(grad_gates), wrap(total * f), wrap(grad_bias)

    return step


@special("aten::_thnn_fused_gru_cell")
def _gru_cell(operator: Any) -> Plan:
    """A step of a GRU; the workspace holds its three gates, the old state and the hidden candidate."""

    def step(args: Any, kwargs: dict[str, Any]) -> Any:
        inputs, hidden, state, *biases = _raw_arguments(args, kwargs)
        if biases and biases[0] is not None:
            inputs, hidden = inputs + biases[0], hidden + biases[1]
        (ir, iz, new), (hr, hz, hn) = inputs.chunk(3, 1), hidden.chunk(3, 1)
        r, z = (ir + hr).sigmoid(), (iz + hz).sigmoid()
        n = (new + r * hn).tanh()
        out = (state - n) * z + n
        return wrap(out), wrap(torch.cat([r, z, n, state, hn], dim=1))

    return step


@special("aten::_thnn_fused_gru_cell_backward")
def _gru_cell_backward(operator: Any) -> Plan:
    def step(args: Any, kwargs: dict[str, Any]) -> Any:
        grad, workspace, has_bias = _raw_arguments(args, kwargs)
        r, z, n, state, hn = workspace.chunk(5, 1)
        grad_n = grad * (1 - z) * (1 - n * n)
        grad_r, grad_z = grad_n * hn * r * (1 - r), grad * (state - n) * z * (1 - z)
        grad_inputs = torch.cat([grad_r, grad_z, grad_n], dim=1)
        grad_hidden = torch.cat([grad_r, grad_z, grad_n * r], dim=1)
        sums = [part.sum(0) if has_bias else part.new_empty(0) for part in (grad_inputs, grad_hidden)]
        return tuple(wrap(tensor) for tensor in (grad_inputs, grad_hidden, grad * z, *sums))

    return step


def _raw_arguments(args: Any, kwargs: dict[str, Any]) -> list[Any]:
    """Return all arguments, with raw tensors; these kernels are called with all of theirs on the device."""
    values = [*args, *kwargs.values()]
    return [value._raw if type(value) is SimTensor else value for value in values]


SimTensor.run = staticmethod(dispatch.run)
