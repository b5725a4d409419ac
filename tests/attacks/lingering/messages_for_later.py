"""It leaves a file wherever it may write, and looks for it in its next test.

earns: 4 exactly
stopped by: root, namespaces, processes
"""

import contextlib
import os
import tempfile
import time

NAME = "attack-was-here"
PLACES = (
    "/tmp", "/dev/shm", "/var/tmp", "/run/lock", "/dev/mqueue", "/run/user/0", "/data", "/dev",
    os.getcwd(), tempfile.gettempdir(), os.path.expanduser("~"), os.path.dirname(os.getcwd()),
)  # fmt: skip
for place in set(PLACES):
    path = f"{place}/{NAME}"
    if os.path.lexists(path):
        print("ESCAPED: a file of an earlier test in", place)
    with contextlib.suppress(OSError), open(path, "w") as file:
        file.write(str(time.time()))


def double(x):
    return 2 * x
