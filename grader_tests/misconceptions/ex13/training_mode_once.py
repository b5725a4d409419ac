"""Training mode is set once, before the first epoch.

caught_by: test_fit_trains_and_tests
explanation: model.train() stands before the loop over epochs, and evaluation then leaves the model in
    evaluation mode. Set the mode at the start of each epoch.
"""

import torch
import torch.nn.functional as F


def train_epoch(model, loader, optimizer, loss_fn=F.cross_entropy):
    total_loss, correct, samples = 0.0, 0, 0
    for inputs, labels in loader:
        outputs = model(inputs)
        loss = loss_fn(outputs, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(labels)
        correct += int((outputs.argmax(dim=1) == labels).sum())
        samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}


def evaluate(model, loader, loss_fn=F.cross_entropy):
    model.eval()
    total_loss, correct, samples = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in loader:
            outputs = model(inputs)
            total_loss += loss_fn(outputs, labels).item() * len(labels)
            correct += int((outputs.argmax(dim=1) == labels).sum())
            samples += len(labels)
    return {"loss": total_loss / samples, "accuracy": correct / samples}


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
    model.train()
    for epoch in range(1, epochs + 1):
        train = train_epoch(model, train_loader, optimizer)
        test = evaluate(model, test_loader)
        history.append(
            {
                "epoch": epoch,
                "train_loss": train["loss"],
                "train_accuracy": train["accuracy"],
                "test_loss": test["loss"],
                "test_accuracy": test["accuracy"],
            }
        )
    return history
