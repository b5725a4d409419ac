"""Old gradients are cleared once, at the start of the epoch.

caught_by: test_train_epoch_trains, test_train_epoch_keeps_training, test_fit_trains_and_tests
explanation: Gradients add up from batch to batch, so from the second batch on the step follows old
    batches too. zero_grad() belongs inside the loop.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    model.train()
    optimizer.zero_grad()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        outputs = model(inputs)
        loss = loss_fn(outputs, labels)
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
