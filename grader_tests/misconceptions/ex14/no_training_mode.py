"""A model is always in training mode.

caught_by: test_train_epoch_keeps_training
explanation: If the model comes in evaluation mode, dropout stays off and batch normalization never
    updates its statistics. Call model.train() before the loop.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, device):
    totals = _Totals(device)
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        outputs = model(inputs)
        loss = F.cross_entropy(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        totals.add(loss.detach(), outputs.detach(), labels)
    return totals.read()
