"""Whole programs as tutorials write them, unchanged, with a simulated GPU and without any."""

import runpy
import sys
from pathlib import Path

import pytest
import torch

from autograder.accelerator import switch

PROGRAMS = Path(__file__).parent / "programs"


def run(name, monkeypatch, *arguments):
    """Run a program as a script; return its `result`."""
    monkeypatch.setattr(sys, "argv", [name, *arguments])
    return runpy.run_path(str(PROGRAMS / name))["result"]


@pytest.mark.parametrize(
    "name",
    [
        *("classifier.py", "old_style.py", "newest_style.py", "language_model.py", "autoencoder.py"),
        *("adversarial.py", "translation.py", "transfer.py", "text_generator.py", "waves.py"),
    ],
)
def test_a_program_trains_as_it_does_without_a_gpu(name, monkeypatch, tmp_path):
    """The same losses, to float32's last digits: torch takes other formulas for some gradients on a GPU."""
    arguments = ("--checkpoint", str(tmp_path / "model.pt")) if name == "classifier.py" else ()
    with switch.without():
        wanted = run(name, monkeypatch, *arguments)
    with switch.simulated("cuda"):
        got = run(name, monkeypatch, *arguments)
    assert got.pop("losses") == pytest.approx(wanted.pop("losses"), rel=1e-5)
    if "device" in got:
        assert (got.pop("device"), wanted.pop("device")) == ("cuda", "cpu")
    assert got == wanted


def test_no_cuda_is_obeyed(monkeypatch, tmp_path):
    with switch.simulated("cuda"):
        before = switch.COUNTS.copy()
        got = run("classifier.py", monkeypatch, "--no-cuda", "--checkpoint", str(tmp_path / "model.pt"))
        assert got["device"] == "cpu"
        assert switch.COUNTS.since(before).operators == 0


def test_mixed_precision_computes_in_half_precision(monkeypatch):
    with switch.without():
        wanted = run("mixed_precision.py", monkeypatch)
    with switch.simulated("cuda"):
        got = run("mixed_precision.py", monkeypatch)
    assert got["dtypes"] == {(torch.float16, torch.float32)}
    assert wanted["dtypes"] == {(torch.float32, torch.float32)}
    # float16 has eleven bits, so a loss near 1 is off by about a thousandth.
    assert got["losses"] == pytest.approx(wanted["losses"], rel=5e-3)
    assert got["losses"] != wanted["losses"]
    assert got["scale"] == 256.0
