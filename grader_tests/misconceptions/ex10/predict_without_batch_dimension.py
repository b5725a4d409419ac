"""One image is one image: the network takes it as it is.

caught_by: test_predict_class, test_predict_modes
explanation: A network takes a batch (N, 1, 28, 28). One image is a batch of one: `image.unsqueeze(0)` adds the
dimension that is missing. Without it some layers raise an exception, and others take the channel for the batch.
"""


def predict(network, image):
    modes = {module: module.training for module in network.modules()}
    network.eval()
    try:
        with torch.no_grad():
            return int(network(image).argmax())
    finally:
        for module, mode in modes.items():
            module.training = mode
