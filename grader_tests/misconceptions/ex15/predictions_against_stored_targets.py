"""The labels are stored in the dataset, so they need not be collected.

caught_by: test_all_predictions_of_any_loader
explanation: The dataset holds the labels in its own order, and a loader that shuffles gives them in
another: predictions and labels then belong to different samples. Collect both from the same batches.
"""

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            predictions = [model(inputs).argmax(dim=1) for inputs, _ in loader]
    finally:
        for module, training in modes:
            module.training = training
    labels = torch.stack([label for _, label in loader.dataset])
    return torch.cat(predictions).cpu(), labels.cpu()
