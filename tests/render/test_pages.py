"""The page of `grade report`: all that it says, and nothing that it was not to say."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from autograder.render.pages import Book, Chapter, page
from autograder.report import Diagnosis, Report
from tests.render.browser import opened
from tests.render.samples import HOSTILE, exhibits, report, result


def sample() -> Report:
    """A report with a bit of everything, and with hostile text wherever a learner's can be."""
    shown = msgspec.structs.replace(result("trains a network", points=3.0), exhibits=exhibits())
    failed = msgspec.structs.replace(
        result("standardizes", "failed", message=f"wrong: {HOSTILE}"),
        diagnosis=Diagnosis(misconception="sample", explanation="`x.std(dim)` divides by n - 1."),
    )
    again = msgspec.structs.replace(failed, id="test_again", title="standardizes <again>")
    return report(shown, failed, again, result("counts", "not_started"), result("is told", public=False))


def book() -> Book:
    made = sample()
    chapters = (
        Chapter(
            id="ex03",
            title=f"Tensors {HOSTILE}",
            max_score=made.max_score,
            score=made.score,
            edited=True,
            checked="22 November 2026, 08:00",
            report=made,
            file="exercises/ex03_tensor_ops.py",
        ),
        Chapter(id="ex04", title="Losses", max_score=10.0),
        Chapter(id="ex05", title="Autograd", max_score=10.0, score=10.0),
    )
    return Book(
        title="A [course] & more", chapters=chapters, advice="Next: ex04. Then", command="grade check ex04"
    )


class Elements(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def test_the_page_says_points_verdicts_and_what_is_next() -> None:
    text = " ".join(Elements(page(book())).text.split())
    for said in (
        "15 of 31 points",
        "1 of 3 exercises finished",
        "Next: ex04. Then grade check ex04",
        "exercises/ex03_tensor_ops.py · checked 22 November 2026, 08:00 · edited since",
        "is told (hidden)",
        "Not written yet: counts.",
        "The same as for: standardizes",
        "x.std(dim) divides by n - 1.",
        "What the tests said is not kept any more.",
    ):
        assert said in text
    assert text.count("Recognized.") == 1, "the same mistake is explained once"


def test_markup_in_a_learners_output_is_text() -> None:
    elements = Elements(page(book()))
    assert HOSTILE in elements.text
    assert elements.of("script") == []
    assert all(image["src"].startswith("data:image/png;base64,") for image in elements.of("img"))  # type: ignore[union-attr]


def test_the_page_refers_to_nothing_outside_itself() -> None:
    elements = Elements(page(book()))
    addresses = [
        value for _, found in elements.found for name, value in found.items() if name in ("src", "href")
    ]
    assert addresses
    assert all(re.match(r"#|data:", address or "") for address in addresses)
    assert re.search(r"@import|url\(", page(book())) is None
    policy = next(meta["content"] for meta in elements.of("meta") if meta.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_pictures_can_be_read_aloud() -> None:
    elements = Elements(page(book()))
    assert [svg["aria-label"] for svg in elements.of("svg")] == [
        "loss: from 2.3 to 0.4 in 90 batches",
        "accuracy: from 0.1 to 0.8 in 90 batches",
    ]
    assert {image["alt"] for image in elements.of("img")} == {"Coat, taken for Shirt"}
    assert all(cell.get("scope") in ("row", "col") for cell in elements.of("th"))
    assert elements.of("html") == [{"lang": "en"}]


def test_each_link_leads_somewhere() -> None:
    elements = Elements(page(book()))
    names = {found["id"] for _, found in elements.found if "id" in found}
    assert {link["href"] for link in elements.of("a")} == {"#content", "#ex03", "#ex05"}
    assert {"content", "ex03", "ex05"} <= names


def test_nothing_but_full_marks_fills_a_bar() -> None:
    almost = Chapter(id="ex03", title="t", max_score=1000.0, score=999.5)
    full = Chapter(id="ex04", title="t", max_score=10.0, score=10.0)
    shares = re.findall(r'style="width: (\d+)%"', page(Book(title="t", chapters=(almost, full))))
    assert shares == ["99", "99", "100"], "of the whole, of ex03, and of ex04"


def test_the_page_of_one_exercise_counts_no_others() -> None:
    text = Elements(page(Book(title="t", chapters=book().chapters[:1], made="22 November 2026"))).text
    assert "finished" not in text
    assert "22 November 2026" in text


@pytest.mark.parametrize(("width", "scheme"), [(1000, "light"), (360, "dark")])
def test_in_a_browser(tmp_path: Path, width: int, scheme: str) -> None:
    """No complaint, no request, every picture drawn, and nothing wider than the window."""
    path = tmp_path / "report.html"
    path.write_text(page(book()), encoding="utf-8")
    with opened(path, width=width, scheme=scheme) as seen:
        sizes = seen.page.eval_on_selector_all("img", "all => all.map(one => one.naturalWidth)")
        drawn = seen.page.eval_on_selector_all("svg polyline", "all => all.map(one => one.getTotalLength())")
        assert sizes == [4, 4]
        assert len(drawn) == 2 and all(length > 100 for length in drawn)
        assert seen.page.title() == "A [course] & more: 15 of 31 points"
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        light = seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(252, 252, 251)"
        assert light == (scheme == "light")
        assert seen.complaints == []
        assert seen.requests == [path.resolve().as_uri()]


def test_the_keyboard_reaches_everything_that_scrolls_or_leads_on(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(page(book()), encoding="utf-8")
    reached = []
    with opened(path) as seen:
        for _ in range(8):
            seen.page.keyboard.press("Tab")
            reached.append(seen.page.evaluate("document.activeElement.textContent.trim().slice(0, 7)"))
    assert reached[:4] == ["To the ", "Tensors", "Autogra", "wrong: "]
    assert "true cl" in reached, "the table, which may be wider than a phone"
