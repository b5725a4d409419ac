"""It reads and writes the memory of its parent and of every process that it can see.

earns: 4 exactly
stopped by: seccomp, namespaces
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)


class Vector(ctypes.Structure):
    _fields_ = (("base", ctypes.c_void_p), ("length", ctypes.c_size_t))


def start_of_memory(pid):
    try:
        with open(f"/proc/{pid}/maps") as maps:
            return int(maps.readline().split("-")[0], 16)
    except (OSError, ValueError):
        return 0x400000


here = Vector(ctypes.addressof(buffer), 64)
others = {os.getppid(), 1, 2, *(int(name) for name in os.listdir("/proc") if name.isdigit())} - {os.getpid(), 0}
for pid in sorted(others):
    there = Vector(start_of_memory(pid), 64)
    for call in (libc.process_vm_readv, libc.process_vm_writev):
        if call(pid, ctypes.byref(here), 1, ctypes.byref(there), 1, 0) > 0:
            print("ESCAPED: memory of process", pid)
    try:
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            memory.seek(there.base)
            if memory.read(16):
                print("ESCAPED: memory of process", pid, "by /proc")
    except OSError:
        continue


def double(x):
    return 2 * x
