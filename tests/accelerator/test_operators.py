"""Differential test: each operator of the table gives on the device what it gives on the CPU, to the bit."""

import math
import re

import pytest
import torch
import torch.nn.functional as F

from autograder.accelerator import dispatch
from autograder.accelerator.tensor import SimTensor
from tests.accelerator import operator_table as table

EXPRESSIONS = [
    expression
    for part in (
        *(table.ELEMENTWISE, table.REDUCTIONS, table.SHAPES, table.ALGEBRA, table.NETWORKS),
        *(table.IN_PLACE, table.MAKERS),
    )
    for expression in table.expressions(part)
]
EXACT = {"rtol": 0, "atol": 0}
ROUNDED = {"rtol": 2e-6, "atol": 1e-6}  # float32, a few roundings in another order
NEARLY = {"rtol": 1e-4, "atol": 1e-5}  # another machine's kernels
# For tensors of a GPU, or of a class of their own, torch takes another formula for these, or for their gradients.
OTHER_FORMULA = frozenset(
    {
        *("x.prod()", "x.prod(1)", "F.silu(x)", "F.mish(x)", "torch.linalg.cond(spd)"),
        *("x.cumprod(1)", "torch.linalg.lstsq(spd, z).solution"),  # these with torch 2.11
        "F.scaled_dot_product_attention(t, t, t)",
        "F.scaled_dot_product_attention(t[None], t[None], t[None], is_causal=True)",
    }
)
LEAVES = ("x", "y", "z", "p", "u", "w", "q", "t", "t2", "img", "kernel", "seq", "vol", "s")


def inputs(device):
    """The names of the table, with the same numbers on every device."""
    generator = torch.Generator().manual_seed(5)

    def normal(*shape):
        return torch.randn(*shape, generator=generator)

    def integers(*shape):
        return torch.randint(0, 4, shape, generator=generator)

    values = {"x": normal(3, 4), "y": normal(3, 4), "z": normal(4, 5), "q": normal(4, 4), "s": normal(())}
    values |= {"p": normal(3, 4).abs() + 0.1, "u": normal(3, 4).sigmoid(), "w": normal(3, 4).abs() / 9 + 1}
    values |= {
        "t": normal(2, 3, 4),
        "t2": normal(2, 4, 5),
        "img": normal(2, 3, 8, 8),
        "seq": normal(2, 3, 10),
    }
    values |= {"kernel": normal(4, 3, 3, 3), "vol": normal(1, 2, 4, 4, 4)}
    spd = values["q"] @ values["q"].T + 4 * torch.eye(4)
    values |= {"c": torch.complex(normal(3, 4), normal(3, 4)), "i": integers(3, 4), "j": integers(3, 4)}
    values |= {"k": integers(5), "labels": integers(3), "m": normal(3, 4) > 0, "spd": spd}
    moved = {name: value.to(device) for name, value in values.items()}
    for name in LEAVES:
        moved[name].requires_grad_()
    return moved


def put(x, key, value):
    """x[key] = value, on a copy."""
    x = x.clone()
    x[key] = value
    return x


def foreach(x):
    """An in-place operator on a list."""
    parts = [x.clone(), x.clone()]
    torch._foreach_mul_(parts, 2.0)
    return parts


def view_then_write(x):
    """Writing to a view shows in its base, and gradients know it."""
    base = x.clone()
    base[1].mul_(3)
    base.t()[0].add_(1)
    return base


def write_then_view(x):
    """A view shows what was written to its base."""
    base = x.clone()
    view = base.view(-1)
    base.mul_(2)
    return view


HELPERS = {
    "put": put,
    "foreach": foreach,
    "view_then_write": view_then_write,
    "write_then_view": write_then_view,
}


def evaluate(expression, device):
    """The value of an expression on a device, and the gradients of what it was made from."""
    torch.manual_seed(3)
    names = inputs(device)
    value = eval(expression, {"torch": torch, "F": F, "math": math, "device": device, **HELPERS, **names})
    total = sum((part * part.conj()).real.sum() for part in tensors(value) if part.requires_grad)
    if isinstance(total, torch.Tensor):
        total.backward()
    return value, {name: names[name].grad for name in LEAVES if names[name].grad is not None}


