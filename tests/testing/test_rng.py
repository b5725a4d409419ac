"""Random inputs: repeatable, private, and as varied as they promise."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from autograder.testing.rng import Rng

DRAWS: dict[str, Callable[[Rng], object]] = {
    "normal": lambda rng: rng.normal(2, 3).tolist(),
    "uniform": lambda rng: rng.uniform(2, 3).tolist(),
    "integers": lambda rng: rng.integers(0, 1000, 5).tolist(),
    "permutation": lambda rng: rng.permutation(20).tolist(),
    "mask": lambda rng: rng.mask(40).tolist(),
    "integer": lambda rng: rng.integer(0, 10**9),
    "number": lambda rng: rng.number(0.0, 1.0),
    "choice": lambda rng: rng.choice(range(10**6)),
    "sizes": lambda rng: rng.sizes(4, 2, 1000),
    "seed": lambda rng: rng.seed(),
}


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_one_seed_gives_one_stream(draw: Callable[[Rng], object]) -> None:
    rng = Rng(7)
    assert draw(Rng(7)) == draw(rng) != draw(Rng(8))
    assert draw(Rng(7)) != draw(rng), "the second draw repeats the first"


@pytest.mark.parametrize("draw", DRAWS.values(), ids=DRAWS)
def test_the_global_random_state_is_neither_read_nor_changed(draw: Callable[[Rng], object]) -> None:
    torch.manual_seed(1)
    first, before = draw(Rng(7)), torch.get_rng_state()
    torch.manual_seed(2)
    assert draw(Rng(7)) == first
    torch.manual_seed(1)
    draw(Rng(7))
    assert torch.equal(torch.get_rng_state(), before)


def test_draws_are_the_same_on_every_machine_and_with_every_torch() -> None:
    """Scores are repeatable: these numbers stand here for good."""
    rng = Rng(2024)
    assert rng.normal(3).tolist() == NORMAL
    assert rng.uniform(2, dtype=torch.float64).tolist() == UNIFORM
    assert rng.integers(-5, 5, 6).tolist() == INTEGERS
    assert rng.permutation(6).tolist() == PERMUTATION


NORMAL: list[float] = [-1.3222321271896362, -0.23483990132808685, 0.18804685771465302]
UNIFORM: list[float] = [0.34034859598285283, 0.4715331938942884]
INTEGERS: list[int] = [0, 4, -4, 2, 1, 3]
PERMUTATION: list[int] = [1, 5, 4, 0, 3, 2]


def test_normal_numbers_have_mean_0_variance_1_and_the_tails_of_a_bell() -> None:
    # 200,000 numbers: the standard errors of these three figures are 0.0022, 0.0032 and 0.0005.
    numbers = Rng(1).normal(200, 1000, dtype=torch.float64)
    assert abs(float(numbers.mean())) < 0.01
    assert abs(float(numbers.var()) - 1) < 0.015
    assert abs(float((numbers.abs() > 2).double().mean()) - 0.0455) < 0.003
    assert float(numbers.abs().max()) < 6


def test_normal_numbers_hardly_ever_repeat() -> None:
    """Pooling and sorting tests count on values without ties."""
    assert Rng(1).normal(10_000, dtype=torch.float64).unique().numel() == 10_000


@pytest.mark.parametrize(
    ("dtype", "digits"),
    [(torch.float64, 53), (torch.float32, 24), (torch.float16, 11), (torch.bfloat16, 8)],
)
def test_numbers_have_the_dtype_asked_for(dtype: torch.dtype, digits: int) -> None:
    rng = Rng(1)
    assert rng.normal(2, 3, dtype=dtype).dtype == rng.uniform(2, 3, dtype=dtype).dtype == dtype
    unit = rng.uniform(5000, dtype=dtype)
    assert torch.equal(unit.double() * 2**digits % 1, torch.zeros(5000, dtype=torch.float64)), (
        "it was rounded"
    )
    assert 0 <= float(unit.min()) < 0.01
    assert 0.99 < float(unit.max()) < 1, "1 itself is excluded in every dtype"


def test_complex_numbers_have_variance_1_in_both_parts_together() -> None:
    numbers = Rng(1).normal(50_000, dtype=torch.complex64)
    assert numbers.dtype == torch.complex64
    assert abs(float(numbers.abs().square().mean()) - 1) < 0.03
    assert abs(float(numbers.real.var() - numbers.imag.var())) < 0.03
    wide = Rng(1).normal(1000, dtype=torch.complex128)
    assert not torch.equal(wide.to(torch.complex64).to(torch.complex128), wide), "drawn in single precision"


def test_ranges_are_kept() -> None:
    rng = Rng(1)
    assert rng.integers(-2, 2, 300).unique().tolist() == [-2, -1, 0, 1]
    assert rng.integers(0, 5, 2, 3).dtype == torch.int64
    uniform = rng.uniform(3000, low=-3.0, high=5.0)
    assert -3 <= float(uniform.min()) < -2.9
    assert 4.9 < float(uniform.max()) <= 5
    assert {rng.integer(3, 5) for _ in range(50)} == {3, 4}
    assert all(-1 <= rng.number(-1, 1) <= 1 for _ in range(50))
    assert {rng.choice("abc") for _ in range(50)} == set("abc")
    assert 0 <= rng.seed() < 2**31


def test_a_mask_is_true_as_often_as_asked() -> None:
    mask = Rng(1).mask(100, 100, p=0.2)
    assert mask.dtype == torch.bool
    assert abs(float(mask.double().mean()) - 0.2) < 0.02


def test_a_permutation_holds_every_number_once() -> None:
    rng = Rng(1)
    assert sorted(rng.permutation(50).tolist()) == list(range(50))
    assert {tuple(rng.permutation(3).tolist()) for _ in range(100)} == set(itertools.permutations(range(3)))


def test_sizes_are_all_different() -> None:
    rng = Rng(1)
    drawn = [rng.sizes(4) for _ in range(50)]
    assert all(len(set(sizes)) == 4 and all(2 <= size < 9 for size in sizes) for sizes in drawn)
    assert {size for sizes in drawn for size in sizes} == set(range(2, 9))
    assert sorted(rng.sizes(7)) == [2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    "shape", [(2,), (7,), (3, 4), (3, 1), (1, 5), (1, 1, 2), (2, 1, 3), (2, 3, 4), (1, 2, 1)]
)
@pytest.mark.parametrize("dtype", [torch.float32, torch.int64, torch.bool])
def test_noncontiguous_keeps_the_values_and_changes_the_strides(
    shape: tuple[int, ...], dtype: torch.dtype
) -> None:
    rng = Rng(1)
    tensor = rng.integers(0, 2, *shape).to(dtype)
    for _ in range(6):
        strided = rng.noncontiguous(tensor)
        assert not strided.is_contiguous()
        assert strided.dtype == dtype
        assert torch.equal(strided, tensor)


def test_noncontiguous_tensors_come_in_two_kinds() -> None:
    rng = Rng(1)
    strides = {rng.noncontiguous(torch.zeros(3, 4)).stride() for _ in range(20)}
    assert strides == {(9, 2), (1, 3)}


@pytest.mark.parametrize("shape", [(3, 4), (2, 3, 4), (3, 1, 4)])
def test_a_tensor_that_is_not_contiguous_cannot_be_viewed_flat(shape: tuple[int, ...]) -> None:
    rng = Rng(1)
    for _ in range(6):
        with pytest.raises(RuntimeError, match="view size is not compatible"):
            rng.noncontiguous(torch.zeros(*shape)).view(-1)


def test_what_is_always_contiguous_comes_back_as_it_is() -> None:
    rng = Rng(1)
    tensors: list[Tensor] = [torch.tensor(3.0), torch.zeros(0), torch.zeros(3, 0), torch.zeros(1, 1)]
    assert all(rng.noncontiguous(tensor) is tensor for tensor in tensors)


def test_noncontiguous_leaves_keep_requiring_a_gradient() -> None:
    leaf = Rng(1).noncontiguous(torch.ones(3, 4, requires_grad=True))
    assert leaf.requires_grad
    assert leaf.is_leaf


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda rng: rng.sizes(8), "there are no 8 different sizes from 2 to 8: raise `high`"),
        (lambda rng: rng.integers(3, 3, 2), "low must be below high, not 3 and 3"),
        (lambda rng: rng.uniform(2, low=1.0, high=0.0), "low must be below high, not 1.0 and 0.0"),
        (lambda rng: rng.choice([]), "there is nothing to choose from"),
    ],
)
def test_impossible_wishes_are_told(draw: Callable[[Rng], object], message: str) -> None:
    with pytest.raises(ValueError) as caught:
        draw(Rng(1))
    assert str(caught.value) == message


def test_integer_dtypes_are_for_integers() -> None:
    with pytest.raises(ValueError, match="no floating dtype that can be drawn"):
        Rng(1).normal(3, dtype=torch.int64)
