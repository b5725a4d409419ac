"""What is given to a writer is in the file.

caught_by: test_log_by_hand, test_log_of_any_training
explanation: A writer collects values and writes them some time later; what it still holds when the
    program ends is lost. Call `writer.close()`, or use the writer in a `with` statement.
"""


def log_run(log_dir, history):
    writer = SummaryWriter(log_dir)
    for step, row in enumerate(history):
        writer.add_scalar("loss/train", row["train_loss"], step)
        writer.add_scalar("accuracy/train", row["train_accuracy"], step)
