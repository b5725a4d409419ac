"""The threshold is 0.5.

caught_by: test_predictions_by_hand, test_predictions_of_any_outputs
explanation: The threshold holds for the probability, and the outputs are logits. The probability is
    more than 0.5 where the logit is more than 0.
"""


def predictions_for(task, outputs):
    if task == "regression":
        return outputs
    if task == "multiclass":
        return outputs.argmax(dim=1)
    return (outputs > 0.5).long()
