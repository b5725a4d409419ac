"""Parameters must be frozen for a result without a graph.

caught_by: test_detach_mean_leaves_no_trace
explanation: `requires_grad_(False)` on the parameters lasts, so nothing can be trained afterwards;
and an input that requires gradients still makes a graph. Leave the parameters alone and use
`torch.no_grad()`.
"""

from torch import Tensor, nn


def detach_mean(model: nn.Module, x: Tensor) -> Tensor:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    model.requires_grad_(False)
    try:
        return model(x).mean()
    finally:
        for module, mode in modes:
            module.training = mode
