"""A loader gives the same batches in each epoch, so they can be kept in a list.

caught_by: test_fit_starts_fresh_passes
explanation: The batches are taken from the loader once and used again in each epoch, so the data is
    never shuffled anew. Loop over the loader itself in each epoch.
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history = []
    batches = list(train_loader)
    for epoch in range(1, epochs + 1):
        train = train_epoch(model, batches, optimizer)
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
