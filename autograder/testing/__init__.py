"""What suite authors import: points, expect, gradients, and the lab."""

from autograder.testing import expect, gradients
from autograder.testing.points import points
from autograder.worker import lab

__all__ = ["expect", "gradients", "lab", "points"]
