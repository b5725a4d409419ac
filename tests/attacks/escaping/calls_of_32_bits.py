"""It makes system calls by the numbers of 32-bit programs, which a filter of 64-bit numbers would mistake.

earns: 4
stopped by: seccomp
"""

import ctypes
import mmap
import os
import platform

# mov eax, 20 (getpid of i386, writev of x86-64); int 0x80; ret
CODE = bytes.fromhex("b814000000cd80c3")
GETPID_X32 = 0x40000000 + 39


def machine_code():
    memory = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    memory.write(CODE)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)()


def x32():
    return ctypes.CDLL(None).syscall(GETPID_X32)


if platform.machine() == "x86_64":
    for name, attempt in (("int 0x80", machine_code), ("x32", x32)):
        child = os.fork()
        if child == 0:
            os._exit(0 if attempt() == os.getpid() else 1)
        if os.waitpid(child, 0)[1] == 0:
            print("ESCAPED:", name)


def double(x):
    return 2 * x
