"""The training loop will call `train` again.

caught_by: test_all_predictions_modes
explanation: After the call the model stays in evaluation mode, so a training that goes on runs without
dropout. Note each submodule's `training` flag before, and set it back at the end.
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
    return torch.cat(predictions).cpu(), torch.cat(labels).cpu()
