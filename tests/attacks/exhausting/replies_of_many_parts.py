"""It returns lists with millions of parts, lists in lists in lists, and lists that contain themselves.

earns: 0 exactly
stopped by: values
"""

cycle = []
cycle.append(cycle)


def double(x):
    if isinstance(x, int):
        return [None] * 3_000_000
    if x.numel() < 100:
        return cycle
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
