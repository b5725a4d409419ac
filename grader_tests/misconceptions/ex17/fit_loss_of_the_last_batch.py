"""The loss at the end of the epoch is its loss.

caught_by: test_fit_head_losses
explanation: One batch says little about the epoch. Add up the losses of all batches, and divide.
"""


def fit_head(model, loader, epochs, lr):
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, labels in loader:
            loss = F.cross_entropy(model(inputs), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            samples += len(labels)
        losses.append(loss.item())
    return losses
