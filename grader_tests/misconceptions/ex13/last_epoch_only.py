"""Only the last epoch's figures matter.

caught_by: test_fit_history
explanation: fit returns the dict of the last epoch instead of the list of all. Return the whole history,
    or nobody can draw a learning curve.
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
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
    return history[-1]
