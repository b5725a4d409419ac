"""A class keeps the averages, a class does the training, and fit uses none of the module's functions."""

import numpy as np
import torch
from torch import nn


class Meter:
    def __init__(self):
        self.values, self.hits, self.weights = [], [], []

    def update(self, loss, outputs, labels):
        self.values.append(loss.detach().numpy())
        self.hits.append((outputs.detach().numpy().argmax(axis=1) == labels.numpy()).mean())
        self.weights.append(len(labels))

    def result(self):
        return {
            "loss": np.average(np.array(self.values), weights=self.weights),
            "accuracy": np.average(np.array(self.hits), weights=self.weights),
        }


class Trainer:
    def __init__(self, model, loss_fn=None):
        self.model, self.loss_fn = model, loss_fn or nn.CrossEntropyLoss()

    def train(self, loader, optimizer):
        self.model.train()
        meter = Meter()
        for x, y in loader:
            out = self.model.forward(x)
            loss = self.loss_fn(out, y)
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            meter.update(loss, out, y)
        return meter.result()

    def test(self, loader):
        modes = [m.training for m in self.model.modules()]
        meter = Meter()
        try:
            self.model.eval()
            with torch.no_grad():
                for x, y in loader:
                    out = self.model(x)
                    meter.update(self.loss_fn(out, y), out, y)
        finally:
            for m, mode in zip(self.model.modules(), modes, strict=True):
                m.training = mode
        return meter.result()


def train_epoch(model, loader, optimizer, loss_fn=None):
    return Trainer(model, loss_fn).train(loader, optimizer)


def evaluate(model, loader, loss_fn=None):
    return Trainer(model, loss_fn).test(loader)


def fit(model, train_loader, test_loader, optimizer, epochs):
    trainer = Trainer(model)
    history = []
    while len(history) < epochs:
        row = {"epoch": len(history) + 1}
        row.update({f"train_{k}": v for k, v in trainer.train(train_loader, optimizer).items()})
        row |= {f"test_{k}": v for k, v in trainer.test(test_loader).items()}
        history.append(row)
    return history
