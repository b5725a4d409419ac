"""drop_last=True keeps all batches alike, and costs a few images only.

caught_by: test_small_sets
explanation: When there are fewer images than a batch holds, the only batch is dropped, and nothing is
    trained. Keep the last batch, or drop it only where there are others.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    model.to(device).train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True, drop_last=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002)
    while (time.monotonic() - start) / seconds < 1:
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            loss = F.cross_entropy(model(_shifted(images)), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            if time.monotonic() - start >= seconds:
                break
    return model.eval()
