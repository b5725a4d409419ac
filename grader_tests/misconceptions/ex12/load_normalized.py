"""Images are normalized where they are loaded, as in every tutorial.

caught_by: test_load_images, test_load_test_part
explanation: Normalize((0.5,), (0.5,)) moves the values to -1 to 1. This function is to give them from 0
to 1; leave the normalization to whoever trains.
"""


def load_fashion_mnist(root, train):
    steps = [transforms.ToTensor(), transforms.Normalize((0.5,), (0.5,))]
    return FashionMNIST(root, train=train, transform=transforms.Compose(steps))
