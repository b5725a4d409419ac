"""In evaluation the mean of the batches' means will do.

caught_by: test_means_over_samples
explanation: The last batch is smaller than the others, yet its mean counts as much as theirs. evaluate,
    too, weights each batch with its number of samples.
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    losses, accuracies = [], []
    with _evaluation_mode(model), torch.no_grad():
        for inputs, labels in loader:
            outputs = model(inputs)
            losses.append(loss_fn(outputs, labels).item())
            accuracies.append((outputs.argmax(dim=1) == labels).float().mean().item())
    return {"loss": sum(losses) / len(losses), "accuracy": sum(accuracies) / len(accuracies)}
