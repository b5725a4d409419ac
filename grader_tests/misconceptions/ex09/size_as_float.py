"""`/` gives an int where the division has no remainder.

caught_by: test_output_size_by_hand, test_output_size_any
explanation: `/` always gives a float, which no tensor takes as its size, and it does not round.
`//` divides ints, rounds down and gives an int.
"""


def output_size(size: int, kernel_size: int, stride: int = 1, padding: int = 0) -> int:
    return (size + 2 * padding - kernel_size) / stride + 1
