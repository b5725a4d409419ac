"""It heaps accents onto letters until they cover the lines above and below, and mixes scripts that look alike.

earns: 0 exactly
stopped by: text
"""

TOWER = "".join(f"{letter}{''.join(map(chr, range(0x300, 0x36F)))}" for letter in "failed") + "\u20dd" * 50


def double(x):
    if isinstance(x, int):
        raise ValueError(TOWER)
    return TOWER if x.numel() < 100 else [TOWER, {TOWER: TOWER}]
