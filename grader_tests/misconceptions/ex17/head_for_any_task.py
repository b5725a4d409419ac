"""The task makes no difference to the head.

caught_by: test_heads
explanation: All four tasks get the same layer, but a task that does not exist gets a ValueError:
    otherwise a slip of the pen is found much later, or never.
"""


def head_for(task, num_features, num_outputs):
    return nn.Linear(num_features, num_outputs)
