"""Reading the loss in each batch costs nothing.

caught_by: test_nothing_is_read_in_the_loop
explanation: loss.item() in the loop makes Python wait for the device at each batch. Keep the running
    totals as tensors on the device and read them once, after the loop.
"""

import torch.nn.functional as F


def train_epoch(model, loader, optimizer, device):
    model.train()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        inputs, labels = inputs.to(device), labels.to(device)
        outputs = model(inputs)
        loss = F.cross_entropy(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += (outputs.argmax(dim=1) == labels).sum().item()
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
