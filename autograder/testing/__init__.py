"""What suite authors import: points, expect, gradients, oracle, and the lab."""

from autograder.testing import expect, gradients
from autograder.testing.oracles import oracle
from autograder.testing.points import points
from autograder.worker import lab

__all__ = ["expect", "gradients", "lab", "oracle", "points"]
