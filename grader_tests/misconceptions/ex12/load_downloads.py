"""download=True does no harm: it only fetches what is missing.

caught_by: test_load_test_part
explanation: Where the files are missing this starts to fetch them from the internet. Leave download
away: then torchvision says with a RuntimeError that they are missing.
"""


def load_fashion_mnist(root, train):
    return FashionMNIST(root, train=train, download=True, transform=transforms.ToTensor())
