"""Evaluation mode is enough for evaluation.

caught_by: test_evaluate_mode
explanation: model.eval() changes how layers behave but records graphs as before, which costs device
    memory and time. Evaluate inside torch.no_grad().
"""

import torch.nn.functional as F


def evaluate(model, loader, device):
    totals = _Totals(device)
    with _evaluation_mode(model):
        for inputs, labels in loader:
            inputs, labels = inputs.to(device), labels.to(device)
            outputs = model(inputs).detach()
            totals.add(F.cross_entropy(outputs, labels), outputs, labels)
    return totals.read()
