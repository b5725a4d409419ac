"""Which files make up the minimal root, and how a folder is left out of what is readable."""

from pathlib import Path

import pytest

from autograder.worker import rootfs


@pytest.fixture
def host(tmp_path: Path) -> Path:
    """A small file system: two versions of a program, a link to one, and links as distributions have them."""
    for folder in ("opt/python-3.11.7/lib", "opt/python-3.11.7/bin", "usr/lib/inner", "home"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "opt/python-3.11.7/bin/python").write_text("")
    (tmp_path / "opt/python-3.11").symlink_to("python-3.11.7")
    (tmp_path / "opt/python").symlink_to(tmp_path / "opt/python-3.11")
    (tmp_path / "lib").symlink_to("usr/lib")
    (tmp_path / "round").symlink_to("round")
    return tmp_path


def shown(host: Path, *paths: str) -> tuple[set[str], dict[str, str]]:
    """The view of some paths, relative to the host's folder."""
    view = rootfs.view(f"{host}/{path}" for path in paths)
    links = {str(Path(link).relative_to(host)): target for link, target in view.links}
    return {str(Path(path).relative_to(host)) for path in view.folders}, links


def test_a_folder_is_shown_at_its_own_path(host: Path) -> None:
    assert shown(host, "usr/lib") == ({"usr/lib"}, {})


def test_a_link_leads_where_it_leads_on_the_host(host: Path) -> None:
    assert shown(host, "lib") == ({"usr/lib"}, {"lib": "usr/lib"})


def test_every_link_on_the_way_is_kept(host: Path) -> None:
    """An interpreter may be named by a link to a link; all names must work, since it stores one of them."""
    folders, links = shown(host, "opt/python/bin/python")
    assert folders == {"opt/python-3.11.7/bin/python"}
    assert links == {"opt/python": str(host / "opt/python-3.11"), "opt/python-3.11": "python-3.11.7"}


def test_what_lies_in_a_folder_shown_is_not_shown_twice(host: Path) -> None:
    assert shown(host, "usr/lib/inner", "usr/lib", "lib/inner") == ({"usr/lib"}, {"lib": "usr/lib"})


def test_what_does_not_exist_or_leads_nowhere_is_left_out(host: Path) -> None:
    assert shown(host, "nothing", "round") == (set(), {})


def test_what_a_worker_would_cover_with_its_own_tmp_is_known() -> None:
    view = rootfs.View(
        folders=("/opt/x", "/tmp/v/lib", "/tmpfile"), links=(("/tmp/v/lib64", "lib"), ("/lib", "x"))
    )
    expected = rootfs.View(folders=("/tmp/v/lib",), links=(("/tmp/v/lib64", "lib"),))
    assert rootfs.below_scratch(view) == expected


@pytest.mark.parametrize(
    ("path", "folder", "below"),
    [
        ("/a/b", "/a", True),
        ("/a", "/a", True),
        ("/ab", "/a", False),
        ("/a", "/a/b", False),
        ("/a", "/", True),
    ],
)
def test_what_is_below_a_folder(path: str, folder: str, below: bool) -> None:
    assert rootfs.is_below(path, folder) is below


def test_a_folder_is_left_out_by_naming_its_neighbours(host: Path) -> None:
    paths = rootfs.without([f"{host}/opt", f"{host}/home"], f"{host}/opt/python-3.11.7/lib")
    assert {str(Path(path).relative_to(host)) for path in paths} == {
        *("opt/python-3.11", "opt/python"),
        *("opt/python-3.11.7/bin", "home"),
    }


def test_a_folder_that_is_not_in_sight_changes_nothing(host: Path) -> None:
    assert rootfs.without([f"{host}/home"], f"{host}/opt") == (f"{host}/home",)
    assert rootfs.without([f"{host}/opt/python"], f"{host}/opt") == ()
