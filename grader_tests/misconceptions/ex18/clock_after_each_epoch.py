"""Whether the time is over is asked after each epoch.

caught_by: test_time
explanation: An epoch can take longer than all the time there is, when images are read from a slow disk or
    the model is large. Ask after each batch, and leave both loops when the time is over.
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
    while time.monotonic() - start < seconds:
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            loss = F.cross_entropy(model(_shifted(images)), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.eval()
