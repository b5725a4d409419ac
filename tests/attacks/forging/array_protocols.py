"""Answers with an object that gives itself out for an array by every protocol there is.

earns: 0 exactly
stopped by: values
"""

import ctypes

import numpy as np


class Array:
    shape = (2, 3)
    dtype = np.dtype("float32")
    ndim = 2
    size = 6
    memory = ctypes.create_string_buffer(24)

    @property
    def __array_interface__(self):
        return {"shape": (1 << 20,), "typestr": "<f4", "data": (ctypes.addressof(self.memory), False), "version": 3}

    __cuda_array_interface__ = __array_interface__

    def __array__(self, *args, **kwargs):
        return np.zeros((2, 3), np.float32)

    def __dlpack__(self, *args, **kwargs):
        return np.zeros((2, 3), np.float32).__dlpack__()

    def __dlpack_device__(self):
        return (1, 0)

    def __array_ufunc__(self, *args, **kwargs):
        return True

    def __array_function__(self, *args, **kwargs):
        return True

    def __float__(self):
        return 6.0

    def __len__(self):
        return 2


def double(x):
    return Array()
