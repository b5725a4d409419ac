"""The mean of the batches' means is the mean over the samples.

caught_by: test_train_epoch_keeps_training
explanation: The last batch is smaller than the others, yet its mean counts as much as theirs. Weight
    each batch's loss with its number of samples.
"""

import torch
import torch.nn.functional as F


def train_epoch(model, loader, optimizer, device):
    model.train()
    totals, losses = _Totals(device), []
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        outputs = model(inputs)
        loss = F.cross_entropy(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
        totals.add(loss.detach(), outputs.detach(), labels)
    return {**totals.read(), "loss": torch.stack(losses).mean().item()}
