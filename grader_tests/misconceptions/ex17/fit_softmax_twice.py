"""The loss needs probabilities.

caught_by: test_fit_head_losses
explanation: `F.cross_entropy` takes logits and applies softmax itself. Hand the model's outputs
    over as they are.
"""


def fit_head(model, loader, epochs, lr):
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=lr)
    losses = []
    for _ in range(epochs):
        total, samples = 0.0, 0
        for inputs, labels in loader:
            loss = F.cross_entropy(model(inputs).softmax(dim=1), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
            samples += len(labels)
        losses.append(total / samples)
    return losses
