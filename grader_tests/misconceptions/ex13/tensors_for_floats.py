"""A tensor with one number is a number.

caught_by: test_train_epoch_reports, test_evaluate_reports
explanation: It prints like one, but json, a spreadsheet or a plot take it for something else. Two Python floats
    are asked for: `float(x)` or `x.item()`, once at the end.
"""

import torch
import torch.nn.functional as F


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    model.train()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        outputs = model(inputs)
        loss = loss_fn(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.detach() * len(labels)
        correct += (outputs.argmax(dim=1) == labels).sum()
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}


def evaluate(model, loader, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    with _evaluation_mode(model), torch.no_grad():
        for inputs, labels in loader:
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels) * len(labels)
            correct += (outputs.argmax(dim=1) == labels).sum()
            samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
