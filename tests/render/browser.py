"""A page in headless Chromium: what it asks for, what it complains of, and what can be seen."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@contextlib.contextmanager
def opened(path: Path, *, width: int = 900, scheme: str = "light") -> Iterator[Opened]:
    """Open a file in Chromium; skip the test where there is none."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed", exc_type=ImportError
    )
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=arguments)
        try:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            seen = Opened(page)
            page.goto(path.resolve().as_uri())
            yield seen
        finally:
            browser.close()


class Opened:
    """What is known of an open page."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.complaints: list[str] = []  # of the console, errors and warnings alike, and of scripts
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
