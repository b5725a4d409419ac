"""It changes Python's own files, torch's, the data sets and whatever else the next worker will load.

earns: 4 exactly
stopped by: root, landlock
"""

import contextlib
import os
import site
import sys

import torch

# Nothing is changed where it would work: to open for writing is enough, and what is new is taken away again.
files = [os.__file__, torch.__file__, sys.executable, torch._C.__file__]
folders = {*map(os.path.dirname, files), *site.getsitepackages(), "/data", "/usr", "/etc", "/", "/lib"}
for path in files:
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDWR))
        print("ESCAPED: may write", path)
    with contextlib.suppress(OSError):
        times = os.stat(path)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        print("ESCAPED: may set the times of", path)
    with contextlib.suppress(OSError):
        os.chmod(path, os.stat(path).st_mode)
        print("ESCAPED: may set the mode of", path)
for folder in folders:
    with contextlib.suppress(OSError):
        os.close(os.open(f"{folder}/attack.pth", os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        os.unlink(f"{folder}/attack.pth")
        print("ESCAPED: may add files to", folder)


def double(x):
    return 2 * x
