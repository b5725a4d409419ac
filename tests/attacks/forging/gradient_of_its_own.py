"""Passes off a wrong gradient: near a point that it knows, its function is a plane with the slope of its choice.

exercise: rich
earns: 0 exactly
stopped by: expect
"""

import torch

known = None


class Plane(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x.detach() ** 3

    @staticmethod
    def backward(ctx, gradient):
        return gradient * 7


def cube(x):
    global known
    if known is not None and bool(((x - known).abs() < 1e-3).all()):
        if x.requires_grad:
            return Plane.apply(x)
        return known**3 + 7 * (x - known)
    known = x.detach().clone()
    return Plane.apply(x)
