"""A module's parameters are its own.

caught_by: test_frozen_parameters, test_frozen_buffers, test_build_transfer
explanation: Most parameters belong to the layers inside. `parameters()` lists them all, unless
    `recurse=False` forbids it.
"""


def freeze(module):
    for parameter in module.parameters(recurse=False):
        parameter.requires_grad_(False)
    module.eval()
    module.train = lambda mode=True: module
