"""The order of zero_grad, backward and step does not matter.

caught_by: test_train_epoch_trains, test_train_epoch_keeps_training, test_fit_trains_and_tests, test_fit_accuracy
explanation: zero_grad() between backward() and step() throws the gradients away before the optimizer
    sees them, so nothing is learnt. The order is zero_grad, backward, step.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    model.train()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        outputs = model(inputs)
        loss = loss_fn(outputs, labels)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
