"""no_grad is enough for evaluation.

caught_by: test_evaluation_mode
explanation: torch.no_grad() only stops the recording of graphs: dropout still drops and batch
    normalization still learns from test data. Call model.eval() too.
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in loader:
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += int((outputs.argmax(dim=1) == labels).sum())
            samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
