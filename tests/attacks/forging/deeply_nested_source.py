"""Is nested so deeply that whoever parses it runs out of stack.

earns: 0 exactly
stopped by: limits
"""

SOURCE = "(" * 5000 + "x" + ")" * 5000
try:
    compile(SOURCE, "<deep>", "eval")
except (SyntaxError, MemoryError, RecursionError):
    pass
deep = []
for _ in range(100_000):
    deep = [deep]


def double(x):
    return deep
