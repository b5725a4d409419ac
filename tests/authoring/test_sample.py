"""A sample is the same for everybody, and hardly moves when an item comes or goes."""

from __future__ import annotations

from autograder.authoring import sample

NAMES = [f"variant_{number}" for number in range(40)]


def drawn(names: list[str], number: int | None = 10, seed: str = "a") -> list[str]:
    return sample.draw(names, number, seed, str)


def test_a_sample_has_the_order_of_its_items() -> None:
    assert len(drawn(NAMES)) == 10
    assert drawn(NAMES) == [name for name in NAMES if name in drawn(NAMES)]
    assert set(drawn(NAMES)) == set(drawn(NAMES[::-1]))


def test_none_and_large_numbers_mean_all() -> None:
    assert drawn(NAMES, None) == drawn(NAMES, 40) == drawn(NAMES, 99) == NAMES


def test_another_seed_draws_another_sample_and_in_the_end_everything() -> None:
    assert drawn(NAMES, seed="b") != drawn(NAMES)
    assert {name for seed in range(40) for name in drawn(NAMES, seed=str(seed))} == set(NAMES)


def test_an_item_more_changes_one_place_at_most() -> None:
    assert len(set(drawn([*NAMES, "new"])) - set(drawn(NAMES))) <= 1


def test_the_seed_follows_from_solution_and_suite(tiny) -> None:
    _, exercise = tiny.load()
    seed = sample.seed_of(exercise)
    assert sample.seed_of(exercise) == seed
    tiny.alternative("plus", '"""Another."""\n')
    assert sample.seed_of(exercise) == seed
    tiny.write("grader_tests/test_ex01_double.py", '"""Another suite."""\n')
    assert sample.seed_of(exercise) != seed
