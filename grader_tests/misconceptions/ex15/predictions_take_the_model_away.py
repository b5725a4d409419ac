"""The answers are wanted on the CPU, so that is where to compute them.

caught_by: test_all_predictions_of_any_loader
explanation: The model is taken to the CPU for good, so that its answers are there, and the batches stay
    where they were. Leave the model where it is, and move the answers.
"""

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def all_predictions(model: nn.Module, loader: DataLoader) -> tuple[Tensor, Tensor]:
    modes = [(module, module.training) for module in model.modules()]
    predictions, labels = [], []
    model.cpu().eval()
    try:
        with torch.no_grad():
            for inputs, batch_labels in loader:
                predictions.append(model(inputs).argmax(dim=1))
                labels.append(batch_labels)
    finally:
        for module, training in modes:
            module.training = training
    return torch.cat(predictions), torch.cat(labels)
