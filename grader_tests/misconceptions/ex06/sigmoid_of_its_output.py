"""`z` is the sigmoid's output.

caught_by: test_sigmoid_by_hand, test_sigmoid_any_shape
explanation: `z * (1 - z)` would be right if `z` were what the sigmoid returned. It is what the
sigmoid was applied to: compute `s = torch.sigmoid(z)` first.
"""

from torch import Tensor


def sigmoid_backward(z: Tensor, grad_out: Tensor) -> Tensor:
    return grad_out * z * (1 - z)
