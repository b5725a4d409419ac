"""The last argument says how many epochs to train for.

caught_by: test_time
explanation: `seconds` is a time by the clock on the wall, and an epoch can take less or far more than a
    second. Compare the clock with the start after each batch, and stop when the time is over.
"""

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    model.to(device).train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002)
    for _ in range(max(1, int(seconds))):
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            loss = F.cross_entropy(model(_shifted(images)), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.eval()
