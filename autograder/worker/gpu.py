"""Which files of the host a worker needs to compute on an NVIDIA GPU, and whether there is one.

A pure look at the file system: nothing here loads CUDA, which must not have been started in a process that
forks. What the driver opens was learned from reports of those who put CUDA into sandboxes (NVIDIA/OpenShell
710 and 1486, nolabs-ai/nono 673): the control device and the one of unified memory with its tools, a device
for each GPU, and from driver 570 on each thread's own name in /proc, to be written.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

CONTROL, UNIFIED_MEMORY, UNIFIED_MEMORY_TOOLS = "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools"
_GPU = re.compile(r"nvidia\d+")
_CAPABILITY = re.compile(r"nvidia-cap\d+")  # parts of a GPU that is split up (MIG)
_VENDOR = "0x10de"  # NVIDIA's number on the PCI bus
_FACTS = (
    "/sys/module/nvidia",
    "/sys/module/nvidia_uvm",
    "/sys/bus/pci/devices",
    "/sys/devices/system/node",
    "/usr/local/nvidia",  # where container engines put the driver's libraries
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpu:
    """The files of a host by which its GPUs are used."""

    devices: tuple[str, ...] = ()  # opened to read, write and control: those of compute, none of display
    read: tuple[str, ...] = ()  # what the driver's library reads besides


NONE = Gpu()


def find(root: Path = Path("/")) -> Gpu:
    """Return what there is below a root; NONE where something is missing, which `trouble` names."""
    if trouble(root):
        return NONE
    folder = root / "dev"
    gpus = sorted(name for name in os.listdir(folder) if _GPU.fullmatch(name))
    devices = [CONTROL, UNIFIED_MEMORY, UNIFIED_MEMORY_TOOLS, *(f"/dev/{name}" for name in gpus)]
    capabilities = folder / "nvidia-caps"
    if capabilities.is_dir():
        names = sorted(name for name in os.listdir(capabilities) if _CAPABILITY.fullmatch(name))
        devices += [f"/dev/nvidia-caps/{name}" for name in names]
    return Gpu(
        devices=tuple(path for path in devices if (root / path[1:]).exists()),
        read=tuple(path for path in (*_FACTS, *_on_the_bus(root)) if (root / path[1:]).exists()),
    )


def trouble(root: Path = Path("/")) -> str:
    """Return why no worker can use a GPU here, as a part of a sentence; "" where one can."""
    folder = root / "dev"
    names = set(os.listdir(folder)) if folder.is_dir() else set()
    if not any(_GPU.fullmatch(name) for name in names):
        return "no NVIDIA GPU is seen: there is no /dev/nvidia0"
    missing = [path for path in (CONTROL, UNIFIED_MEMORY) if Path(path).name not in names]
    return f"its driver is not loaded in full: there is no {missing[0]}" if missing else ""


def _on_the_bus(root: Path) -> list[str]:
    """Return the folders of /sys that describe NVIDIA's devices; the ones on the bus are links to them."""
    found = []
    for entry in sorted((root / "sys/bus/pci/devices").glob("*")):
        try:
            vendor = (entry / "vendor").read_text().strip()
        except OSError:
            continue
        if vendor == _VENDOR:
            found.append("/" + str(entry.resolve().relative_to(root.resolve())))
    return found
