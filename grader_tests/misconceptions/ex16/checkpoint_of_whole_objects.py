"""torch.save can save the model itself.

caught_by: test_weights_only
explanation: A file with whole objects can only be read with `weights_only=False`, and that runs any
    code which somebody has put into the file. It also breaks when the class is moved or renamed.
    Save the `state_dict()` of both.
"""


def save_checkpoint(path, model, optimizer, epoch):
    torch.save((model, optimizer, epoch), path)


def load_checkpoint(path, model, optimizer, device="cpu"):
    saved_model, saved_optimizer, epoch = torch.load(path, map_location=device, weights_only=False)
    model.load_state_dict(saved_model.state_dict())
    optimizer.load_state_dict(saved_optimizer.state_dict())
    return epoch
