"""A float tensor is a tensor of floats, whatever its range.

caught_by: test_load_images, test_load_test_part
explanation: The values still go up to 255. Divide by 255 (transforms.ToTensor() does it for uint8
images), so that white is 1.
"""


def load_fashion_mnist(root, train):
    to_floats = transforms.Compose([transforms.PILToTensor(), transforms.Lambda(torch.Tensor.float)])
    return FashionMNIST(root, train=train, transform=to_floats)
