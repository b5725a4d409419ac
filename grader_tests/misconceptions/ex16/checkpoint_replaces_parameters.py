"""assign=True saves copying.

caught_by: test_training_goes_on
explanation: With `assign=True` the model gets new parameters, while the optimizer still holds the
    old ones and trains these. Without it, the numbers are copied into the parameters that are
    there.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"], assign=True)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
