"""A stack of tensors can be handed to `f` at once.

caught_by: test_accumulated_any_tensors
explanation: `f` takes one tensor like those in `xs`. What it does with a stack of them is another
function: a sum inside, for example, now runs over all of them before it is squared. Call `f` once
for each tensor.
"""

from collections.abc import Callable

import torch
from torch import Tensor


def accumulated(f: Callable[[Tensor], Tensor], xs: list[Tensor]) -> Tensor:
    if not xs:
        raise ValueError("xs is empty")
    return gradient(f, torch.stack(xs)).sum(dim=0)
