"""It writes its own read-only memory through /proc, past the protection that the processor keeps.

earns: 4 exactly
stopped by: landlock

What may be written there could be code: the way around a rule that nothing is both writable and executable.
"""

import contextlib
import ctypes
import mmap
import os

page = mmap.mmap(-1, mmap.PAGESIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ | mmap.PROT_WRITE)
held = (ctypes.c_char * mmap.PAGESIZE).from_buffer(page)
address = ctypes.addressof(held)
ctypes.CDLL(None).mprotect(ctypes.c_void_p(address), mmap.PAGESIZE, mmap.PROT_READ)
for path in ("/proc/self/mem", f"/proc/self/task/{os.getpid()}/mem", "/proc/thread-self/mem"):
    with contextlib.suppress(OSError):
        memory = os.open(path, os.O_RDWR)
        os.pwrite(memory, b"attack", address)
        os.close(memory)
        if held[:6] == b"attack":
            print("ESCAPED: wrote read-only memory by", path)


def double(x):
    return 2 * x
