"""Shapes that differ can be made equal.

caught_by: test_losses_refuse_broadcasting
explanation: Where shapes differ, something went wrong earlier, and `squeeze` hides it. Raise a
    ValueError that names both shapes.
"""


def loss_for(task):
    def loss(outputs, targets):
        if task != "multiclass":
            outputs, targets = outputs.squeeze(), targets.squeeze()
            if outputs.shape != targets.shape:
                raise ValueError("shapes differ")
        if task == "regression":
            return F.mse_loss(outputs, targets)
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        return F.binary_cross_entropy_with_logits(outputs, targets.to(outputs.dtype))

    return loss
