"""A loader gives all images in each epoch, whatever their order.

caught_by: test_recognizes_half, test_recognizes_more, test_recognizes_most, test_recognizes_best
explanation: In a data set that is sorted by class, a batch shows one class only, and the model forgets
    the classes that it saw before. Shuffle: `DataLoader(train_set, batch_size=64, shuffle=True)`.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    model.to(device).train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE)
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