def tensors(value):
    """The tensors in a nested value."""
    if isinstance(value, torch.Tensor):
        return [value]
    return [part for item in value for part in tensors(item)] if isinstance(value, (list, tuple)) else []


def check_same(got, wanted, device, tolerance):
    """The same type, dtype and shape; numbers and strides as `tolerance` says, which is None for any numbers."""
    if isinstance(wanted, torch.Tensor):
        assert got.device.type == torch.device(device).type
        assert (got.dtype, got.shape, got.requires_grad) == (wanted.dtype, wanted.shape, wanted.requires_grad)
        if tolerance is EXACT:
            assert got.stride() == wanted.stride()
        if tolerance is not None:
            torch.testing.assert_close(got.detach().cpu(), wanted.detach(), equal_nan=True, **tolerance)
    elif isinstance(wanted, (list, tuple)) and not isinstance(wanted, torch.Size):
        assert len(got) == len(wanted)
        for one, other in zip(got, wanted, strict=True):
            check_same(one, other, device, tolerance)
    elif isinstance(wanted, float):
        assert type(got) is float
        assert got == pytest.approx(wanted, rel=1e-6)
    else:
        assert type(got) is type(wanted)
        assert got == wanted


def is_random(expression):
    """A GPU draws other numbers from the same seed."""
    words = (
        "rand",
        "normal",
        "drop",
        "sample",
        "uniform",
        "bernoulli",
        "_()",
        "multinomial",
        "poisson(",
        "init",
    )
    return any(word in expression for word in words)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_operator_gives_what_the_cpu_gives(sim, expression):
    """Value, dtype, shape, strides, device and gradients; or what an older torch does not have."""
    try:
        wanted, wanted_gradients = evaluate(expression, "cpu")
    except (AttributeError, RuntimeError) as error:  # NotImplementedError is a RuntimeError
        if "derivative" not in str(error) and "has no attribute" not in str(error):
            raise
        with pytest.raises(type(error), match=re.escape(str(error))):
            evaluate(expression, "sim")
        return
    got, gradients = evaluate(expression, "sim")
    tolerance = ROUNDED if expression in OTHER_FORMULA else EXACT
    check_same(got, wanted, "sim", tolerance)
    assert gradients.keys() == wanted_gradients.keys()
    for name, gradient in gradients.items():
        assert type(gradient) is SimTensor
        check_same(gradient, wanted_gradients[name], "sim", tolerance)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device to compare with")
def test_real_device_agrees():
    """A real GPU gives nearly the same numbers, with the same dtypes and shapes."""
    differ = {}
    for expression in EXPRESSIONS:
        wanted, _ = evaluate(expression, "cpu")
        try:
            got, _ = evaluate(expression, "cuda")
            check_same(got, wanted, "cuda", None if is_random(expression) else NEARLY)
        except Exception as error:
            differ[expression] = f"{type(error).__name__}: {error}"[:300]
    assert not differ, "\n".join(f"{expression}: {text}" for expression, text in differ.items())


@pytest.mark.parametrize("expression", table.expressions(table.REFUSED))
def test_what_the_cpu_refuses_is_refused(sim, expression):
    """The same type of exception with the same text."""
    with pytest.raises(Exception) as wanted:  # which one, the CPU says
        evaluate(expression, "cpu")
    with pytest.raises(Exception) as got:
        evaluate(expression, "sim")
    assert type(got.value) is type(wanted.value)
    assert str(got.value).replace("sim:0", "cpu") == str(wanted.value)


def test_the_table_is_broad(sim):
    """What the tests above have met; a filtered run says nothing."""
    if len(dispatch._PLANS) < 50:
        pytest.skip("only part of the table ran")
    names = {operator.name() for operator in dispatch._PLANS}
    assert len(names) >= 400, f"{len(names)} operators were exercised"
