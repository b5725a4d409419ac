"""Switching on costs little, and leaves torch as it was when it ends."""

import subprocess
import sys

import pytest
import torch

from autograder.accelerator import private, switch
from autograder.accelerator.patches import Patch, Patches


def attributes():
    """What the patches might leave changed."""
    owners = (torch, torch.Tensor, torch.cuda, torch.accelerator, torch.fft, torch._utils, torch.backends.mps)
    context = torch.utils._device.DeviceContext
    return [dict(vars(owner)) for owner in (*owners, torch.backends.cudnn, context)]


@pytest.mark.parametrize(
    "mode", [lambda: switch.simulated("cuda"), lambda: switch.simulated("sim"), switch.without]
)
def test_everything_is_put_back(mode):
    switch.register()  # stays, once a process
    private.import_compiler()
    before = attributes()
    with pytest.raises(KeyError), mode():
        assert attributes() != before
        raise KeyError
    for now, then in zip(attributes(), before, strict=True):
        assert now.keys() == then.keys()
        assert all(now[name] is then[name] for name in then)


def test_modes_nest():
    with switch.simulated("cuda"):
        with switch.without():
            assert not torch.cuda.is_available()
        x = torch.ones(1, device="cuda")
        with switch.simulated("sim"):
            assert x.device.type == "sim"
        assert x.is_cuda
    assert x.device.type == "sim"
    assert x.cpu().tolist() == [1]


def test_patches_put_back_what_a_class_inherits():
    class Base:
        value = 1

    class Derived(Base):
        pass

    with Patches([Patch(Derived, "value", 2), Patch(Derived, "value", 3)]):
        assert Derived.value == 3
    assert Derived.value == 1
    assert "value" not in vars(Derived)


def test_importing_changes_nothing():
    """A fresh interpreter: torch knows no device, its compiler is not imported, and nothing of the grader is."""
    code = """
import autograder.accelerator, sys
assert "torch" not in sys.modules
from autograder.accelerator import switch
import torch
assert not switch.private.is_registered()
assert not hasattr(torch, "sim")
assert "torch._dynamo" not in sys.modules
assert "device" not in vars(torch.Tensor) and torch.zeros.__class__.__name__ == "builtin_function_or_method"
found = [name for name in sys.modules if name.startswith("autograder.") and "accelerator" not in name]
assert not found, found
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_there_may_have_been_a_backward_pass_before():
    """A fresh interpreter: torch has started its threads for backward passes, and knew no device then."""
    code = """
import torch
torch.ones(2, requires_grad=True).sum().backward()
from autograder.accelerator import switch
with switch.simulated():
    x = torch.ones(2, device="cuda", requires_grad=True)
    (x * x).sum().backward()
    assert x.grad.device.type == "cuda" and x.grad.tolist() == [2.0, 2.0]
y = torch.ones(2, requires_grad=True)
y.sum().backward()
assert torch._C._is_multithreading_enabled()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)


def test_private_parts_of_torch_are_where_they_were():
    """Fails first, and by name, where a new torch has moved something that the package uses."""
    assert private.missing() == []


def test_a_missing_part_would_be_named():
    assert private.missing(["nn.Linear", "nn.NoSuchThing", "utils.no_such_module.x"]) == [
        "nn.NoSuchThing",
        "utils.no_such_module.x",
    ]
