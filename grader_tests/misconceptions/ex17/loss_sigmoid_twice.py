"""The loss needs probabilities.

caught_by: test_losses_by_hand, test_losses_of_any_outputs
explanation: `binary_cross_entropy_with_logits` applies a sigmoid itself: with_logits says so. After
    another one, no probability is ever below 0.5. Hand the outputs over as they are.
"""


def loss_for(task):
    def loss(outputs, targets):
        if task != "multiclass" and outputs.shape != targets.shape:
            raise ValueError(f"{tuple(outputs.shape)} and {tuple(targets.shape)} differ")
        if task == "regression":
            return F.mse_loss(outputs, targets)
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        return F.binary_cross_entropy_with_logits(outputs.sigmoid(), targets.to(outputs.dtype))

    return loss
