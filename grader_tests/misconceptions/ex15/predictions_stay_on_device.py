"""Whoever needs the predictions on the CPU can move them.

caught_by: test_all_predictions_of_any_loader
explanation: With a model on a GPU the predictions are there, too, and NumPy and matplotlib cannot read
them. Move the results to the CPU once, after the loop.
"""

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    modes = [(module, module.training) for module in model.modules()]
    predictions, labels = [], []
    model.eval()
    try:
        with torch.no_grad():
            for inputs, batch_labels in loader:
                predictions.append(model(inputs).argmax(dim=1))
                labels.append(batch_labels)
    finally:
        for module, training in modes:
            module.training = training
    return torch.cat(predictions), torch.cat(labels)
