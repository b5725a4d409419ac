"""What suite authors import: points, expect, gradients, the lab, and what there is to look at."""

from autograder.testing import exhibits, expect, gradients, meter
from autograder.testing.points import points
from autograder.worker import lab

__all__ = ["exhibits", "expect", "gradients", "lab", "meter", "points"]
