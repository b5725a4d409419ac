"""What is said of a layer that cannot be had."""

import errno
from pathlib import Path

import pytest

from autograder.worker.layers import ALL_LAYERS, Layer, SandboxSetupError, first, remedy, step


def test_a_refusal_names_what_was_tried_and_why_it_failed() -> None:
    with (
        pytest.raises(SandboxSetupError, match=r"^cannot enter Landlock \(No such thing\)$") as failure,
        step(Layer.LANDLOCK, "enter Landlock"),
    ):
        raise OSError(errno.ENOSYS, "No such thing")
    assert failure.value.layer is Layer.LANDLOCK


@pytest.mark.parametrize(
    ("file", "content", "remedy_text"),
    [
        (
            "proc/sys/kernel/apparmor_restrict_unprivileged_userns",
            "1\n",
            "; allow it with: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        (
            "proc/sys/kernel/unprivileged_userns_clone",
            "0\n",
            "; allow it with: sudo sysctl kernel.unprivileged_userns_clone=1",
        ),
        (
            "proc/sys/user/max_user_namespaces",
            "0\n",
            "; allow it with: sudo sysctl user.max_user_namespaces=10000",
        ),
        ("proc/sys/user/max_user_namespaces", "96365\n", ""),
        (
            ".dockerenv",
            "",
            "; start the container with --privileged, or with --security-opt seccomp=unconfined",
        ),
        ("etc/nothing", "", ""),
    ],
)
def test_the_remedy_is_that_of_the_machine(tmp_path: Path, file: str, content: str, remedy_text: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(content)
    assert remedy(Layer.NAMESPACES, tmp_path) == remedy(Layer.ROOT, tmp_path) == remedy_text
    assert remedy(Layer.SECCOMP, tmp_path) == ""


def test_the_outermost_layer_is_blamed_for_what_several_need() -> None:
    assert first(ALL_LAYERS) is Layer.NAMESPACES
    assert first(ALL_LAYERS - {Layer.NAMESPACES}) is Layer.ROOT
