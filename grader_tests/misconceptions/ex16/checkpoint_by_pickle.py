"""pickle saves any Python object.

caught_by: test_weights_only
explanation: `pickle.load` runs any code that the author of the file has put into it. `torch.save`
    and `torch.load(..., weights_only=True)` write and read the same dict without that danger.
"""

import pickle


def save_checkpoint(path, model, optimizer, epoch):
    checkpoint = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    with open(path, "wb") as file:
        pickle.dump(checkpoint, file)


def load_checkpoint(path, model, optimizer, device="cpu"):
    with open(path, "rb") as file:
        checkpoint = pickle.load(file)
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"]
