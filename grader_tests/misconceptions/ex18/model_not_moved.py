"""Images have to be moved to the device; the model finds its way.

caught_by: test_device
explanation: The parameters stay where they were made, on the CPU, and a layer cannot combine them with
    images on another device. Call `model.to(device)` before the first step.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    model.train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002)
    for images, labels in _endless(loader):
        progress = (time.monotonic() - start) / seconds
        if progress >= 1:
            break
        images, labels = images.to(device), labels.to(device)
        loss = F.cross_entropy(model(_shifted(images)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()
