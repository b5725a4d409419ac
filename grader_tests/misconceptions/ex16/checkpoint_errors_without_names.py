"""An error message can be short.

caught_by: test_missing_keys
explanation: Whoever reads the message must find out what differs between file and model.
    `load_state_dict` says it: let its exception through, or put the names into your own.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    if set(checkpoint["model"]) != set(model.state_dict()):
        raise ValueError("this checkpoint is of another model")
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
