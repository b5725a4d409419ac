"""Raises KeyboardInterrupt, which ends runs of tests without a verdict.

earns: 0 exactly
stopped by: processes, wire
"""

import os


def double(x):
    if os:
        raise KeyboardInterrupt
