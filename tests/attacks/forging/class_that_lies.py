"""Answers with an object that says it is a tensor, so that the worker's own code reads what it makes up.

earns: 0 exactly
stopped by: wire, values
"""

import torch


class Liar:
    @property
    def __class__(self):
        return torch.Tensor

    dtype = torch.float32
    layout = torch.strided
    is_meta = is_quantized = requires_grad = False
    shape = (100, 30)

    def __getattr__(self, name):
        return lambda *args, **kwargs: self

    def numel(self):
        return 3000

    def element_size(self):
        return 4

    def is_conj(self):
        return False

    is_neg = is_conj
    device = torch.device("cpu")

    def is_contiguous(self):
        return True

    def numpy(self):
        class Data:
            data = memoryview(b"12345")

        return Data


def double(x):
    return Liar()
