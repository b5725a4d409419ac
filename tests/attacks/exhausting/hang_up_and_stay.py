"""It hangs up on the grader and goes on computing, for as long as nobody looks after it.

earns: 3 exactly
stopped by: limits
"""

import os
import time


def double(x):
    if not isinstance(x, int):
        return 2 * x
    os.close(3)
    time.sleep(600)
