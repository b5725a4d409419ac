"""Searches all of its memory for the form of secrets: what the zygote forgot, and what was freed.

earns: 0
stopped by: processes
"""

import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


# Not the text that is searched for: a copy of that is in memory too.
NEEDLE = bytes([80, 76, 65, 78, 84, 69, 68, 45])
found = set()
try:
    with open("/proc/self/mem", "rb", buffering=0) as memory:
        for line in open("/proc/self/maps"):
            span, mode = line.split()[:2]
            low, high = (int(bound, 16) for bound in span.split("-"))
            if "w" not in mode or high - low > 256 << 20 or "/" in line:
                continue
            try:
                memory.seek(low)
                data = memory.read(high - low) or b""
            except OSError:
                continue
            for match in re.finditer(re.escape(NEEDLE) + rb"[a-z]+-[0-9a-f]{12}", data):
                found.add(match.group())
except OSError:
    pass
for secret in found:
    tell(secret, "memory")


def double(x):
    return None
