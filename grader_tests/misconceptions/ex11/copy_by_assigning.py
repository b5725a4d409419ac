"""`assign=True` is the faster way to copy.

caught_by: test_copy_of_any_networks
explanation: With `assign=True` the target takes over the tensors of the source instead of their
values: training one changes the other. Leave it out.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.state_dict().values()), list(target.state_dict().values())
    if [value.shape for value in given] != [value.shape for value in wanted]:
        raise ValueError("the tensors of source and target have different shapes")
    target.load_state_dict(dict(zip(target.state_dict(), given)), assign=True)
