"""A dataset of images gives tensors by itself.

caught_by: test_load_images, test_load_test_part
explanation: Without a transform torchvision's datasets give PIL images. Pass one that turns an image
into a float tensor, such as transforms.ToTensor().
"""


def load_fashion_mnist(root, train):
    return FashionMNIST(root, train=train)
