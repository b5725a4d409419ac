"""A probability says more than a yes or no.

caught_by: test_predictions_by_hand, test_predictions_of_any_outputs
explanation: Asked for is the decision: 1 where the probability is more than 0.5, else 0.
"""


def predictions_for(task, outputs):
    if task == "regression":
        return outputs
    if task == "multiclass":
        return outputs.argmax(dim=1)
    return outputs.sigmoid()
