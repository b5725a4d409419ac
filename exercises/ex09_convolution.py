# Check your work: grade check ex09    Stuck? Take a hint: grade hint ex09
"""Exercise 9: convolution and max pooling by hand.

A convolution moves a small table of weights, the kernel, over an image. At each place the numbers under the
kernel are multiplied with its weights and added up: the answer is large where the image looks like the
kernel. Max pooling moves a window in the same way and keeps the largest number under it. Networks for images
are made of these two.

You write both yourself, so PyTorch's own are not allowed in this file under any of their names: `F.conv2d`,
`nn.Conv2d`, `F.max_pool2d`, `nn.MaxPool2d` and their relatives. What cuts out patches is allowed: `F.unfold`,
`nn.Unfold` and `Tensor.unfold`; so are loops.

Unless a docstring says otherwise, the answer has the dtype and device of the input, tensors need not be
contiguous, and the tensors that are passed in stay as they are.
"""

import torch
import torch.nn.functional as F
from torch import Tensor


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    """Compute at how many places a kernel fits along one dimension of an image.

    It is the first thing to work out for a network: how many rows or columns does each layer leave?

    The kernel starts at the first position, moves on by `stride` at a time and never sticks out at the end:
    what is left over there is ignored. Padding adds that many positions on *both* sides before.

    Args:
        size: how many rows or columns the image has.
        kernel_size: how many of them the kernel covers; at most `size + 2 * padding`.
        stride: how far the kernel moves from one place to the next, at least 1.
        padding: how many positions are added on each side, at least 0.

    Returns:
        The number of places as a Python int.

    Example:
        >>> output_size(28, kernel_size=5)
        24
        >>> output_size(7, kernel_size=2, stride=2)
        3
    """
    raise NotImplementedError("output_size is not written yet")


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    """Convolve a batch of images with several kernels, as `torch.nn.functional.conv2d` does.

    Each kernel has a table of weights for each channel of the image. It answers with one number at each
    place: all products of weights and pixels, over rows, columns and channels, are added up. The weights are
    used as they stand; the kernel is not flipped as it is in mathematics.

    Around each image lie `padding` rows and columns of zeros, on all four sides. Then the kernel moves by
    `stride`, in both directions, as in `output_size`.

    Gradients flow to `x`, `weight` and `bias`.

    Args:
        x: floating point tensor (N, C, H, W), N of 1 or more.
        weight: tensor (O, C, kH, kW) of the same dtype: O kernels. kH and kW may differ. The padded image is
            at least as large as the kernel.
        bias: tensor (O,) of the same dtype, a number for each kernel that is added to all its answers; None
            adds nothing.
        stride: at least 1.
        padding: at least 0.

    Returns:
        A tensor (N, O, H', W'), where H' and W' follow from `output_size`.

    Example:
        >>> x = torch.tensor([[[[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]]])
        >>> weight = torch.tensor([[[[1.0, 10.0]]]])
        >>> conv2d(x, weight)
        tensor([[[[10., 21.],
                  [43., 54.]]]])
        >>> conv2d(x, weight, bias=torch.tensor([0.5]), stride=2, padding=1).shape
        torch.Size([1, 1, 2, 2])
    """
    raise NotImplementedError("conv2d is not written yet")


def max_pool2d(x: Tensor, kernel_size: int, stride: int | None = None) -> Tensor:
    """Keep the largest number of each window of `kernel_size` x `kernel_size`.

    Pooling makes the image smaller, and it no longer matters where exactly in its window a pattern was found.

    Each channel of each image is pooled on its own. The window moves as in `output_size`, without padding:
    rows and columns at the end that fill no window are left out. Windows may overlap, or leave gaps.

    Gradients flow to `x`: each number that was kept passes its gradient on to where it stood. Where a window
    has its largest number more than once, any way to share it is fine.

    Args:
        x: floating point tensor (N, C, H, W), N of 1 or more, without NaN.
        kernel_size: at least 1, at most H and at most W.
        stride: at least 1; None means `kernel_size`, so that the windows lie side by side.

    Returns:
        A tensor (N, C, H', W'), where H' and W' follow from `output_size`.

    Example:
        >>> x = torch.tensor([[[[1.0, 5.0, 2.0, 0.0, 9.0], [3.0, 4.0, 7.0, 6.0, 8.0]]]])
        >>> max_pool2d(x, kernel_size=2)
        tensor([[[[5., 7.]]]])
        >>> max_pool2d(x, kernel_size=2, stride=1)
        tensor([[[[5., 7., 7., 9.]]]])
    """
    raise NotImplementedError("max_pool2d is not written yet")


def edge_kernel() -> Tensor:
    """Make a kernel that finds vertical edges.

    The first layers of trained networks have such kernels. This one you choose yourself, so that you see how
    weights make a pattern detector.

    A vertical edge is where the left side is dark and the right side bright, or the other way round; at a
    horizontal edge the same holds for above and below. Convolve an image with the kernel, without padding,
    and take the absolute value of the answers:

    - On a flat area, where all pixels are equal, they are 0 (up to rounding).
    - On a horizontal edge they are 0, too.
    - On a vertical edge between pixels of 0 and pixels of 1, some of them are at least 0.1.

    Returns:
        A float32 tensor (1, 1, 3, 3).

    Example:
        >>> edge_kernel().shape
        torch.Size([1, 1, 3, 3])
    """
    raise NotImplementedError("edge_kernel is not written yet")
