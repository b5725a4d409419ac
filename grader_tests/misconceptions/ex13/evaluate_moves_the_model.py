"""To measure a model, take it to the GPU.

caught_by: test_evaluate_leaves_no_trace
explanation: On a machine with a GPU the model is there after evaluate, and the caller's next batch is on the
    CPU. evaluate changes nothing: leave the model where it is.
"""

import torch
import torch.nn.functional as F


def evaluate(model, loader, loss_fn=F.cross_entropy):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    total_loss, correct, samples = 0.0, 0, 0
    with _evaluation_mode(model), torch.no_grad():
        for inputs, labels in loader:
            inputs, labels = inputs.to(device), labels.to(device)
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += _num_correct(outputs, labels)
            samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
