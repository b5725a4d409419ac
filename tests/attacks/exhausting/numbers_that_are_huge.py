"""It returns integers of millions of digits, which take minutes to be written in decimals.

earns: 0 exactly
stopped by: values
"""


def double(x):
    if isinstance(x, int):
        return 1 << 100_000_000
    if x.numel() < 100:
        return (1 << 15_900) - 1
    return {(1 << 15_900) - 1: [-(1 << 15_900)]}
