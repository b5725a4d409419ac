"""The loss that backward() needs is also the loss to report.

caught_by: test_train_epoch_reports, test_graph_is_let_go
explanation: The reported loss is a tensor that still hangs on its graph. Turn it into a number with
    loss.item() before adding it up.
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
        total_loss = total_loss + loss * len(labels)
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
