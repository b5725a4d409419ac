"""Values are drawn in the order in which they come.

caught_by: test_log_by_hand, test_log_of_any_training
explanation: Without a step, every value is put at step 0, and the curve is one upright line. Hand
    over the number of the epoch as the third argument of `add_scalar`.
"""


def log_run(log_dir, history):
    with SummaryWriter(log_dir) as writer:
        for row in history:
            writer.add_scalar("loss/train", row["train_loss"])
            writer.add_scalar("accuracy/train", row["train_accuracy"])
