"""`zip` notices when one list is longer.

caught_by: test_copy_refuses
explanation: `zip` ends with the shorter list and says nothing, so the rest stays uncopied. Compare
the numbers of tensors too, or use `zip(..., strict=True)` before the first copy.
"""

import torch.nn as nn


def copy_weights(source: nn.Module, target: nn.Module) -> None:
    given, wanted = list(source.state_dict().values()), list(target.state_dict().values())
    for value, place in zip(given, wanted):
        if value.shape != place.shape:
            raise ValueError("the tensors of source and target have different shapes")
    for value, place in zip(given, wanted):
        place.copy_(value)
