"""In evaluation mode there are no gradients.

caught_by: test_all_predictions_modes
explanation: `eval()` changes how some layers work, and the graph is recorded all the same, which takes
memory for each batch. Run the model inside `torch.no_grad()`.
"""

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    modes = [(module, module.training) for module in model.modules()]
    predictions, labels = [], []
    model.eval()
    try:
        for inputs, batch_labels in loader:
            predictions.append(model(inputs).argmax(dim=1))
            labels.append(batch_labels)
    finally:
        for module, training in modes:
            module.training = training
    return torch.cat(predictions).cpu(), torch.cat(labels).cpu()
