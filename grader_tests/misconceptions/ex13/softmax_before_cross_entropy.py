"""Cross-entropy needs probabilities.

caught_by: test_train_epoch_trains, test_train_epoch_reports, test_train_epoch_keeps_training
explanation: F.cross_entropy applies log-softmax itself; with softmax before it the gradients become tiny
    and the loss is wrong. Pass the raw logits.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    model.train()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        outputs = model(inputs).softmax(dim=1)
        loss = loss_fn(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
