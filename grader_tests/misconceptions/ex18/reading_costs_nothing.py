"""The clock starts when training does, after all images are in memory.

caught_by: test_time
explanation: `seconds` counts from the call. Reading all images first may take longer than that, and then
    not one step has been taken. Start the clock in the first line, and look at it while reading too.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    images = torch.stack([image for image, _ in train_set]).to(device)
    labels = torch.tensor([label for _, label in train_set]).to(device)
    start = time.monotonic()
    model.to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002)
    while time.monotonic() - start < seconds:
        chosen = torch.randint(len(images), (BATCH_SIZE,), device=device)
        loss = F.cross_entropy(model(_shifted(images[chosen])), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()
