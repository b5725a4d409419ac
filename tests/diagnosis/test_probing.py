"""What facts tell of a misconception: those in which it is not as the solution."""

from __future__ import annotations

from pathlib import Path

from autograder.authoring.variants import Variant
from autograder.diagnosis.behaviour import Behaviour
from autograder.diagnosis.probing import Evidence, mistakes, naming, noted, shares, telling
from autograder.report import Status
from autograder.testing.probes import Fact


def found(**facts: Fact) -> Behaviour:
    return noted(facts)


def named(*facts: str) -> Evidence:
    return frozenset(("probe_a", fact) for fact in facts)


def variant(name: str) -> Variant:
    return Variant(
        kind="misconception", name=name, path=Path(), source=name, summary=name, replaces=(), explanation=name
    )


def names(rivals: list[tuple[str, Evidence]]) -> list[list[str]]:
    made = mistakes([(variant(name), evidence) for name, evidence in rivals])
    return [[one.name for one in suspects] for suspects in made]


def test_facts_tell_where_suspect_and_solution_differ() -> None:
    solution, suspect = found(order="mixed", mode=1, late=None), found(order="sorted", mode=True, late=None)
    assert telling("probe_a", solution, suspect) == named("order", "mode")
    assert telling("probe_a", solution, solution) == named()


def test_what_only_one_of_them_answers_tells_nothing() -> None:
    assert telling("probe_a", found(order="mixed"), found(mode=1)) == named()
    assert telling("probe_a", found(order="mixed"), noted(None)) == named()
    assert noted(None).status is Status.ERROR


def test_a_learner_shares_a_mistake_whatever_else_is_wrong() -> None:
    suspect = found(order="sorted", mode=1)
    assert shares(found(order="sorted", mode=2), suspect, named("order"))
    assert not shares(found(order="mixed", mode=1), suspect, named("order"))
    assert not shares(found(order="sorted", mode=2), suspect, named("order", "mode"))
    assert not shares(found(mode=1), suspect, named("order"))
    assert not shares(noted(None), suspect, named("order"))


def test_mistakes_in_different_facts_are_several() -> None:
    assert names([("a", named("order")), ("b", named("mode"))]) == [["a"], ["b"]]


def test_suspects_that_show_in_the_same_facts_are_one_mistake() -> None:
    assert names([("a", named("order")), ("b", named("order"))]) == [["a", "b"]]


def test_a_part_of_a_mistake_is_none_besides() -> None:
    assert names([("a", named("order")), ("b", named("order", "mode")), ("c", named("late"))]) == [
        ["b"],
        ["c"],
    ]


def test_probes_that_name_a_test() -> None:
    probes = {"probe_a": ("test_a", "test_b"), "probe_b": ("test_b",), "probe_c": ("test_c",)}
    assert naming(probes, ["test_b"]) == ["probe_a", "probe_b"]
    assert naming(probes, []) == []
