"""Evaluation mode is enough for evaluation.

caught_by: test_evaluate_leaves_no_trace
explanation: model.eval() changes how layers behave but records graphs as before, which costs memory and
    time. Evaluate inside torch.no_grad().
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    with _evaluation_mode(model):
        for inputs, labels in loader:
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += int((outputs.argmax(dim=1) == labels).sum())
            samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
