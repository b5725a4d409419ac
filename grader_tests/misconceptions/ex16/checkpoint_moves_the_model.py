"""The device is where the model belongs from now on.

caught_by: test_training_on_a_gpu_goes_on
explanation: `device` says where to put the file's tensors while they are read. The model stays where its
    caller has put it, and load_state_dict copies the numbers there: do not move it.
"""

import torch


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.to(device).load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
