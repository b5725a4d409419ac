"""The weights are the model.

caught_by: test_training_goes_on
explanation: The optimizer has a memory too: momenta, step counts, its learning rate. Without it the
    first steps after the break differ from those of a training that never stopped. Save and load
    `optimizer.state_dict()` as well.
"""


def save_checkpoint(path, model, optimizer, epoch):
    checkpoint = {"model": model.state_dict(), "epoch": epoch}
    torch.save(checkpoint, path)


def load_checkpoint(path, model, optimizer, device="cpu"):
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    return checkpoint["epoch"]
