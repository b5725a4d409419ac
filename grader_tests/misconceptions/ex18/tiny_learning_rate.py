"""Small steps are safe steps.

caught_by: test_recognizes_most, test_recognizes_best
explanation: With plain SGD and a learning rate of 0.0001 the time is over before the model has learned
    much. Adam with 0.001 gets there; try a few rates on a part of the training data that is kept aside.
"""

import time

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    start = time.monotonic()
    model.to(device).train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0001)
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
