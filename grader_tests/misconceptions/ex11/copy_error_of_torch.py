"""`load_state_dict` checks the shapes.

caught_by: test_copy_refuses
explanation: `load_state_dict` raises RuntimeError, and it does so after copying what fits. Compare
the shapes before, and raise ValueError.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    values = list(source.state_dict().values())
    names = list(target.state_dict())
    if len(values) != len(names):
        raise ValueError("source and target have different numbers of tensors")
    target.load_state_dict(dict(zip(names, values)))
