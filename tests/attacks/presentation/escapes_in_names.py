"""It puts control characters into the names of exceptions, functions, files and types that reports repeat.

earns: 0 exactly
stopped by: text
"""

ODD = "\x1b[2J\u202efull\u200bmarks\n4/4\x07"
Odd = type(f"Exception{ODD}", (Exception,), {})
Thing = type(f"Thing{ODD}", (), {})
where = __file__.replace("ex01_double", f"ex01{ODD[1:-1]}")
code = compile(f"def raiser(x):\n    raise Odd({ODD!r})\n", where, "exec")
names = {"Odd": Odd}
exec(code, names)
raiser = names["raiser"]
raiser.__code__ = raiser.__code__.replace(co_name=f"raiser{ODD}")


def double(x):
    if isinstance(x, int):
        return raiser(x)
    if x.numel() < 100:
        return Thing()
    raise Odd(ODD)
