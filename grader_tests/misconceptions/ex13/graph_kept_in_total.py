"""A running total of losses is an ordinary sum.

caught_by: test_graph_is_let_go
explanation: total += loss keeps the graph of each batch alive until the epoch ends, so memory grows with
    every batch. Add loss.item() (or loss.detach()) instead.
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
    return {"loss": float(total_loss) / samples, "accuracy": correct / samples}
