"""All batches have the same size.

caught_by: test_all_predictions, test_all_predictions_of_any_loader, test_all_predictions_modes
explanation: `stack` needs tensors of equal shape, and the last batch may be smaller. `cat` joins tensors of
any length, and it gives (N,) rather than (batches, batch size).
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
    return torch.stack(predictions).flatten().cpu(), torch.stack(labels).flatten().cpu()
