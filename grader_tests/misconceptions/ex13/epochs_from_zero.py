"""Epochs are counted from 0.

caught_by: test_fit_history
explanation: The epochs of the history start at 0, but people count them from 1. Use range(1, epochs +
    1).
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
    for epoch in range(epochs):
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
