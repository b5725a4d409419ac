"""Any fixed seed makes the run repeatable.

caught_by: test_fit_on_follows_the_seed
explanation: The seed is always 0, so different seeds give the same model and nobody can see how much
    luck matters. Use the seed that was passed.
"""

import torch
from torch.utils.data import DataLoader


def fit_on(model_fn, train_set, device, epochs, seed):
    torch.manual_seed(0)
    model = model_fn().to(device)
    loader = DataLoader(train_set, batch_size=50, shuffle=True)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.003)
    for _ in range(epochs):
        train_epoch(model, loader, optimizer, device)
    return model
