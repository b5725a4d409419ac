"""The outputs are not needed any more.

caught_by: test_predictions_by_hand, test_predictions_of_any_outputs
explanation: `sigmoid_` overwrites the caller's tensor, who may still want to compute the loss from
    it. `sigmoid` makes a new one.
"""


def predictions_for(task, outputs):
    if task == "regression":
        return outputs
    if task == "multiclass":
        return outputs.argmax(dim=1)
    return (outputs.sigmoid_() > 0.5).long()
