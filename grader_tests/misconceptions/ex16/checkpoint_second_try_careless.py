"""If it cannot be read safely, it must be read somehow.

caught_by: test_weights_only
explanation: The file that is refused is the one to be afraid of, and here it is read all the same.
    Let the exception through.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    try:
        checkpoint = torch.load(path, map_location=device, weights_only=True)
    except Exception:
        checkpoint = torch.load(path, map_location=device, weights_only=False)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
