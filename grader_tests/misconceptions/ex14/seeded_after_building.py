"""Seeding right before training is early enough.

caught_by: test_fit_on_follows_the_seed
explanation: The model's first weights are drawn before the seed is set, so they differ from run to run.
    Seed first, then call model_fn().
"""

import torch
from torch.utils.data import DataLoader


def fit_on(model_fn, train_set, device, epochs, seed):
    model = model_fn().to(device)
    torch.manual_seed(seed)
    loader = DataLoader(train_set, batch_size=50, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(epochs):
        train_epoch(model, loader, optimizer, device)
    return model
