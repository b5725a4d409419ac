"""backward computes new gradients.

caught_by: test_fit_head_steps
explanation: `backward()` adds to the gradients that are there, so each step also repeats all steps
    before. Call `optimizer.zero_grad()` for each batch.
"""


def fit_head(model, loader, epochs, lr):
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, labels in loader:
            loss = F.cross_entropy(model(inputs), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            samples += len(labels)
        losses.append(total / samples)
    return losses
