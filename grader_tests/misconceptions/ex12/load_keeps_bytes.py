"""An image as a tensor is the bytes of the file.

caught_by: test_load_images, test_load_test_part
explanation: PILToTensor keeps the uint8 values from 0 to 255. Networks want floats:
transforms.ToTensor() also divides by 255.
"""


def load_fashion_mnist(root, train):
    return FashionMNIST(root, train=train, transform=transforms.PILToTensor())
