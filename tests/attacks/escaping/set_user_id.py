"""It makes a set-uid program where others can run it, and looks for set-uid programs that it could name.

earns: 4 exactly
stopped by: root
"""

import contextlib
import os
import stat

folder = os.path.abspath("attack-program")
with open(folder, "wb") as file:
    file.write(b"#!/bin/sh\n")
os.chmod(folder, 0o6755)
programs = [f"{place}/{name}" for place in ("/bin", "/usr/bin") for name in ("su", "sudo", "passwd", "mount", "newgrp")]
for path in [folder, *programs]:
    with contextlib.suppress(OSError):
        if os.stat(path).st_mode & stat.S_ISUID and not os.statvfs(path).f_flag & os.ST_NOSUID:
            print("ESCAPED: a set-uid program that the kernel would honour,", path)


def double(x):
    return 2 * x
