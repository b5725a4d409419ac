"""no_grad is enough for evaluation.

caught_by: test_evaluate_mode
explanation: torch.no_grad() only stops the recording of graphs: dropout still drops and batch
    normalization still learns from test data. Call model.eval() too, and restore the modes.
"""

import torch
import torch.nn.functional as F


@torch.no_grad()
def evaluate(model, loader, device):
    totals = _Totals(device)
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        outputs = model(inputs)
        totals.add(F.cross_entropy(outputs, labels), outputs, labels)
    return totals.read()
