"""The test columns are measured on the training data.

caught_by: test_fit_history, test_fit_trains_and_tests
explanation: test_loss and test_accuracy come from train_loader, so they say nothing about images the
    model never saw. Pass test_loader to evaluate.
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
    for epoch in range(1, epochs + 1):
        train = train_epoch(model, train_loader, optimizer)
        test = evaluate(model, train_loader)
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
