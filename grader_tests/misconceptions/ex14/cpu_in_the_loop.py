"""Counting right answers on the CPU costs nothing.

caught_by: test_nothing_is_read_in_the_loop
explanation: .cpu() in the loop makes Python wait for the device at each batch, just as .item() does.
    Count on the device and read the total once.
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, device):
    total_loss, correct, samples = 0.0, 0, 0
    with _evaluation_mode(model), torch.no_grad():
        for inputs, labels in loader:
            inputs, labels = inputs.to(device), labels.to(device)
            outputs = model(inputs)
            total_loss = total_loss + F.cross_entropy(outputs, labels) * len(labels)
            correct = correct + (outputs.argmax(dim=1) == labels).sum().cpu()
            samples += len(labels)
    return {"loss": total_loss.item() / samples, "accuracy": correct.item() / samples}
