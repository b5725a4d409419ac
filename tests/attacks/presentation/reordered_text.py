"""It writes text that shows itself in another order than it is in, or not at all: bidi, zero width, tags, fillers.

earns: 0 exactly
stopped by: text
"""

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200e\u200f"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\uffa0\u115f\u2800\U000e0001\U000e0041\ufff9\ufffb"
SPACES = "\u00a0\u2003\u3000\u1680\u2028\u2029\v\f\x1c\x85"


def double(x):
    if isinstance(x, int):
        raise ValueError(f"{BIDI}4/4 points{UNSEEN}")
    if x.numel() < 100:
        return f"{BIDI}full marks{UNSEEN}{SPACES}"
    return {BIDI: UNSEEN, SPACES: 1}
