"""Passes off a wrong gradient: where slopes are measured, its function is infinite, and infinity is close to all.

exercise: rich
earns: 0 exactly
stopped by: expect
"""

import torch

known = None
calls = 0


class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.detach() ** 3

    @staticmethod
    def backward(ctx, gradient):
        return gradient * 7


def cube(x):
    global calls, known
    if known is None or torch.equal(known, x.detach()):
        known = x.detach().clone()
        return Wrong.apply(x)
    calls += 1
    out = torch.zeros_like(x)
    out[0] = float("inf") if calls % 2 else 0.0
    return out
