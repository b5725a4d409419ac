"""Sigmoid first, then the cross-entropy.

caught_by: test_losses_of_any_outputs
explanation: In floats the sigmoid of a large number is exactly 1, so the logarithm of what is left
    to 1 is no longer right, and gradients vanish. `binary_cross_entropy_with_logits` computes both
    in one step.
"""


def loss_for(task):
    def loss(outputs, targets):
        if task != "multiclass" and outputs.shape != targets.shape:
            raise ValueError(f"{tuple(outputs.shape)} and {tuple(targets.shape)} differ")
        if task == "regression":
            return F.mse_loss(outputs, targets)
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        return F.binary_cross_entropy(outputs.sigmoid(), targets.to(outputs.dtype))

    return loss
