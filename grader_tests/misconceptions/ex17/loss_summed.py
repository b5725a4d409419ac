"""The loss of a batch is the sum of its losses.

caught_by: test_losses_by_hand, test_losses_of_any_outputs
explanation: A sum grows with the batch, and with it the size of the steps. All losses here are
    means.
"""


def loss_for(task):
    def loss(outputs, targets):
        if task != "multiclass" and outputs.shape != targets.shape:
            raise ValueError(f"{tuple(outputs.shape)} and {tuple(targets.shape)} differ")
        if task == "regression":
            return F.mse_loss(outputs, targets, reduction="sum")
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        return F.binary_cross_entropy_with_logits(outputs, targets.to(outputs.dtype))

    return loss
