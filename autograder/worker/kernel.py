"""Linux system calls that Python has no name for, as functions that raise OSError.

Only the layers of the sandbox use this module. Numbers are given for the two machines that the sandbox knows.
"""

import ctypes
import functools
import os

SUPPORTED_MACHINES = ("x86_64", "aarch64")

_NUMBERS = {
    "pivot_root": (155, 41),
    "seccomp": (317, 277),
    "keyctl": (250, 219),
    "capset": (126, 91),
    "mount_setattr": (442, 442),
    "landlock_create_ruleset": (444, 444),
    "landlock_add_rule": (445, 445),
    "landlock_restrict_self": (446, 446),
}

Argument = int | str | bytes | None | ctypes.Array[ctypes.c_char]


@functools.cache
def machine() -> str:
    """The name of this machine's instruction set, as `uname -m` says it; '' where there is no uname."""
    return os.uname().machine if hasattr(os, "uname") else ""


def allocate(size: int) -> int:
    """Return the address of memory from malloc; raises MemoryError."""
    address: int = _libc().malloc(size)
    if not address:
        raise MemoryError
    return address


def free(address: int) -> None:
    """Give back memory that `allocate` has returned."""
    _libc().free(address)


def call(function: str, *arguments: Argument) -> int:
    """Call a function of the C library that answers -1 and sets errno when it fails."""
    return _checked(function, getattr(_libc(), function)(*map(_as_c, arguments)))


def syscall(name: str, *arguments: Argument) -> int:
    """Make a system call that the C library does not wrap."""
    number = _NUMBERS[name][SUPPORTED_MACHINES.index(machine())]
    return _checked(name, _libc().syscall(_as_c(number), *map(_as_c, arguments)))


@functools.cache
def _libc() -> ctypes.CDLL:
    # Not at import: Windows has no such library, and this package is imported there too.
    library = ctypes.CDLL(None, use_errno=True)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_size_t, [ctypes.c_size_t]
    library.free.restype, library.free.argtypes = None, [ctypes.c_size_t]
    return library


def _checked(name: str, result: int) -> int:
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def _as_c(argument: Argument) -> object:
    # An int must fill the register: the kernel reads 64 bits where ctypes would set 32.
    if isinstance(argument, int):
        return ctypes.c_ulong(argument)
    return os.fsencode(argument) if isinstance(argument, str) else argument
