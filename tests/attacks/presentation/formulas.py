"""It writes what a spreadsheet takes for a formula, as text, as name and as number.

earns: 0 exactly
stopped by: text
"""

FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1,1)", "\t=1", "\r=1", '",=1,"', "\uff1d1", "=HYPERLINK(\"http://x\")")


def double(x):
    if isinstance(x, int):
        raise type(FORMULAS[0], (Exception,), {})("\n".join(FORMULAS))
    print(*FORMULAS, sep="\n")
    return dict.fromkeys(FORMULAS, "=1+1") if x.numel() < 100 else FORMULAS
