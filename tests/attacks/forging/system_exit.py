"""Raises SystemExit(0), which runners of tests let pass.

earns: 0 exactly
stopped by: processes, wire
"""

import os


def double(x):
    if os:
        raise SystemExit(0)
