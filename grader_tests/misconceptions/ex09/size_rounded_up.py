"""A kernel that does not fit any more sees part of the image.

caught_by: test_output_size_by_hand, test_output_size_any
explanation: You round up, so the last kernel sticks out of the image. It must not: round down, with
`//`.
"""

import math


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return math.ceil((size + 2 * padding - kernel_size) / stride) + 1
