"""Without gradients the model does not train.

caught_by: test_all_predictions_modes
explanation: `no_grad` only stops the recording of the graph. Dropout and batch normalization still work as
in training: call `model.eval()` before the loop.
"""

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


@torch.no_grad()
def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    predictions, labels = [], []
    for inputs, batch_labels in loader:
        predictions.append(model(inputs).argmax(dim=1))
        labels.append(batch_labels)
    return torch.cat(predictions).cpu(), torch.cat(labels).cpu()
