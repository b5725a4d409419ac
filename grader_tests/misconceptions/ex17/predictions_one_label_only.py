"""The highest output is the prediction.

caught_by: test_predictions_by_hand, test_predictions_of_any_outputs
explanation: In a multilabel task none, some or all labels may apply, and each output is decided on
    its own. `argmax` names exactly one.
"""


def predictions_for(task, outputs):
    if task == "regression":
        return outputs
    if task == "binary":
        return (outputs > 0).long()
    return outputs.argmax(dim=1)
