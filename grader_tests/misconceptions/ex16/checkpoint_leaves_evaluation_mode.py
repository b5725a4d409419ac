"""Before saving, the model is put into evaluation mode.

caught_by: test_training_goes_on
explanation: `model.eval()` changes the model, and the training that goes on after `save_checkpoint`
    no longer trains with batch statistics. Saving needs no mode.
"""


def save_checkpoint(path, model, optimizer, epoch):
    model.eval()
    checkpoint = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch}
    torch.save(checkpoint, path)
