"""Images are read into one tensor as long as there is time; SGD with momentum, a cosine, mirrored images."""

import math
import time

import torch
import torch.nn.functional as F
from torch import nn

CLOCK = time.perf_counter


class Scaled(nn.Module):
    """The normalization is a part of the model."""

    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor(0.286))
        self.register_buffer("deviation", torch.tensor(0.353))

    def forward(self, images):
        return (images - self.mean) / self.deviation


def _block(inputs, outputs):
    return [
        nn.Conv2d(inputs, outputs, 3, padding="same", bias=False),
        nn.BatchNorm2d(outputs),
        nn.SiLU(inplace=True),
    ]


def build_model():
    layers = [Scaled(), *_block(1, 12), nn.MaxPool2d(2), *_block(12, 24), nn.MaxPool2d(2), *_block(24, 32)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(2), nn.Flatten(1), nn.Linear(128, 10))


def train(model, train_set, device, seconds):
    start = CLOCK()
    order = torch.randperm(len(train_set)).tolist()
    images, labels = [], []
    for index in order:
        if images and CLOCK() - start > 0.3 * seconds:
            break
        image, label = train_set[index]
        images.append(image)
        labels.append(label)
    images, labels = torch.stack(images).to(device), torch.tensor(labels, device=device)
    model.to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda _: 0.5 + 0.5 * math.cos(math.pi * min((CLOCK() - start) / seconds, 1))
    )
    model.train()
    while CLOCK() - start < seconds:
        for chosen in torch.randperm(len(images), device=device).split(64):
            batch = images[chosen].contiguous(memory_format=torch.channels_last)
            if torch.rand(()) < 0.5:
                batch = batch.flip(-1)
            loss = F.cross_entropy(model(batch), labels[chosen], label_smoothing=0.05)
            model.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            schedule.step()
            if CLOCK() - start >= seconds:
                break
    return model.train(False)
