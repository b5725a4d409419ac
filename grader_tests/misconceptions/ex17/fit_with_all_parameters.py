"""The optimizer passes by what is frozen.

caught_by: test_fit_head_steps
explanation: It does, but it has to look at each parameter in each step, and with weight decay or
    later thawing it may not. Give it the parameters that require gradients.
"""


def fit_head(model, loader, epochs, lr):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
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
        losses.append(total / samples)
    return losses
