"""Ten epochs are what one trains for.

caught_by: test_time
explanation: How long ten epochs take depends on the data, the model and the machine. `seconds` says when
    to stop: compare the clock with the start after each batch.
"""

import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader


def train(model, train_set, device, seconds):
    model.to(device).train()
    loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.002)
    for _ in range(10):
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            loss = F.cross_entropy(model(_shifted(images)), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.eval()
