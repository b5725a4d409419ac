"""add_scalars logs several scalars at once.

caught_by: test_log_by_hand, test_log_of_any_training
explanation: `add_scalars` writes each of them into a folder of its own below log_dir, as if it were
    another run. Call `add_scalar` once for each value, with its full name.
"""


def log_run(log_dir, history):
    with SummaryWriter(log_dir) as writer:
        for step, row in enumerate(history):
            writer.add_scalars("loss", {"train": row["train_loss"]}, step)
            writer.add_scalars("accuracy", {"train": row["train_accuracy"]}, step)
