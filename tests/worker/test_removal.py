"""What learner code leaves in its folder is removed, whatever its shape, and nothing else is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.worker import removal
from tests.worker.confinement import PLAIN_ID, a_stage


def nest(folder: Path, depth: int, mode: int = 0o700) -> None:
    """Make folders in folders, each with a file; deeper than a path can name."""
    place = os.open(folder, os.O_RDONLY)
    above: list[int] = []
    for _ in range(depth):
        os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=place))
        os.mkdir("inner", dir_fd=place)
        inner = os.open("inner", os.O_RDONLY, dir_fd=place)
        if mode != 0o700:
            above.append(place)
        else:
            os.close(place)
        place = inner
    for one in [*above[1:], place]:
        os.fchmod(one, mode)
        os.close(one)


def test_a_folder_of_any_depth_is_removed(tmp_path: Path) -> None:
    """Deeper than functions may call themselves, than paths may be long, than descriptors may be many."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    nest(folder, 2_000)
    removal.remove_tree(str(folder))
    assert not folder.exists()


def test_links_lead_nowhere(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    (kept / "inner").mkdir(parents=True)
    (kept / "file").write_text("")
    folder = tmp_path / "scratch"
    (folder / "below").mkdir(parents=True)
    for number, place in enumerate((folder, folder / "below")):
        (place / "link").symlink_to(kept)
        (place / "file").symlink_to(kept / "file")
        os.mkfifo(place / f"pipe{number}")
    mode = kept.stat().st_mode
    removal.remove_tree(str(folder))
    assert not folder.exists()
    assert (kept / "file").exists() and (kept / "inner").exists() and kept.stat().st_mode == mode


def test_a_link_in_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("")
    (tmp_path / "scratch").symlink_to(kept)
    removal.remove_tree(str(tmp_path / "scratch"))
    assert (kept / "file").exists()


def test_a_folder_that_is_gone_is_fine(tmp_path: Path) -> None:
    removal.remove_tree(str(tmp_path / "nowhere"))


@pytest.mark.skipif(sys.platform != "linux", reason="only there can rights over a closed folder be taken")
def test_folders_without_rights_are_removed() -> None:
    """By a plain user too, who may not look into a folder that is closed to everybody."""
    with a_stage() as stage:
        stage.chmod(0o777)
        child = os.fork()
        if child == 0:
            folder = stage / "scratch"
            if os.geteuid() == 0:
                os.setresuid(PLAIN_ID, PLAIN_ID, PLAIN_ID)
            folder.mkdir()
            nest(folder, 30, mode=0)
            removal.remove_tree(str(folder))
            os._exit(folder.exists())
        assert os.waitpid(child, 0)[1] == 0
