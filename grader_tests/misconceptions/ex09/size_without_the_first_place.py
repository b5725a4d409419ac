"""The kernel moves as often as there is room.

caught_by: test_output_size_by_hand, test_output_size_any
explanation: You count how often the kernel moves. It also answers at the place where it begins: add
1, after the division.
"""


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return (size + 2 * padding - kernel_size) // stride
