"""The name ends with what is measured.

caught_by: test_log_by_hand, test_log_of_any_training
explanation: TensorBoard groups curves by what stands before the slash: the scalars are called
    loss/train and accuracy/train, so that a loss/test would be drawn beside the first one.
"""


def log_run(log_dir, history):
    with SummaryWriter(log_dir) as writer:
        for step, row in enumerate(history):
            writer.add_scalar("train/loss", row["train_loss"], step)
            writer.add_scalar("train/accuracy", row["train_accuracy"], step)
