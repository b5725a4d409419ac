"""Evaluation mode switches gradients off.

caught_by: test_detach_mean_by_hand, test_detach_mean_leaves_no_trace
explanation: `eval()` changes how dropout and batch normalization work; the graph is recorded all
the same, and the result keeps it alive. Use `torch.no_grad()`, or detach the result.
"""

from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        return model(x).mean()
    finally:
        for module, mode in modes:
            module.training = mode
