"""It opens the machine's random numbers and other devices for writing, which a read-only view does not keep it from.

earns: 4 exactly
stopped by: landlock
"""

import contextlib
import os

for name in ("random", "urandom", "zero", "full"):
    with contextlib.suppress(OSError):
        device = os.open(f"/dev/{name}", os.O_WRONLY)
        os.write(device, b"attack" if name != "full" else b"")
        os.close(device)
        print("ESCAPED: wrote to", name)


def double(x):
    return 2 * x
