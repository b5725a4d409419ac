"""Gradients are cleared after backward.

caught_by: test_fit_head_learns
explanation: The step then finds no gradients and changes nothing. Clear them before `backward()` or
    after `step()`.
"""


def fit_head(model, loader, epochs, lr):
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, labels in loader:
            loss = F.cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.zero_grad()
            optimizer.step()
            total += loss.item() * len(labels)
            samples += len(labels)
        losses.append(total / samples)
    return losses
