"""train makes the model that it trains.

caught_by: test_train_returns_model, test_recognizes_half, test_device
explanation: What is trained here is a second model, and what is returned is the first one, with the
    weights that it began with. Train the `model` that you are given.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    network = build_model().to(device)
    network.train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True)
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.002)
    for images, labels in _endless(loader):
        progress = (time.monotonic() - start) / seconds
        if progress >= 1:
            break
        images, labels = images.to(device), labels.to(device)
        loss = F.cross_entropy(network(_shifted(images)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()
