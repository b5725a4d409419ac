"""The first steps tell how many there will be; then torch's OneCycleLR. A batch of one image is left out."""

import time

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import BatchSampler, RandomSampler

PROBE = 5


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 10, 5), nn.MaxPool2d(2), nn.ReLU(), nn.Conv2d(10, 20, 5), nn.MaxPool2d(2), nn.ReLU()
        )
        self.head = nn.Sequential(nn.LazyLinear(64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, 10))

    def forward(self, images):
        return self.head(self.features(images - 0.5).flatten(1))


def build_model():
    model = Classifier()
    with torch.no_grad():
        model(torch.zeros(2, 1, 28, 28))
    return model


def _collate(train_set, indices):
    pairs = [train_set[index] for index in indices]
    return torch.stack([image for image, _ in pairs]), torch.tensor([label for _, label in pairs])


def train(model, train_set, device, seconds):
    begun = time.monotonic_ns()

    def gone():
        return (time.monotonic_ns() - begun) / 1e9

    def step():
        loss = F.cross_entropy(model(images.to(device)), labels.to(device))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    model = model.to(device).train()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    sampler = BatchSampler(RandomSampler(train_set), 64, drop_last=False)
    done, schedule = 0, None
    while gone() < seconds:
        for indices in sampler:
            if len(indices) == 1:
                continue
            images, labels = _collate(train_set, indices)
            step()
            done += 1
            if done == PROBE:
                total = max(int(seconds / (gone() / PROBE)), PROBE + 1)
                schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=5e-3, total_steps=2 * total)
            elif schedule is not None and done < 2 * total:
                schedule.step()
            if gone() >= seconds:
                break
    model.eval()
    return model
