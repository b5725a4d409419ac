"""If it cannot be read safely, it must be read somehow.

caught_by: test_weights_only
explanation: A file that is read with `weights_only=False` runs any code that somebody has put into it. Save the
    `state_dict()` of model and optimizer and the number of the epoch: they can be read with `weights_only=True`.
    Where that refuses a file, let the exception through: such a file is the one to be afraid of.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    try:
        checkpoint = torch.load(path, map_location=device, weights_only=True)
    except Exception:
        checkpoint = torch.load(path, map_location=device, weights_only=False)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
