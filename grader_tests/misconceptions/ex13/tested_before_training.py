"""The test figures of an epoch are taken before its training.

caught_by: test_fit_trains_and_tests
explanation: evaluate runs before train_epoch, so each row shows the test figures of the epoch before.
    Train first, then measure.
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
    for epoch in range(1, epochs + 1):
        test = evaluate(model, test_loader)
        train = train_epoch(model, train_loader, optimizer)
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
