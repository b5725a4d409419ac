"""After evaluation a model goes back to training mode.

caught_by: test_evaluation_mode
explanation: model.train() at the end also switches on what was in evaluation mode before, such as a
    frozen layer. Restore the flags that were there.
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
    model.train()
    return {"loss": total_loss / samples, "accuracy": correct / samples}
