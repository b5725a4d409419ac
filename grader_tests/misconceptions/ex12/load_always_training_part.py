"""The data set is one, and its first part will do.

caught_by: test_load_test_part
explanation: The argument train is not used, so the test part is never loaded and a network is tested on
what it was trained on. Pass train=train.
"""


def load_fashion_mnist(root, train):
    return FashionMNIST(root, train=True, transform=transforms.ToTensor())
