"""How one operator is computed on the device.

For each operator a plan is made when it is first met, from its schema, and kept: what is decided once is not
decided at each call. A plan unwraps the tensors, lets the CPU compute, and wraps the results. A tensor that
was left on the CPU among the arguments is refused as CUDA refuses it, or let through where CUDA does so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from autograder.accelerator import messages, private
from autograder.accelerator.counts import COUNTS
from autograder.accelerator.generators import STREAM
from autograder.accelerator.tensor import SimTensor, refresh, wrap

Plan = Callable[[Any, dict[str, Any]], Any]

_CPU = torch.device("cpu")
_LEAVES = frozenset(
    {int, float, bool, str, complex, type(None), torch.dtype, torch.memory_format, torch.device}
)
# Elementwise operators take a number that lies in a tensor on the CPU. Torch tags them; these it does not.
_ELEMENTWISE = frozenset(
    {
        *("aten::index_fill", "aten::index_fill_", "aten::masked_fill", "aten::masked_fill_", "aten::where"),
        *("aten::binary_cross_entropy", "aten::mse_loss", "aten::smooth_l1_loss"),
    }
)
# Sizes of sequences lie on the CPU, whatever device the sequences are on.
_MIXES = frozenset({"aten::_pack_padded_sequence_backward", "aten::_ctc_loss", "aten::_ctc_loss_backward"})
# What a GPU cannot answer before all else is done: shapes or Python values that depend on the numbers.
WAITS = frozenset(
    {
        *("aten::equal", "aten::is_nonzero", "aten::nonzero", "aten::masked_select", "aten::bincount"),
        *("aten::_unique", "aten::_unique2", "aten::unique_dim", "aten::unique_consecutive"),
        "aten::repeat_interleave",
    }
)

_PLANS: dict[Any, Plan] = {}
_SPECIAL: dict[str, Callable[[Any], Plan]] = {}


class Fork:
    """Whether this process is the child of one that uses the device."""

    happened = False


def run(operator: Any, args: Any, kwargs: dict[str, Any]) -> Any:
    """Compute an operator on tensors of the device."""
    if Fork.happened:
        raise messages.forked()
    plan = _PLANS.get(operator)
    if plan is None:
        plan = _PLANS[operator] = _plan(operator)
    COUNTS.operators += 1
    return plan(args, kwargs)


def run_factory(operator: Any, *args: Any, **kwargs: Any) -> Any:
    """Compute an operator that makes a tensor on the device from nothing."""
    return run(operator, args, kwargs)


def special(*names: str) -> Callable[[Callable[[Any], Plan]], Callable[[Any], Plan]]:
    """Mark what makes the plans for operators that need their own, by name ("aten::copy_")."""

    def mark(maker: Callable[[Any], Plan]) -> Callable[[Any], Plan]:
        _SPECIAL.update(dict.fromkeys(names, maker))
        return maker

    return mark


def _plan(operator: Any) -> Plan:
    """Choose how to compute an operator."""
    schema = operator._schema
    maker = _SPECIAL.get(schema.name)
    if maker is not None:
        return maker(operator)
    if private.is_composite(operator):
        return lambda args, kwargs: operator.decompose(*args, **kwargs)
    plan = _returning(operator, _computing(operator))
    names = [argument.name for argument in schema.arguments]
    if "generator" in names:
        return _with_generator(plan, names.index("generator"))
    if torch.Tag.nondeterministic_seeded in operator.tags:
        return _with_stream(plan)
    return _waiting(plan) if schema.name in WAITS else plan


def _computing(operator: Any) -> Plan:
    """Return what computes an operator on the raw tensors."""

    def compute(args: Any, kwargs: dict[str, Any]) -> Any:
        raws, foreign = _unwrapped(args)
        if kwargs:
            values, more = _unwrapped(kwargs.values())
            foreign = foreign or more
            kwargs = dict(zip(kwargs, values, strict=True))
        if foreign:
            check_places(operator, args, kwargs)
        try:
            return operator(*raws, **kwargs)
        except NotImplementedError as error:
            if str(error).startswith("Could not run"):  # there is no such kernel for the CPU
                raise messages.unsupported(operator.name()) from error
            raise

    return compute


def _unwrapped(values: Any) -> tuple[list[Any], bool]:
    """Return the raw tensors of the values, and whether a tensor that is not on the device is among them."""
    raws: list[Any] = []
    foreign = False
    for value in values:
        kind = type(value)
        if kind is SimTensor:
            value = value._raw
        elif kind is list or kind is tuple:
            value, more = _unwrapped(value)
            foreign = foreign or more
        elif kind not in _LEAVES and isinstance(value, Tensor):
            foreign = True
        raws.append(value)
    return raws, foreign


def _wrapped(value: Any) -> Any:
    """Return results of the CPU as results of the device."""
    if isinstance(value, Tensor):
        return wrap(value)
    if type(value) is list or type(value) is tuple:
        return type(value)(_wrapped(item) for item in value)
    return value


def _returning(operator: Any, compute: Plan) -> Plan:
    """Return a plan that hands back what the schema says: new tensors, views, or changed arguments."""
    schema = operator._schema
    changed = [_changed_argument(schema, result) for result in schema.returns]
    if "device" in {argument.name for argument in schema.arguments}:
        return _placing(compute)
    if not any(name is not None for name in changed):
        if any(result.alias_info is not None for result in schema.returns):
            return _viewing(compute)

        # Raw tensors of one result are the common case, and get no function call more than they need.
        def plain(args: Any, kwargs: dict[str, Any]) -> Any:
            out = compute(args, kwargs)
            return wrap(out) if type(out) is Tensor else _wrapped(out)

        return plain
    positions = {argument.name: index for index, argument in enumerate(schema.arguments)}
    reshapes = torch.Tag.inplace_view in operator.tags or schema.name.endswith("resize_")

    def changing(args: Any, kwargs: dict[str, Any]) -> Any:
        compute(args, kwargs)
        results = [args[positions[n]] if positions[n] < len(args) else kwargs[n] for n in changed if n]
        for result in results:
            if type(result) is SimTensor and (reshapes or result._raw.shape != result.shape):
                refresh(result)
        return results[0] if len(results) == 1 else tuple(results)

    return changing


def _viewing(compute: Plan) -> Plan:
    """Return a plan for an operator whose results look at the memory of its argument.

    What is made in inference mode is an inference tensor, but for views of tensors that are none: those share
    the version counter of what they view, and an inference tensor can have none.
    """

    def view(args: Any, kwargs: dict[str, Any]) -> Any:
        out = compute(args, kwargs)
        if not torch.is_inference_mode_enabled() or args[0].is_inference():
            return _wrapped(out)
        with torch.inference_mode(False):
            return _wrapped(out)

    return view


def _changed_argument(schema: Any, result: Any) -> str | None:
    """Return the argument that a result is, if the operator changes that argument and returns it."""
    if result.alias_info is None or not result.alias_info.is_write:
        return None
    for argument in schema.arguments:
        alias = argument.alias_info
        if alias is not None and alias.is_write and alias.before_set == result.alias_info.before_set:
            return str(argument.name)
    return None


def _placing(compute: Plan) -> Plan:
    """Return a plan for an operator that takes the device of its result."""

    def place(args: Any, kwargs: dict[str, Any]) -> Any:
        device = kwargs.get("device")
        there = device is None or device.type == private.NAME
        kwargs = {**kwargs, "device": _CPU if there else device}
        if "pin_memory" in kwargs:
            kwargs["pin_memory"] = None  # memory of a device is never pinned
        out = compute(args, kwargs)
        return _wrapped(out) if there else out

    return place


def _with_generator(plan: Plan, position: int) -> Plan:
    """Return a plan that draws from a generator of the device."""

    def draw(args: Any, kwargs: dict[str, Any]) -> Any:
        if position < len(args):
            return plan((*args[:position], STREAM.checked(args[position]), *args[position + 1 :]), kwargs)
        return plan(args, {**kwargs, "generator": STREAM.checked(kwargs.get("generator"))})

    return draw


def _with_stream(plan: Plan) -> Plan:
    def draw(args: Any, kwargs: dict[str, Any]) -> Any:
        with STREAM.in_charge():
            return plan(args, kwargs)

    return draw


def _waiting(plan: Plan) -> Plan:
    def wait(args: Any, kwargs: dict[str, Any]) -> Any:
        COUNTS.synchronizations += 1
        return plan(args, kwargs)

    return wait


def check_places(operator: Any, args: Any, kwargs: dict[str, Any]) -> None:
    """Raise what CUDA raises for tensors in different places; return where CUDA lets them mix."""
    if operator._schema.name in _MIXES:
        return
    tensors = _named_tensors(operator, args, kwargs)
    written = {argument.name for argument in operator._schema.arguments if _is_written(argument)}
    strangers = [(name, tensor) for name, tensor in tensors if type(tensor) is not SimTensor]
    elementwise = torch.Tag.pointwise in operator.tags or operator._schema.name in _ELEMENTWISE
    if elementwise or operator._schema.name.startswith("aten::_foreach"):
        if all(tensor.dim() == 0 and name not in written for name, tensor in strangers):
            return
        raise messages.unlike_devices(str(SimTensor.visible))
    raise messages.argument_elsewhere(operator, [(name, str(tensor.device)) for name, tensor in tensors])


def _is_written(argument: Any) -> bool:
    return argument.alias_info is not None and bool(argument.alias_info.is_write)


def _named_tensors(operator: Any, args: Any, kwargs: dict[str, Any]) -> list[tuple[str, Tensor]]:
    names = [argument.name for argument in operator._schema.arguments]
    found = []
    for name, value in [*zip(names, args, strict=False), *kwargs.items()]:
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(item, Tensor):
                found.append((name, item))
    return found
