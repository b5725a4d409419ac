"""To train a model, its parameters must require gradients.

caught_by: test_fit_head_learns, test_fit_head_steps
explanation: With `requires_grad_(True)` on the whole model the backbone is trained too. Leave the
    flags as `build_transfer` set them.
"""


def fit_head(model, loader, epochs, lr):
    model.requires_grad_(True)
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
        losses.append(total / samples)
    return losses
