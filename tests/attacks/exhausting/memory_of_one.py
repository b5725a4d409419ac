"""It takes memory until there is none.

earns: 3
harmful: yes
stopped by: rlimits
"""

kept = []


def double(x):
    if isinstance(x, int):
        while True:
            kept.append(bytearray(16 << 20))
            if len(kept) > 256:
                print("ESCAPED: 4 GB of memory")
                return 2 * x
    return 2 * x
