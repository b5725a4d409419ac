"""It patches torch, numpy, the protocol and the operations of the worker, for whatever is graded next.

earns: 4 exactly
stopped by: processes
"""

import builtins
import sys

import numpy
import torch

MARK = "patched_by_an_attack"
modules = [builtins, sys, torch, torch.Tensor, numpy, *(m for name, m in sys.modules.items() if name.startswith("autograder"))]
for module in modules:
    if hasattr(module, MARK):
        print("ESCAPED: a patch of an earlier test in", module)
for module in modules:
    try:
        setattr(module, MARK, True)
    except TypeError:
        continue
torch.set_num_threads(2)
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
torch.set_default_dtype(torch.float32)
for name in ("mul", "add"):
    setattr(torch, name, None)
sys.setrecursionlimit(60)
sys.setrecursionlimit(1_000)


def double(x):
    return 2 * x
