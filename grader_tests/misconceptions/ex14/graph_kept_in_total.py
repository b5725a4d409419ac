"""Without .item() the running total is just the sum of the losses.

caught_by: test_train_epoch_keeps_training
explanation: A loss hangs on the graph of its batch, and a total of losses on all of them, so memory grows with each
    batch. Add `loss.detach()`: that reads nothing back from the device either.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, device):
    model.train()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        outputs = model(inputs)
        loss = F.cross_entropy(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss * len(labels)
        correct += (outputs.argmax(dim=1) == labels).sum()
        samples += len(labels)
    return {"loss": float(total_loss / samples), "accuracy": float(correct / samples)}
