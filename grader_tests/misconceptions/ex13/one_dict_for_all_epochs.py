"""Appending a dict stores a copy of it.

caught_by: test_fit_history
explanation: All entries of the history are one and the same dict, so each shows the last epoch. Make a
    new dict in each epoch.
"""


def fit(model, train_loader, test_loader, optimizer, epochs):
    history, row = [], {}
    for epoch in range(1, epochs + 1):
        train = train_epoch(model, train_loader, optimizer)
        test = evaluate(model, test_loader)
        row.update(epoch=epoch, train_loss=train["loss"], train_accuracy=train["accuracy"])
        row.update(test_loss=test["loss"], test_accuracy=test["accuracy"])
        history.append(row)
    return history
