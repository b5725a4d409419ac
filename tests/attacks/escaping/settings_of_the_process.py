"""It undoes by prctl and personality what keeps it in: its death with the parent, its traps, its memory map.

earns: 4 exactly
stopped by: seccomp
"""

import ctypes

PDEATHSIG, SECUREBITS, MM, PTRACER, SUBREAPER, AMBIENT, KEEPCAPS, TSC, CPUID = (
    1, 28, 35, 0x59616D61, 36, 47, 8, 26, 0x1012,
)  # fmt: skip
ADDR_NO_RANDOMIZE, READ_IMPLIES_EXEC = 0x40000, 0x400000
libc = ctypes.CDLL(None, use_errno=True)
for name, arguments in {
    "live on after the parent": (PDEATHSIG, 0),
    "keep capabilities": (SECUREBITS, 0x10),
    "keep capabilities over setuid": (KEEPCAPS, 1),
    "another memory map": (MM, 13, 0, 0, 0),
    "let anybody trace": (PTRACER, -1),
    "adopt orphans": (SUBREAPER, 1),
    "ambient capabilities": (AMBIENT, 2, 21, 0, 0),
    "trap the clock": (TSC, 1),
}.items():
    if libc.prctl(*arguments) == 0:
        print("ESCAPED:", name)
for flags in (ADDR_NO_RANDOMIZE, READ_IMPLIES_EXEC):
    if libc.personality(flags) >= 0:
        print("ESCAPED: personality", hex(flags))


def double(x):
    return 2 * x
