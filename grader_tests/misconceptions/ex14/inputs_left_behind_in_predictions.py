"""predict_all gets its batches on the device.

caught_by: test_predict_all_moves_batches
explanation: The loader gives batches on the CPU, and the model on the device cannot take them. Move each
    batch's inputs before calling the model.
"""

import torch


def predict_all(model, loader, device):
    with _evaluation_mode(model), torch.no_grad():
        return torch.cat([model(inputs).argmax(dim=1) for inputs, _ in loader]).cpu()
