"""What is in the file is loaded.

caught_by: test_training_goes_on
explanation: The optimizer's state is in the file, but nobody gives it back. Call
    `optimizer.load_state_dict(checkpoint["optimizer"])`.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    return checkpoint["epoch"]
