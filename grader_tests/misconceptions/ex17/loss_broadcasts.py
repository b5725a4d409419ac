"""The loss function checks its arguments.

caught_by: test_losses_refuse_broadcasting
explanation: `F.mse_loss` broadcasts (N, 1) and (N,) to (N, N) and gives no more than a warning; the
    model then learns to predict the mean of all targets. Compare the shapes first.
"""


def loss_for(task):
    def loss(outputs, targets):
        if task == "regression":
            return F.mse_loss(outputs, targets)
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        return F.binary_cross_entropy_with_logits(outputs, targets.to(outputs.dtype))

    return loss
