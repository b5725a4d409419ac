"""A loop uses the GPU where there is one.

caught_by: test_train_epoch_keeps_training
explanation: On a machine with a GPU the model and the inputs are moved to it and the labels are not, and the
    loss function cannot mix the two. Here the caller has put model and batches where they belong: move nothing.
"""

import torch
import torch.nn.functional as F

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    model.to(device).train()
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        outputs = model(inputs.to(device))
        loss = loss_fn(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += _num_correct(outputs, labels)
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}
