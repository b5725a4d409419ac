"""Climbs from its own folder to the course, and asks for sizes and times of files that it cannot open.

earns: 0
stopped by: root

How long a suite is, and when the gradebook was last written, are facts that no right to read is needed for.
"""

import os

NAMES = (
    "grader_tests/test_ex01_double.py", "solutions/ex01_double.py", "gradebook.db", ".torchgrade/secret", "course.toml",
    "submissions/somebody-else/ex01_double.py",
)  # fmt: skip
above = os.getcwd()
while above != "/":
    above = os.path.dirname(above)
    for name in NAMES:
        for place in (above, f"{above}/course"):
            try:
                found = os.stat(f"{place}/{name}")
                print("ESCAPED:", name, "has", found.st_size, "bytes and is of", found.st_mtime)
            except OSError:
                continue


def double(x):
    return None
