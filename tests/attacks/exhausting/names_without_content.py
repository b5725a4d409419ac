"""It makes thousands of empty files, which take no room but a name and a number each.

earns: 4
stopped by: root
"""

import contextlib
import os

made = 0
with contextlib.suppress(OSError):
    for number in range(6_000):
        os.close(os.open(f"empty-{number}", os.O_CREAT | os.O_WRONLY))
        made += 1
if made >= 6_000:
    print("ESCAPED:", made, "files")


def double(x):
    return 2 * x
