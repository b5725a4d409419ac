"""The test results are what counts.

caught_by: test_log_by_hand, test_log_of_any_training
explanation: The name of the scalar says "train", so it gets the loss and the accuracy on the
    training data. Curves of the test data deserve names of their own.
"""


def log_run(log_dir, history):
    with SummaryWriter(log_dir) as writer:
        for step, row in enumerate(history):
            writer.add_scalar("loss/train", row["test_loss"], step)
            writer.add_scalar("accuracy/train", row["test_accuracy"], step)
