"""to_device is one match statement, inputs and labels are moved one by one, SGD with momentum trains."""

import torch
from torch import nn
from torch.utils.data import DataLoader


def to_device(batch, device):
    match batch:
        case torch.Tensor():
            return batch.to(device=device)
        case dict():
            moved = batch.copy()
            for key in moved:
                moved[key] = to_device(moved[key], device)
            return moved
        case list():
            return [to_device(item, device) for item in batch]
        case tuple() if hasattr(batch, "_make"):
            return batch._make(to_device(item, device) for item in batch)
        case tuple():
            return tuple([to_device(item, device) for item in batch])
    return batch


def train_epoch(model, loader, optimizer, device):
    model.train()
    criterion = nn.CrossEntropyLoss(reduction="sum")
    total, right, count = 0.0, 0, 0
    for inputs, labels in loader:
        inputs = inputs.to(device, non_blocking=True)
        labels = labels.to(device, non_blocking=True)
        optimizer.zero_grad(set_to_none=True)
        outputs = model(inputs)
        summed = criterion(outputs, labels)
        (summed / len(inputs)).backward()
        optimizer.step()
        total = total + summed.detach()
        right = right + torch.sum(outputs.argmax(dim=1) == labels)
        count += len(inputs)
    return {"loss": (total / count).item(), "accuracy": (right / count).item()}


def fit_on(model_fn, train_set, device, epochs, seed):
    torch.manual_seed(seed)
    model = model_fn()
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    loader = DataLoader(train_set, 32, shuffle=True, drop_last=True)
    for _ in range(epochs):
        train_epoch(model, loader, optimizer, device)
    return model.eval()
