"""Targets are floats.

caught_by: test_losses_by_hand, test_losses_of_any_outputs
explanation: Labels of 0 and 1 mostly come as integers, and `binary_cross_entropy_with_logits` fails
    on them. Convert them: `targets.to(outputs.dtype)`.
"""


def loss_for(task):
    def loss(outputs, targets):
        if task != "multiclass" and outputs.shape != targets.shape:
            raise ValueError(f"{tuple(outputs.shape)} and {tuple(targets.shape)} differ")
        if task == "regression":
            return F.mse_loss(outputs, targets)
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        return F.binary_cross_entropy_with_logits(outputs, targets)

    return loss
