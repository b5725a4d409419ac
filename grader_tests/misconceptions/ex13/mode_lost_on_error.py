"""If the model raises, nobody cares for its mode.

caught_by: test_evaluation_mode
explanation: When the model raises, the lines that restore the mode are never reached. Put them into a
    finally block.
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    with torch.no_grad():
        for inputs, labels in loader:
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += int((outputs.argmax(dim=1) == labels).sum())
            samples += len(labels)
    for module, training in modes:
        module.training = training
    return {"loss": total_loss / samples, "accuracy": correct / samples}
