"""What to report is what the model says after its step.

caught_by: test_train_epoch_reports, test_means_over_samples
explanation: The outputs are computed again after the step, which doubles the work and reports another
    model than the one the step was computed from. Use the outputs that you called backward() for.
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
        outputs = model(inputs)
        total_loss += loss_fn(outputs, labels).item() * len(labels)
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
