"""TensorBoard finds its files.

caught_by: test_log_by_hand, test_log_of_any_training
explanation: Without a folder, a `SummaryWriter` makes one of its own below `runs/`. Hand log_dir
    over to it: `SummaryWriter(log_dir)`.
"""


def log_run(log_dir, history):
    with SummaryWriter() as writer:
        for step, row in enumerate(history):
            writer.add_scalar("loss/train", row["train_loss"], step)
            writer.add_scalar("accuracy/train", row["train_accuracy"], step)
