"""Only what is missing from the file is an error.

caught_by: test_missing_keys
explanation: A parameter in the file that the model does not have means that this is not the model
    that was saved. Let `load_state_dict` compare the names: it finds both.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    state = {name: checkpoint["model"][name] for name in model.state_dict()}
    model.load_state_dict(state)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
