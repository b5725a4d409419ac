"""A position is (x, y).

caught_by: test_extremes_by_hand, test_extremes_first_of_ties
explanation: You return (column, row). A matrix is indexed with the row first, as in `x[row,
column]`.
"""

from torch import Tensor


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    columns = x.shape[1]
    row, column = divmod(int(x.argmin()), columns)
    row2, column2 = divmod(int(x.argmax()), columns)
    return (column, row), (column2, row2)
