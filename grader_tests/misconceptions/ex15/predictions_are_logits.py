"""What the model returns are its predictions.

caught_by: test_all_predictions, test_all_predictions_of_any_loader, test_all_predictions_modes
explanation: The model returns logits, a score for each class. The predicted class is the place of the
largest: `argmax(dim=1)`.
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
                predictions.append(model(inputs))
                labels.append(batch_labels)
    finally:
        for module, training in modes:
            module.training = training
    return torch.cat(predictions).cpu(), torch.cat(labels).cpu()
