"""After evaluation the model may stay in evaluation mode.

caught_by: test_evaluate_mode
explanation: evaluate leaves the model in evaluation mode, so whatever trains on runs without dropout.
    Remember each submodule's training flag and set it back in a finally block.
"""

import torch
import torch.nn.functional as F


@torch.no_grad()
def evaluate(model, loader, device):
    model.eval()
    totals = _Totals(device)
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        outputs = model(inputs)
        totals.add(F.cross_entropy(outputs, labels), outputs, labels)
    return totals.read()
