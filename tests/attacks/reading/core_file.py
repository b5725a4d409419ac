"""Dies in order to leave a core file, and looks for those of others.

earns: 0
stopped by: rlimits, root
"""

import glob
import os
import resource
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


for path in glob.glob("/tmp/core*") + glob.glob("/var/crash/*") + glob.glob("/var/lib/systemd/coredump/*") + glob.glob("core*"):
    print("ESCAPED: " + path)
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("ESCAPED: " + "core files are allowed")
except (ValueError, OSError):
    pass


def double(x):
    os.abort()
