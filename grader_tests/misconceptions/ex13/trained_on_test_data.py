"""The test data is for training too.

caught_by: test_fit_trains_and_tests
explanation: train_epoch also runs over test_loader, so the test figures describe data that the model has
    learnt. Use evaluate for the test loader.
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
    for epoch in range(1, epochs + 1):
        train = train_epoch(model, train_loader, optimizer)
        test = train_epoch(model, test_loader, optimizer)
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
