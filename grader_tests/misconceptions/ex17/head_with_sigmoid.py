"""Binary outputs are probabilities.

caught_by: test_heads
explanation: The loss for logits applies a sigmoid itself, and two of them squeeze all probabilities
    between 0.5 and 0.73. The head is a linear layer and nothing after it.
"""


def head_for(task, num_features, num_outputs):
    if task not in TASKS:
        raise ValueError(f"there is no task {task!r}")

    if task in ("binary", "multilabel"):
        return nn.Sequential(nn.Linear(num_features, num_outputs), nn.Sigmoid())
    return nn.Linear(num_features, num_outputs)
