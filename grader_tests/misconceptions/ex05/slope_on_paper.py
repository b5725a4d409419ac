"""The derivative is known, so it can be returned at once.

caught_by: test_slope
explanation: `2 * x + 3` is right, but it is your derivative and not torch's. Make a tensor of `x`
that requires a gradient, compute the polynomial with it, and call `backward()`: that works as well
where nobody knows the derivative.
"""


def slope_of_poly(x: float) -> float:
    return 2 * x + 3
