"""The device is always "cuda".

caught_by: test_train_epoch_trains, test_train_epoch_keeps_training
explanation: inputs.cuda() fails on every machine without an NVIDIA GPU. Use the device that you were
    given: inputs.to(device).
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, device):
    model.train()
    totals = _Totals(device)
    for inputs, labels in loader:
        inputs, labels = inputs.cuda(), labels.cuda()
        outputs = model(inputs)
        loss = F.cross_entropy(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        totals.add(loss.detach(), outputs.detach(), labels)
    return totals.read()
