"""The optimizer's memory is its state.

caught_by: test_training_goes_on
explanation: `optimizer.state` has momenta and step counts; learning rate and momentum stand in
    `optimizer.param_groups`. `optimizer.state_dict()` and `load_state_dict` take care of both.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    groups = optimizer.state_dict()["param_groups"]
    optimizer.load_state_dict({"state": checkpoint["optimizer"]["state"], "param_groups": groups})
    return checkpoint["epoch"]
