"""It prints what would steer the terminal of whoever opens the report: escapes, returns, bytes that are no text.

earns: 2 exactly
stopped by: text
"""

import os

os.write(1, b"\x1b[2J\x1b]0;4/4\x07\xff\xfe\xc2\x9b31m\r\x00\b\b\b\xed\xa0\x80\xf4\x90\x80\x80")
print("\u202e4/4 skram lluf\u202c \u2066\u2067\u200b\u200d\ufeff\U000e0041 ok \u2028 4/4 \u0085")


def double(x):
    return 2 * x if hasattr(x, "numel") and x.numel() > 100 else None
