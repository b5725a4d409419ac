"""NumPy reads any tensor.

caught_by: test_all_predictions_of_any_loader
explanation: NumPy reads the CPU's memory only, so .numpy() raises an exception for a tensor on a GPU. Move
    it first: .cpu().numpy(), or stay with tensors.
"""

import numpy as np
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
                predictions.append(model(inputs).argmax(dim=1).numpy())
                labels.append(batch_labels.numpy())
    finally:
        for module, training in modes:
            module.training = training
    return torch.from_numpy(np.concatenate(predictions)), torch.from_numpy(np.concatenate(labels))
