"""What is taken for a GPU, and that workers which are to use one get that and nothing else.

There is a made-up host for the first, and for the second any device of this host that everybody may control.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.worker import gpu, seccomp
from autograder.worker.sandbox import ALL_LAYERS, Layer
from tests.worker.confinement import in_worker

WHOLE = ("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia0", "nvidia1")
OTHERS = ("nvidia-modeset", "nvidia-nvswitch0", "nvidia", "nvidiax", "dri/card0", "mem", "sda", "nvidia0p1")
# A device that any user may open. To a request that it does not know it answers EBADFD, as nothing else does;
# the number is one of NVIDIA's unified memory.
ANY_DEVICE, ANY_REQUEST, ITS_ANSWER = "/dev/net/tun", 37, "EBADFD"


def host(root: Path, *devices: str) -> Path:
    """A file system with these devices."""
    for name in devices:
        path = root / "dev" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return root


def test_the_devices_of_compute_are_found_and_no_others(tmp_path: Path) -> None:
    found = gpu.find(host(tmp_path, *WHOLE, *OTHERS, "nvidia10", "nvidia-caps/nvidia-cap2", "nvidia-caps/x"))
    assert found.devices == (
        *("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools"),
        *("/dev/nvidia0", "/dev/nvidia1", "/dev/nvidia10", "/dev/nvidia-caps/nvidia-cap2"),
    )


def test_older_drivers_have_no_tools_of_unified_memory(tmp_path: Path) -> None:
    found = gpu.find(host(tmp_path, "nvidiactl", "nvidia-uvm", "nvidia0"))
    assert found.devices == ("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia0")
    assert found.read == ()


def test_of_sys_there_is_the_driver_and_nvidias_devices(tmp_path: Path) -> None:
    root = host(tmp_path, *WHOLE)
    for address, vendor in (("0000:01:00.0", "0x10de\n"), ("0000:02:00.0", "0x8086\n")):
        folder = root / "sys/devices/pci0000:00" / address
        folder.mkdir(parents=True)
        (folder / "vendor").write_text(vendor)
        (root / "sys/bus/pci/devices").mkdir(parents=True, exist_ok=True)
        (root / "sys/bus/pci/devices" / address).symlink_to(folder)
    (root / "sys/module/nvidia").mkdir(parents=True)
    (root / "sys/module/kvm").mkdir(parents=True)
    assert gpu.find(root).read == (
        *("/sys/module/nvidia", "/sys/bus/pci/devices", "/sys/devices/pci0000:00/0000:01:00.0"),
    )


@pytest.mark.parametrize(
    ("devices", "said"),
    [
        ((), "no NVIDIA GPU is seen: there is no /dev/nvidia0"),
        (("nvidiactl", "nvidia-uvm"), "no NVIDIA GPU is seen: there is no /dev/nvidia0"),
        (OTHERS, "no NVIDIA GPU is seen: there is no /dev/nvidia0"),
        (("nvidia0", "nvidiactl"), "its driver is not loaded in full: there is no /dev/nvidia-uvm"),
        (("nvidia1", "nvidia-uvm"), "its driver is not loaded in full: there is no /dev/nvidiactl"),
    ],
)
def test_what_is_missing_is_named(devices: tuple[str, ...], said: str, tmp_path: Path) -> None:
    root = host(tmp_path, *devices)
    assert gpu.trouble(root) == said
    assert gpu.find(root) == gpu.NONE


REQUESTS = {
    "of the control device": 0xC020462A,  # NV_ESC_RM_CONTROL
    "of a GPU": 0xC00846D6,
    "that begins with unified memory": 0x30000001,
    "that ends with it": 0x30000002,
    "of unified memory": 37,
    "of unified memory, the last": 2047,
}
NOT_REQUESTS = {
    "that types at a terminal": 0x5412,  # TIOCSTI
    "of a network card": 0x8914,
    "of a disk": 0x1260,
    "of a virtual machine": 0xAE01,
}


def answer(request: int, *, for_gpu: bool) -> int:
    """What the filter's rules say to ioctl(descriptor, request)."""
    reach = seccomp.Reach(
        first_process=True, own_sockets=True, signals_to=None, new_sessions=True, gpu=for_gpu
    )
    for rule in seccomp.judgements(reach)["ioctl"]:
        if all(request & test.mask in test.values for test in rule.tests if test.argument == 1):
            return rule.action
    raise AssertionError("no rule holds")


def test_requests_of_nvidias_devices_are_let_through_for_those_who_have_a_gpu() -> None:
    for request in REQUESTS.values():
        assert answer(request, for_gpu=True) == seccomp.ALLOW
        assert answer(request, for_gpu=False) != seccomp.ALLOW
    for request in NOT_REQUESTS.values():
        assert answer(request, for_gpu=True) != seccomp.ALLOW


CONTROL = f"""
import fcntl, resource
def name_a_thread():
    # As the C library does it; nothing is cut off, which would be another right.
    os.write(os.open(f"/proc/self/task/{{os.getpid()}}/comm", os.O_RDWR), b"named")
say(
    opened=attempt(lambda: os.open({ANY_DEVICE!r}, os.O_RDWR)),
    asked=attempt(lambda: fcntl.ioctl(os.open({ANY_DEVICE!r}, os.O_RDONLY), {ANY_REQUEST})),
    thread=attempt(name_a_thread),
    setting=attempt(lambda: open("/proc/sys/kernel/hostname", "w").write("x")),
    other=attempt(lambda: os.open("/dev/zero", os.O_RDWR)),
    shown=os.path.exists({ANY_DEVICE!r}),
    space=resource.getrlimit(resource.RLIMIT_AS)[0], data=resource.getrlimit(resource.RLIMIT_DATA)[0],
)
"""


def needs_the_device() -> None:
    if not os.path.exists(ANY_DEVICE) or os.stat(ANY_DEVICE).st_mode & 0o006 != 0o006:
        pytest.skip(f"there is no {ANY_DEVICE} that anybody may use")


def test_a_worker_with_a_gpu_controls_its_devices_and_no_others(stage: Path) -> None:
    needs_the_device()
    outcome = in_worker(CONTROL, stage=stage, devices=(ANY_DEVICE,), gpu=True)
    assert (outcome["opened"], outcome["asked"]) == ("ok", ITS_ANSWER)
    assert outcome["thread"] == "ok"
    assert outcome["setting"] != "ok"
    assert outcome["other"] == "EACCES"
    assert outcome["space"] == -1 < outcome["data"]


def test_its_neighbour_without_a_gpu_does_not(stage: Path) -> None:
    needs_the_device()
    outcome = in_worker(CONTROL, stage=stage, devices=(ANY_DEVICE,))
    assert outcome["opened"] == "EACCES"
    assert outcome["asked"] == "ENOTTY"
    assert outcome["thread"] == "EACCES"
    assert outcome["data"] == -1 < outcome["space"]


@pytest.mark.parametrize("standing", [Layer.LANDLOCK, Layer.SECCOMP])
def test_one_layer_alone_keeps_the_neighbour_from_it(standing: Layer, stage: Path) -> None:
    needs_the_device()
    layers = ALL_LAYERS - ({Layer.LANDLOCK, Layer.SECCOMP} - {standing})
    outcome = in_worker(CONTROL, stage=stage, devices=(ANY_DEVICE,), layers=layers)
    assert outcome["asked"] != ITS_ANSWER


def test_no_device_is_shown_where_none_was_asked_for(stage: Path) -> None:
    needs_the_device()
    assert in_worker(CONTROL, stage=stage, gpu=True)["shown"] is False
