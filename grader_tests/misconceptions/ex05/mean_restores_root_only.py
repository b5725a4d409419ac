"""A model has one mode.

caught_by: test_detach_mean_leaves_no_trace
explanation: Each submodule has a `training` flag of its own, and `model.train(mode)` sets all of
them alike: a frozen part would train again. Note and restore the flag of each module in
`model.modules()`.
"""

from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    training = model.training
    model.eval()
    try:
        return model(x).mean().detach()
    finally:
        model.train(training)
