"""What Landlock is asked for by each kernel, and what it keeps a worker from."""

import struct
from pathlib import Path

import pytest

from autograder.worker import landlock
from autograder.worker.landlock import READ, WRITE, Right
from autograder.worker.sandbox import Layer
from tests.worker.confinement import CHECKOUT, USERS, in_worker


@pytest.mark.parametrize(
    ("version", "rights", "network", "scopes"),
    [
        (1, 0x1FFF, None, None),
        (2, 0x3FFF, None, None),
        (3, 0x7FFF, None, None),
        (4, 0x7FFF, 3, None),
        (5, 0xFFFF, 3, None),
        (6, 0xFFFF, 3, 3),
        (7, 0xFFFF, 3, 3),
    ],
)
def test_all_that_a_version_can_deny_is_denied(
    version: int, rights: int, network: int | None, scopes: int | None
) -> None:
    """A bit that a kernel does not know makes it refuse the whole rule set, and so does a longer structure."""
    words = [word for word in (rights, network, scopes) if word is not None]
    assert landlock.ruleset(version) == struct.pack(f"={len(words)}Q", *words)


def test_readers_do_not_write_and_writers_make_no_devices() -> None:
    assert not READ & (Right.WRITE_FILE | Right.TRUNCATE | Right.MAKE_REG | Right.REMOVE_FILE)
    assert not WRITE & (Right.MAKE_CHAR | Right.MAKE_BLOCK | Right.IOCTL_DEV)
    assert WRITE & Right.MAKE_SOCK, "a DataLoader's workers listen on local sockets"


@pytest.mark.parametrize("user", USERS)
def test_landlock_alone_fences_the_file_system(user: str, stage: Path) -> None:
    (stage / "secret").write_text("")
    body = f"""
beyond = {str(stage / "secret")!r}
say(
    read_checkout=attempt(lambda: open({str(CHECKOUT / "pyproject.toml")!r})),
    read_beyond=attempt(lambda: open(beyond)),
    climb=attempt(lambda: open(scratch + "/../secret")),
    write_scratch=attempt(lambda: open(scratch + "/x", "w").write("x")),
    link_out=attempt(lambda: os.symlink(beyond, scratch + "/link")),
    follow=attempt(lambda: open(scratch + "/link")),
    move_in=attempt(lambda: os.rename(beyond, scratch + "/moved")),
    shared_memory=attempt(lambda: open("/dev/shm/landlock-test", "w")),
    library=attempt(lambda: open(os.__file__)),
)
"""
    outcome = in_worker(body, stage=stage, user=user, layers=frozenset({Layer.LANDLOCK}))
    allowed = {name for name, answer in outcome.said.items() if answer == "ok"}
    assert allowed >= {"write_scratch", "link_out"}, outcome
    assert allowed <= {"write_scratch", "link_out", "library"}
    assert outcome["read_beyond"] == outcome["climb"] == outcome["follow"] == "EACCES"
    assert outcome["move_in"] in ("EACCES", "EXDEV", "EPERM")


def test_landlock_keeps_from_ports_and_from_other_processes(stage: Path) -> None:
    if landlock.abi() < landlock.ABI_SCOPES:
        pytest.skip("Landlock before ABI 6 (Linux 6.12)")
    body = """
def connect():
    with socket.socket() as s:
        s.connect(("127.0.0.1", 1))
say(
    connect=attempt(connect),
    bind=attempt(lambda: socket.socket().bind(("127.0.0.1", 0))),
    signal_parent=attempt(lambda: os.kill(os.getppid(), 0)),
)
"""
    outcome = in_worker(body, stage=stage, user="plain user", layers=frozenset({Layer.LANDLOCK}))
    assert (outcome["connect"], outcome["bind"], outcome["signal_parent"]) == ("EACCES", "EACCES", "EPERM")
