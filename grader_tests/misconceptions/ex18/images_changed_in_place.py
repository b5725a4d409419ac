"""An image that comes out of the data set is mine to change.

caught_by: test_train_returns_model
explanation: `image.mul_(...)` writes to the memory of the data set itself, so the images are others the
    next time that somebody reads them. Make a new tensor, `image * factor`, and do such things to
    batches.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    model.to(device).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002)
    while time.monotonic() - start < seconds:
        items = [train_set[index] for index in torch.randint(len(train_set), (BATCH_SIZE,)).tolist()]
        images = torch.stack([image.mul_(0.9 + 0.2 * torch.rand(())).clamp_(0, 1) for image, _ in items])
        labels = torch.tensor([label for _, label in items])
        loss = F.cross_entropy(model(images.to(device)), labels.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.eval()
