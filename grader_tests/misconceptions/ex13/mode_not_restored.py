"""After evaluation the model may stay in evaluation mode.

caught_by: test_evaluation_mode
explanation: evaluate leaves the model in evaluation mode, so whatever trains on runs without dropout.
    Remember each submodule's training flag and set it back.
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    model.eval()
    with torch.no_grad():
        for inputs, labels in loader:
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += int((outputs.argmax(dim=1) == labels).sum())
            samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
