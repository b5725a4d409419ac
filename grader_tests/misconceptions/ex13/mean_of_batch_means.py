"""The mean of the batches' means is the mean over the samples.

caught_by: test_means_over_samples
explanation: The last batch is smaller than the others, yet its mean counts as much as theirs. Weight
    each batch's loss with its number of samples and divide by the number of all samples.
"""

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
        total_loss += loss.item()
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / len(loader), "accuracy": correct / samples}
