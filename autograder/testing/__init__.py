"""What suite authors import: points, probe, expect, gradients, oracle, the lab, what there is to look at."""

from autograder.testing import exhibits, expect, gradients, meter, trained, virtual_time
from autograder.testing.oracles import oracle
from autograder.testing.points import points
from autograder.testing.probes import probe
from autograder.worker import lab

__all__ = [
    "exhibits",
    "expect",
    "gradients",
    "lab",
    "meter",
    "oracle",
    "points",
    "probe",
    "trained",
    "virtual_time",
]
