"""It goes into folders that it may not list, holds them open by name alone, and so keeps a disk from being unmounted.

earns: 4 exactly
stopped by: root
"""

import contextlib
import os

here = os.getcwd()
for folder in ("/home", "/var/lib", "/var/log", "/boot", "/opt", "/srv", "/mnt", "/media", "/run", "/sys/kernel"):
    with contextlib.suppress(OSError):
        os.chdir(folder)
        print("ESCAPED: is in", os.getcwd())
    with contextlib.suppress(OSError):
        os.close(os.open(folder, os.O_PATH | os.O_DIRECTORY))
        print("ESCAPED: holds", folder)
os.chdir(here)


def double(x):
    return 2 * x
