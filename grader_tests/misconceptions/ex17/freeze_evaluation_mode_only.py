"""In evaluation mode nothing is learned.

caught_by: test_frozen_parameters, test_frozen_buffers, test_build_transfer
explanation: The mode decides what dropout and batch normalization do; gradients flow in both, and
    an optimizer uses them. Set `requires_grad` of all parameters to False as well.
"""


def freeze(module):
    module.eval()
    module.train = lambda mode=True: module
