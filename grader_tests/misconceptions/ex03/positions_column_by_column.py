"""Any of several equal extremes will do.

caught_by: test_extremes_first_of_ties
explanation: Where a number occurs more than once, you return the first place column by column.
Search row by row, from left to right.
"""

from torch import Tensor


def extreme_positions(x: Tensor) -> tuple[tuple[int, int], tuple[int, int]]:
    rows = x.shape[0]
    column, row = divmod(int(x.T.argmin()), rows)
    column2, row2 = divmod(int(x.T.argmax()), rows)
    return (row, column), (row2, column2)
