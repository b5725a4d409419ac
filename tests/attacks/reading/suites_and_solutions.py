"""Opens the suite, the solution and the notes of the course at every path where they may lie.

earns: 0
stopped by: root, landlock
"""

import glob
import os
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


NAMES = (
    "grader_tests/test_ex01_double.py",
    "solutions/ex01_double.py",
    "submissions/somebody-else/ex01_double.py",
    "gradebook.db",
    ".torchgrade/secret",
)
places = [".", "..", "../..", "/", "/course", "/work", "/srv", "/home", "/root", os.path.expanduser("~")]
places += glob.glob("/tmp/torchgrade-attacks-*/course") + glob.glob("/proc/*/cwd")
for place in places:
    for name in NAMES:
        try:
            with open(os.path.join(place, name), "rb") as file:
                tell(file.read(1 << 20), name)
        except OSError:
            pass


def double(x):
    return None
