"""One output a sample makes a vector.

caught_by: test_heads
explanation: The outputs are (N, num_outputs), also where num_outputs is 1. A dimension that comes
    and goes with a number leads to shapes that broadcast.
"""


def head_for(task, num_features, num_outputs):
    if task not in TASKS:
        raise ValueError(f"there is no task {task!r}")

    head = nn.Linear(num_features, num_outputs)
    return nn.Sequential(head, nn.Flatten(0)) if num_outputs == 1 else head
