"""The simulated accelerator, switched on for one test, and put back afterwards."""

import pytest
import torch

from autograder.accelerator import switch

# Here, before any test runs: torch counts devices when it first computes a gradient, and other tests do that.
switch.register()


@pytest.fixture
def sim():
    """The device under its own name."""
    with switch.simulated("sim") as device:
        yield device


@pytest.fixture
def cuda():
    """The device in the place of CUDA."""
    with switch.simulated("cuda") as device:
        yield device


@pytest.fixture(autouse=True)
def _as_it_was():
    """Leave the generators and settings of the process as they were."""
    state, dtype = torch.get_rng_state(), torch.get_default_dtype()
    yield
    torch.set_rng_state(state)
    torch.set_default_dtype(dtype)
