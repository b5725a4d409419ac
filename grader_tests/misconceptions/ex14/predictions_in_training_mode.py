"""Predicting needs no mode.

caught_by: test_predict_all_moves_batches
explanation: In training mode dropout makes the predictions random, and batch normalization mixes the
    samples of a batch. Predict in evaluation mode and restore the modes.
"""

import torch


def predict_all(model, loader, device):
    with torch.no_grad():
        return torch.cat([model(inputs.to(device)).argmax(dim=1) for inputs, _ in loader]).cpu()
