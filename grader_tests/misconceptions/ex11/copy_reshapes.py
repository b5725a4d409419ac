"""What has as many numbers fits.

caught_by: test_copy_refuses
explanation: You compare the numbers of elements, and reshape. A (2, 3) weight is no (3, 2) weight:
the numbers would stand in the wrong places. Compare the shapes.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.state_dict().values()), list(target.state_dict().values())
    if [value.numel() for value in given] != [value.numel() for value in wanted]:
        raise ValueError("the tensors of source and target have different sizes")
    for value, place in zip(given, wanted):
        place.copy_(value.reshape(place.shape))
