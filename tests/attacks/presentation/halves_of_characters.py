"""It answers with text that no encoding has: lone surrogates, null bytes, characters that are none.

earns: 0 exactly
stopped by: wire, text
"""

HALVES = "\ud83d|\udc00|\udfff|\x00|\uffff|\ufdd0|\U0010ffff"


def double(x):
    if isinstance(x, int):
        raise ValueError(HALVES)
    if x.numel() < 100:
        return [HALVES, {HALVES: HALVES}, HALVES.encode("utf-8", "surrogatepass")]
    raise KeyError(HALVES)
