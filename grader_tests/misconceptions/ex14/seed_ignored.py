"""The seed is for somebody else.

caught_by: test_fit_on_follows_the_seed
explanation: Nothing is seeded, so two runs with the same seed give two different models. Call
    torch.manual_seed(seed) before anything random happens.
"""

import torch
from torch.utils.data import DataLoader


def fit_on(model_fn, train_set, device, epochs, seed):
    model = model_fn().to(device)
    loader = DataLoader(train_set, batch_size=50, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(epochs):
        train_epoch(model, loader, optimizer, device)
    return model
