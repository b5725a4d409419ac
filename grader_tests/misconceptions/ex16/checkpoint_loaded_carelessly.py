"""weights_only=False avoids errors.

caught_by: test_weights_only
explanation: `weights_only=False` unpickles the file, and unpickling runs any code that its author
    has put into it. What a checkpoint needs can be read with `weights_only=True`.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=False)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
