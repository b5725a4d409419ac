"""Tensors come back as they were.

caught_by: test_checkpoint_from_a_gpu
explanation: Tensors come back to the device that they were on. A checkpoint from a GPU then cannot
    be read on a machine without one. Hand the device over: `map_location=device`.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
