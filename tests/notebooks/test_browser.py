"""A learner in JupyterLab: opens the notebook, writes a function, runs the check, sees the verdict.

Needs Chromium, Playwright and JupyterLab. With PICTURES=docs/pictures, the pictures in the documentation are
made anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from autograder.notebooks.release import release
from tests.notebooks.conftest import JUPYTER, copied_course, environment

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytest.importorskip("jupyterlab", reason="JupyterLab is not installed")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
REPOSITORY = Path(__file__).parents[2]
TOKEN = "a-token-for-this-test"
PATIENCE = 240  # seconds for what takes a few on a machine that has nothing else to do
WRONG = "def standardize(x: Tensor, dim: int) -> Tensor:\n    return x - x.mean(dim, keepdim=True)"
RIGHT = (
    "def standardize(x: Tensor, dim: int) -> Tensor:\n"
    "    deviation = x.std(dim, keepdim=True, unbiased=False)\n"
    "    return (x - x.mean(dim, keepdim=True)) / deviation"
)
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # all cells are there, wherever one looks
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason=f"none of {', '.join(BROWSERS)} is installed"),
    pytest.mark.skipif(not (JUPYTER / "lab").is_dir(), reason=f"JupyterLab's pages are not in {JUPYTER}"),
]


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a learner of ex03 gets."""
    course = copied_course(tmp_path_factory.mktemp("course"))
    (released,) = release(course, [course.exercise("ex03")])
    return Path(shutil.copytree(released.folder, tmp_path_factory.mktemp("learner") / "ex03"))


@contextlib.contextmanager
def jupyterlab(folder: Path, home: Path, theme: str) -> Iterator[str]:
    """Serve a folder with JupyterLab; gives the address of its notebook."""
    themes = {"apputils-extension/themes": {"theme": theme}}
    for name, values in (SETTINGS | themes).items():
        path = home / f"settings/@jupyterlab/{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={folder}"]
    folders = {"JUPYTERLAB_DIR": str(JUPYTER / "lab"), "JUPYTERLAB_SETTINGS_DIR": str(home / "settings")}
    with (home / "jupyterlab.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment(home) | folders, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/api?token={TOKEN}", server)
        yield f"http://127.0.0.1:{port}/lab/tree/{folder.name}.ipynb?token={TOKEN}"
    finally:
        server.terminate()  # it ends its kernels, and these end the graders behind them
        server.wait(60)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, "JupyterLab has ended; see jupyterlab.log"
        with contextlib.suppress(URLError, OSError), urlopen(address, timeout=10):
            return
        time.sleep(0.5)
    pytest.fail("JupyterLab does not answer")


class Learner:
    """Hands on the keyboard."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def cell(self, text: str) -> Any:
        """The code cell in which a text stands."""
        return self._page.locator(".jp-CodeCell", has_text=text).first

    def run(self, text: str) -> Any:
        """Run a cell with Shift+Enter; returns it."""
        cell = self.cell(text)
        cell.locator(".cm-content").click()
        self._page.keyboard.press("Shift+Enter")
        return cell

    def write(self, text: str, source: str) -> None:
        """Write something else into a cell, and run it."""
        self.cell(text).locator(".cm-content").click()
        self._page.keyboard.press("Control+a")
        self._page.keyboard.insert_text(source)
        self._page.keyboard.press("Shift+Enter")

    def verdict(self, test: str, words: str) -> Any:
        """Run a check, wait for the words in its verdict, and return the card."""
        card = self.run(f'check("{test}")').locator(".jp-RenderedHTMLCommon", has_text=words)
        card.wait_for(timeout=PATIENCE * 1000)
        return card


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_a_learner_writes_a_function_and_sees_the_verdict(theme: str, fetched: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(fetched, tmp_path / "ex03"))
    with jupyterlab(folder, tmp_path, theme) as address, sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 900})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(address)
        page.get_by_text("| Idle").wait_for()  # before that, JupyterLab would ask which kernel is meant
        learner = Learner(page)
        learner.run("check.start()")

        learner.write("standardize is not written yet", WRONG)
        red = learner.verdict("test_standardize_by_hand", "✗ 0/1")
        assert "standardize(" in red.inner_text() and red.locator("details").count()
        red.locator("summary").first.click()
        _check_legible(red)
        _picture(page, theme, "wrong")

        learner.write("return x - x.mean", RIGHT)
        green = learner.verdict("test_standardize_by_hand", "✓ 1/1")
        assert not green.locator("details").count()
        _check_legible(green)
        _picture(page, theme, "right")
        browser.close()


def _check_legible(card: Any) -> None:
    """All words contrast with the page (3:1 at least, as for large text), and none is cut off."""
    found = card.evaluate(CONTRASTS)
    assert found and min(found.values()) >= 3, found
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")


CONTRASTS = """card => {
    const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b]
        .map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = element => {
        for (let e = element; e; e = e.parentElement) {
            const colour = numbers(getComputedStyle(e).backgroundColor);
            if (colour.length < 4 || colour[3] > 0.99) return colour;
        }
        return [255, 255, 255];
    };
    const found = {};
    for (const element of card.querySelectorAll("strong, pre, summary, p, div")) {
        const words = [...element.childNodes].filter(n => n.nodeType === 3).map(n => n.data.trim()).join(" ").trim();
        if (!words) continue;
        const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
        found[words.slice(0, 40)] = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }
    return found;
}"""


def _picture(page: Any, theme: str, what: str) -> None:
    if folder := os.environ.get("PICTURES"):
        name = f"jupyterlab-{theme.split()[-1].lower()}-{what}.png"
        page.screenshot(path=REPOSITORY / folder / name)
