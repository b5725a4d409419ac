"""Predictions are where the model is.

caught_by: test_predict_all_moves_batches
explanation: What a model on a GPU answers is on the GPU. The predictions are wanted on the CPU: `.cpu()`, once,
    after the loop.
"""

import torch


def predict_all(model, loader, device):
    predictions = []
    with _evaluation_mode(model), torch.no_grad():
        for inputs, _ in loader:
            predictions.append(model(inputs.to(device)).argmax(dim=1))
    return torch.cat(predictions)
