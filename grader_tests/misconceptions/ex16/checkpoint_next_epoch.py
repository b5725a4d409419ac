"""Training goes on with the next epoch.

caught_by: test_checkpoint_round_trip, test_training_goes_on
explanation: `load_checkpoint` returns the epoch that was saved. The caller adds 1 where the next
    one is wanted; twice is once too often.
"""


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"] + 1
