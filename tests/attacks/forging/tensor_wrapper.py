"""Answers with a tensor that has a shape and no storage, and makes its values up when it is looked at.

earns: 0 exactly
stopped by: values
"""

import torch


class Hollow(torch.Tensor):
    looked = 0

    @staticmethod
    def __new__(cls, shape):
        return torch.Tensor._make_wrapper_subclass(cls, shape, dtype=torch.float32)

    @classmethod
    def __torch_dispatch__(cls, func, types, args=(), kwargs=None):
        Hollow.looked += 1
        shape = next((a.shape for a in args if isinstance(a, Hollow)), (2, 3))
        return torch.full(shape, float("nan") if Hollow.looked % 2 else 0.0)


def double(x):
    return Hollow(getattr(x, "shape", ()))
