"""Python, PyTorch and CUDA."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from autograder.doctor.finding import Finding, State
from autograder.doctor.software import python, torch

FINE = {
    "torch": "2.15.0+cu132",
    "torch_seconds": 1.4,
    "cuda": [],
    "cuda_built": "13.2",
    "torchvision": "0.29.2",
}


def looked(**found: Any) -> dict[str, Finding]:
    return {finding.name: finding for finding in torch(found)}


def test_a_python_that_is_new_enough() -> None:
    (finding,) = python((3, 13, 2))
    assert finding.state is State.OK
    assert finding.found.startswith("3.13.2 (")
    assert sys.executable in finding.found


def test_a_python_that_is_too_old() -> None:
    (finding,) = python((3, 10, 12))
    assert (finding.state, finding.found) == (State.BROKEN, "3.10.12 is too old")


def test_a_machine_without_a_gpu_lacks_nothing() -> None:
    found = looked(**FINE)
    assert [finding.state for finding in found.values()] == [State.OK] * 3
    assert found["PyTorch"].found == "2.15.0+cu132, imported in 1.4 s"
    assert found["CUDA"].found == ("not available (no GPU is seen), and not needed: exercises run on the CPU")


def test_a_pytorch_built_without_cuda() -> None:
    assert "this PyTorch is built without it" in looked(**FINE | {"cuda_built": ""})["CUDA"].found


def test_gpus_are_named() -> None:
    assert looked(**FINE | {"cuda": ["H100", "T4"]})["CUDA"].found == "H100, T4"


def test_a_gpu_that_cannot_be_used_is_not_needed() -> None:
    finding = looked(**FINE | {"cuda_trouble": "RuntimeError: driver too old"})["CUDA"]
    assert (finding.state, finding.found) == (State.LIMITED, "not usable: RuntimeError: driver too old")
    assert finding.mend


@pytest.mark.parametrize("version", ["2.10.1", "1.13.0", "2.9"])
def test_a_pytorch_that_is_too_old(version: str) -> None:
    finding = looked(**FINE | {"torch": version})["PyTorch"]
    assert (finding.state, finding.found) == (State.BROKEN, f"{version} is too old")


def test_a_pytorch_that_cannot_be_imported_is_all_there_is_to_say() -> None:
    found = looked(failed="ImportError: libcudart.so.13: cannot open shared object file")
    assert list(found) == ["PyTorch"]
    assert found["PyTorch"].state is State.BROKEN
    assert found["PyTorch"].found.startswith("ImportError: libcudart")


def test_a_torchvision_of_another_pytorch() -> None:
    """Its import fails, or crashes the process."""
    fine = {name: value for name, value in FINE.items() if name != "torchvision"}
    raised = looked(**fine, torchvision_trouble="RuntimeError: operator torchvision::nms does not exist")
    crashed = looked(**fine, failed="the process ended with status -11: it said nothing")
    assert raised["torchvision"].found == "RuntimeError: operator torchvision::nms does not exist"
    assert crashed["torchvision"].found == "the process ended with status -11: it said nothing"
    assert {raised["torchvision"].state, crashed["torchvision"].state} == {State.BROKEN}
