"""strict=False avoids annoying errors.

caught_by: test_missing_keys
explanation: With `strict=False`, a layer that is not in the file keeps the numbers that it was made
    with, and nobody is told. Leave it out: the error names what is missing.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"], strict=False)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
