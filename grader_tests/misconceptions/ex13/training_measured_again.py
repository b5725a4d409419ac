"""The training columns are measured by evaluating after the epoch.

caught_by: test_fit_trains_and_tests
explanation: Going over the training data a second time doubles the work, and it reports the model after
    the epoch instead of during it. Use what train_epoch returns.
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
    for epoch in range(1, epochs + 1):
        train_epoch(model, train_loader, optimizer)
        train, test = evaluate(model, train_loader), evaluate(model, test_loader)
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
