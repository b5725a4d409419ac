"""Each loss is noted.

caught_by: test_fit_head_learns, test_fit_head_losses, test_fit_head_steps
explanation: One number an epoch is asked for: the mean of the losses of its batches.
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
            losses.append(loss.item())
    return losses
