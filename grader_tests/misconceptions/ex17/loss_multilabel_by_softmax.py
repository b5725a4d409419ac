"""Several labels are several classes.

caught_by: test_losses_by_hand, test_losses_of_any_outputs
explanation: Softmax lets the labels compete, as if exactly one of them applied. In a multilabel
    task each label is a yes or no of its own: binary cross-entropy.
"""


def loss_for(task):
    def loss(outputs, targets):
        if task == "multiclass":
            return F.cross_entropy(outputs, targets)
        if outputs.shape != targets.shape:
            raise ValueError(f"{tuple(outputs.shape)} and {tuple(targets.shape)} differ")
        if task == "regression":
            return F.mse_loss(outputs, targets)
        if task == "multilabel":
            return -(targets * outputs.log_softmax(dim=-1)).sum(dim=-1).mean()
        return F.binary_cross_entropy_with_logits(outputs, targets.to(outputs.dtype))

    return loss
