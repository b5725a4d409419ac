"""The counts of a real GPU, taken where there is none: over the simulated one, which counts by itself."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from autograder.accelerator import real
from autograder.accelerator.counts import COUNTS, Counts

BATCHES = 3


def epoch(device, read):
    """A training epoch over batches of the CPU; `read` gets each batch's loss."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3)).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    data = TensorDataset(torch.randn(BATCHES * 4, 4), torch.arange(BATCHES * 4) % 3)
    for inputs, labels in DataLoader(data, batch_size=4):
        loss = F.cross_entropy(model(inputs.to(device, non_blocking=True)), labels.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        read(loss)


PROGRAMS = {
    "an epoch that reads nothing": lambda device: epoch(device, lambda loss: None),
    "a number in each batch": lambda device: epoch(device, lambda loss: loss.item()),
    "a copy in each batch": lambda device: epoch(device, lambda loss: loss.detach().cpu()),
    "a copy that nobody waits for": lambda device: torch.ones(7, device=device).to("cpu", non_blocking=True),
    "copies into tensors": lambda device: torch.ones(3).copy_(
        torch.zeros(3, device=device).copy_(torch.ones(3))
    ),
    "a condition": lambda device: bool(torch.ones(1, device=device) > 0),
    "a mask": lambda device: torch.arange(5, device=device)[torch.arange(5, device=device) > 2],
    "positions": lambda device: torch.eye(3, device=device).nonzero(),
    "a comparison of all": lambda device: torch.equal(
        torch.ones(2, device=device), torch.ones(2, device=device)
    ),
    "nothing of the device": lambda device: (torch.ones(3) + 1).sum().item(),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_programs_count_as_on_the_simulated_device(program, sim):
    counted, before = Counts(), COUNTS.copy()
    with real.counting("sim", counted):
        program(sim)
    simulated = COUNTS.since(before)
    counted.operators = simulated.operators  # composite ones are seen whole above, in parts below
    assert counted == simulated


def test_to_wait_for_the_device_is_counted_and_done(sim):
    waited, counted = [], Counts()
    torch.sim.synchronize = lambda *args: waited.append(args)
    try:
        with real.counting("sim", counted):
            torch.sim.synchronize(0)
        torch.sim.synchronize(1)
    finally:
        del torch.sim.synchronize
    assert (waited, counted.synchronizations) == ([(0,), (1,)], 1)


def test_without_a_gpu_the_reason_is_torchs_own(monkeypatch):
    for name in ("CUDA_VISIBLE_DEVICES", "CUDA_CACHE_PATH"):
        monkeypatch.setenv(name, "")  # put back afterwards
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")
    with pytest.raises((RuntimeError, AssertionError), match=r"NVIDIA|CUDA"), real.cuda():
        pass
