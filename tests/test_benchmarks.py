"""The table of docs/performance.md is made from the figures that are there, and judges them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.conftest import ROOT

MACHINE = {
    "processor": "a processor",
    "cores": 2,
    "load": 0.1,
    "python": "3.11.7",
    "versions": {"torch": "2.15"},
}
RATIO = {"of_medians": 1.5, "low": 1.25, "high": 1.75}
CHECK = {
    "machine": MACHINE,
    "commands": {"grade check": {"median": 3.0}, "pytest": {"median": 2.0}},
    "ratio": RATIO,
    "promised": 1.0,
}
CLASS = {
    "machine": MACHINE,
    "submissions": 1002,
    "exercises": ["ex01", "ex02"],
    "jobs": 2,
    "seconds_of_tenths": [9.0, 5.0, *[4.0] * 7, 5.5],
    "pss_mb_of_tenths": [{"command": 50, "grader": 400, "zygote": 500, "all": 950}] * 10,
    "worker_pss_mb": 62.0,
    "worker_own_mb": 12.5,
    "seconds_with_nothing_changed": [2.0, 4.0, 2.5],
    "graded_of_nothing_changed": 0,
    "seconds_with_one_changed": 6.0,
    "graded_of_one_changed": 1,
}


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import performance_rows

    return performance_rows


def rewrite(page: Path, kept: Path) -> subprocess.CompletedProcess[str]:
    script = str(ROOT / "benchmarks" / "performance.py")
    command = [sys.executable, script, "--only", "", "--page", str(page), "--kept", str(kept)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_table_is_made_anew_from_the_figures_kept_and_the_rest_of_the_page_stays(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    begin, end = "<!-- begin: table of performance -->", "<!-- end: table of performance -->"
    page.write_text(f"before\n{begin}\nthe last table\n{end}\nafter\n")
    (tmp_path / "check.json").write_text(json.dumps(CHECK))
    done = rewrite(page, tmp_path)
    assert done.returncode == 0, done.stderr
    text = page.read_text()
    assert (
        text.startswith(f"before\n{begin}\n")
        and text.endswith(f"{end}\nafter\n")
        and "the last table" not in text
    )
    assert "| 1.50 times, 1.25 to 1.75 (3.0 s against 2.0 s) | at most 1 | **no** |" in text
    assert "| more than one machine | not measured yet |  |  |" in text
    assert (
        text.count("Measured on a processor, 2 cores, load 0.1 before the run, Python 3.11.7, torch 2.15.")
        == 1
    )


def test_a_page_without_a_place_for_the_table_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("no marks\n")
    done = rewrite(page, tmp_path)
    assert done.returncode == 1 and "has no place for the table" in done.stderr
    assert page.read_text() == "no marks\n"


@pytest.mark.parametrize(("ratio", "kept"), [(1.0, "yes"), (1.01, "**no**")])
def test_a_ratio_is_judged_by_its_median(rows: ModuleType, ratio: float, kept: str) -> None:
    figures = CHECK | {"ratio": RATIO | {"of_medians": ratio}}
    assert rows.check(figures)[0][3] == kept


def judged(rows: ModuleType, **changed: Any) -> list[str]:
    return [row[3] for row in rows.whole_class(CLASS | changed)]


def test_a_class_is_judged_by_its_last_tenth_its_memory_and_its_second_run(rows: ModuleType) -> None:
    assert judged(rows) == ["**no**", "yes", "", "yes", "yes"]
    assert judged(rows, seconds_of_tenths=[9.0, *[5.0] * 9])[0] == "yes"
    grown = [*CLASS["pss_mb_of_tenths"][:-1], {"command": 150, "grader": 400, "zygote": 500, "all": 1050}]
    assert judged(rows, pss_mb_of_tenths=grown)[1] == "**no**"
    assert judged(rows, seconds_with_nothing_changed=[3.5])[3] == "**no**"
    assert judged(rows, graded_of_nothing_changed=1)[3] == "**no**"
    assert judged(rows, graded_of_one_changed=2)[4] == "**no**"
    assert judged(rows, submissions=300)[3] == "", "the promise is about a thousand"


def test_a_cluster_is_judged_by_the_nodes_that_something_is_promised_for(rows: ModuleType) -> None:
    run = {"nodes": 1, "grading": 8.0, "each": [0.1] * 40, "simulated": False, "ratio": 1.0}
    two, four = run | {"nodes": 2, "ratio": 1.9}, run | {"nodes": 4, "ratio": 3.5, "simulated": True}
    figures = {
        "promised": 3.4,
        "promised_nodes": 4,
        "runs": [run, two, four],
        "killed": {"at": 20, "of": 40},
    }
    assert [row[3] for row in rows.cluster(figures)] == ["", "yes", "yes"]
    assert "simulated" in rows.cluster(figures)[1][0] and "20 of 40" in rows.cluster(figures)[2][0]
    assert rows.cluster(figures | {"runs": [run, four | {"ratio": 3.3}]})[0][3] == "**no**"


def test_learners_of_a_week_are_counted_in_core_hours(rows: ModuleType) -> None:
    figures = {
        "whole": {"median": 30.0},
        "warm": {"a": 0.36, "b": 0.72, "c": 3.6},
        "trained": ["c"],
        "promised": 1,
    }
    assert [row[1] for row in rows.course(figures)] == [
        "30 s",
        "0.36 to 0.72 s",
        "1.5 core hours",  # 10,000 times the mean of a and b
        "13.0 core hours",
    ]
