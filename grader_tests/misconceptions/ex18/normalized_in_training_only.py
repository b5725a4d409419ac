"""Networks want normalized inputs, so train normalizes the images.

caught_by: test_recognizes_most, test_recognizes_best
explanation: The trained model gets images as train_set gives them, from 0 to 1, and it has learned from
    quite other numbers. What is done to images before the first layer belongs into the model, as a first
    step of its forward.
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
        images = (images - 0.286) / 0.353
        loss = F.cross_entropy(model(_shifted(images)), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()
