"""backward() replaces the old gradients.

caught_by: test_train_epoch_trains, test_train_epoch_keeps_training
explanation: backward() adds to the gradients that are already there, so each step also follows all
    earlier batches. Call optimizer.zero_grad() once for each batch.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, device):
    model.train()
    totals = _Totals(device)
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        outputs = model(inputs)
        loss = F.cross_entropy(outputs, labels)
        loss.backward()
        optimizer.step()
        totals.add(loss.detach(), outputs.detach(), labels)
    return totals.read()
