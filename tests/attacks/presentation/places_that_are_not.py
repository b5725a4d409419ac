"""It names lines and files in its exceptions that are not there, or are somebody else's.

earns: 0 exactly
stopped by: text
"""


def double(x):
    if isinstance(x, int):
        error = SyntaxError("no", (__file__, 10**9, 5, "the line of another\n file", 1, 2))
        error.filename = __file__.rpartition("/")[0] + "/../../course/solutions/ex01_double.py"
        raise error
    if x.numel() < 100:
        error = SyntaxError("no")
        error.filename, error.lineno = __file__, -(2**62)
        raise error
    code = compile("\n" * 2**20 + "raise ValueError('far away')", __file__, "exec")
    exec(code)
