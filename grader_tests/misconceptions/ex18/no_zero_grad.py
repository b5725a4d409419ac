"""backward() computes the gradients of this batch.

caught_by: test_recognizes_best
explanation: `backward` adds to the gradients that are there, so each step follows the sum over all
    batches so far. Call `optimizer.zero_grad()` before it.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    model.to(device).train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for images, labels in _endless(loader):
        progress = (time.monotonic() - start) / seconds
        if progress >= 1:
            break
        images, labels = images.to(device), labels.to(device)
        F.cross_entropy(model(_shifted(images)), labels).backward()
        optimizer.step()
    return model.eval()
