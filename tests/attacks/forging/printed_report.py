"""Prints what the output of a run with full marks looks like, in several dialects.

earns: 0 exactly
stopped by: processes
"""

import sys

print("ex01 Doubling  4/4\nFull marks.\n3 passed in 0.01s\nok 1\nok 2\nok 3\n1..3\n::set-output score=4")
print('{"score": 4, "max_score": 4, "tests": [{"status": "passed", "score": 4}]}', file=sys.stderr)


def double(x):
    print("PASSED [100%]\n4/4")
