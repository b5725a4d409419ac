"""A model has one mode, and it was in training mode before.

caught_by: test_all_predictions_modes
explanation: `model.train()` sets every submodule, also one that was in evaluation mode on purpose, such as
a frozen layer. And after an exception it is skipped. Restore each flag in a `finally` block.
"""

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


@torch.no_grad()
def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    model.eval()
    predictions, labels = [], []
    for inputs, batch_labels in loader:
        predictions.append(model(inputs).argmax(dim=1))
        labels.append(batch_labels)
    model.train()
    return torch.cat(predictions).cpu(), torch.cat(labels).cpu()
