"""An incomplete last batch is left out.

caught_by: test_train_epoch_keeps_training, test_means_over_samples
explanation: Batches smaller than the first are skipped here, so some samples are never used. The loop
    works for any batch size: train on each batch that the loader gives.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    model.train()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        if len(labels) < loader.batch_size:
            continue
        outputs = model(inputs)
        loss = loss_fn(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
