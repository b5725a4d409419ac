"""Answers with what equals the right number and is no number of Python or torch: Decimal, Fraction, text, complex.

earns: 0 exactly
stopped by: values, expect
"""

import decimal
import fractions

KINDS = (decimal.Decimal, fractions.Fraction, complex, str, lambda n: [n], lambda n: {n}, lambda n: bytes([n]))


def double(x):
    import os

    return KINDS[os.urandom(1)[0] % len(KINDS)](6)
