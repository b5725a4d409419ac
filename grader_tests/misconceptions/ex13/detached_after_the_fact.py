"""detach() makes the forward pass run without a graph.

caught_by: test_evaluate_leaves_no_trace
explanation: The graph is recorded while the model runs; detaching its output afterwards comes too late
    to save the memory. Run the model inside torch.no_grad().
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    with _evaluation_mode(model):
        for inputs, labels in loader:
            outputs = model(inputs).detach()
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += int((outputs.argmax(dim=1) == labels).sum())
            samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
