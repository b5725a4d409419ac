"""predict_all brings each batch's predictions to the CPU at once; evaluation runs in inference mode."""

import random

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, RandomSampler


@torch.inference_mode()
def evaluate(model, loader, device):
    before = [module.training for module in model.modules()]
    model.eval()
    try:
        pairs = [(model(x.to(device)), y.to(device)) for x, y in loader]
    finally:
        for module, flag in zip(model.modules(), before, strict=True):
            module.training = flag
    outputs, labels = torch.cat([a for a, _ in pairs]), torch.cat([b for _, b in pairs])
    stats = torch.stack(
        [F.cross_entropy(outputs, labels).double().cpu(), (outputs.argmax(1) == labels).double().mean().cpu()]
    )
    return dict(zip(("loss", "accuracy"), stats.tolist(), strict=True))


def predict_all(model, loader, device):
    answers = []
    before = [module.training for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            for inputs, _ in loader:
                answers += model(inputs.to(device)).topk(1).indices.flatten().cpu().tolist()
    finally:
        for module, flag in zip(model.modules(), before, strict=True):
            module.training = flag
    return torch.tensor(answers, dtype=torch.long)


def fit_on(model_fn, train_set, device, epochs, seed):
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)
    model = model_fn()
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    model = model.to(device)
    order = torch.Generator().manual_seed(seed)
    loader = DataLoader(train_set, batch_size=32, sampler=RandomSampler(train_set, generator=order))
    for _ in range(epochs):
        train_epoch(model, loader, optimizer, device)
    return model
