"""model_fn() always gives the same model.

caught_by: test_fit_on_follows_the_seed, test_fit_on_accuracy
explanation: Each call of model_fn() makes a new model with new weights: one is trained and another one
    is returned. Call it once and keep the model.
"""

import torch
from torch.utils.data import DataLoader


def fit_on(model_fn, train_set, device, epochs, seed):
    torch.manual_seed(seed)
    optimizer = torch.optim.Adam(model_fn().to(device).parameters(), lr=0.003)
    model = model_fn().to(device)
    loader = DataLoader(train_set, batch_size=50, shuffle=True)
    for _ in range(epochs):
        train_epoch(model, loader, optimizer, device)
    return model
