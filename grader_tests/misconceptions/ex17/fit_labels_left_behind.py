"""A loop uses the GPU where there is one.

caught_by: test_fit_head_losses
explanation: On a machine with a GPU the model and the inputs are moved to it and the labels are not, and the
    loss function cannot mix the two. The caller has put model and batches where they belong: move nothing.
"""

import torch
import torch.nn.functional as F


def fit_head(model, loader, epochs, lr):
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device).train()
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, labels in loader:
            loss = F.cross_entropy(model(inputs.to(device)), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            samples += len(labels)
        losses.append(total / samples)
    return losses
