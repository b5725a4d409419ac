"""All submodules are in the same mode as the model.

caught_by: test_evaluation_mode
explanation: model.train(was_training) sets every submodule to the model's own flag, and a frozen layer
    wakes up. Remember the flag of each module in model.modules().
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    was_training = model.training
    model.eval()
    with torch.no_grad():
        for inputs, labels in loader:
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += int((outputs.argmax(dim=1) == labels).sum())
            samples += len(labels)
    model.train(was_training)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
