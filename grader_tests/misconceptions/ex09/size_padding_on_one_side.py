"""Padding makes the image `padding` larger.

caught_by: test_output_size_by_hand, test_output_size_any
explanation: You add the padding once. It lies on both sides, so the size grows by 2 * padding.
"""


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return (size + padding - kernel_size) // stride + 1
