"""It opens files until no more can be had, and then answers.

earns: 4 exactly
stopped by: rlimits
"""

import os

held = []
try:
    while len(held) < 5_000:
        held.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
if len(held) >= 1_000:
    print("ESCAPED:", len(held), "descriptors")


def double(x):
    return 2 * x
