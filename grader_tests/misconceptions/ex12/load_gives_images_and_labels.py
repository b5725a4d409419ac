"""A dataset is its tensor of images.

caught_by: test_load_images, test_load_test_part
explanation: data.data and data.targets are the raw tensors. What is wanted is the dataset itself, which
applies the transform to an item when it is asked for.
"""


def load_fashion_mnist(root, train):
    data = FashionMNIST(root, train=train)
    return torch.utils.data.TensorDataset(data.data.unsqueeze(1) / 255, data.targets)
