"""The last batch's predictions are all predictions.

caught_by: test_predict_all
explanation: The variable is overwritten in each round of the loop, so only the last batch remains.
    Collect the batches in a list and join them with torch.cat.
"""

import torch


def predict_all(model, loader, device):
    with _evaluation_mode(model), torch.no_grad():
        for inputs, _ in loader:
            predictions = model(inputs.to(device)).argmax(dim=1)
    return predictions.cpu()
