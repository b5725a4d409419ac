"""A model is trained in place, so there is nothing to return.

caught_by: test_train_returns_model, test_recognizes_half, test_time
explanation: A function without `return` returns None. The weights change in place, and yet the contract
    asks for the model: end with `return model.eval()`.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    model.to(device).train()
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
    model.eval()
