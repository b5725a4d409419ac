"""A running total is an ordinary sum.

caught_by: test_fit_head_learns, test_fit_head_losses, test_fit_head_steps
explanation: The total hangs on the graphs of all batches and keeps them in memory. Add loss.item()
    to it.
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
            total = total + loss * len(labels)
            samples += len(labels)
        losses.append(total / samples)
    return losses
