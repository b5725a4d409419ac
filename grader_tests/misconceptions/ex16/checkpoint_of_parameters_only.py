"""A model is its parameters.

caught_by: test_checkpoint_round_trip, test_training_goes_on
explanation: The statistics of batch normalization are buffers, not parameters, and without them the
    model gives other answers in evaluation mode. `state_dict()` has both.
"""


def save_checkpoint(path, model, optimizer, epoch):
    checkpoint = {"model": dict(model.named_parameters()), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(checkpoint, path)


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"], strict=False)
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
