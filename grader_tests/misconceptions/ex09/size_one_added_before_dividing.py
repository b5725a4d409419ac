"""It does not matter where the 1 is added.

caught_by: test_output_size_by_hand, test_output_size_any
explanation: You add 1 before you divide by the stride. Divide first: that is how often the kernel
moves. Then add 1 for the place where it begins.
"""


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return (size + 2 * padding - kernel_size + 1) // stride
