"""FashionMNIST: the embedded sample, where the full set is found, and what of either a worker may see.

Importing this package imports neither torch nor torchvision.
"""

from autograder.data.sources import Source, find
from autograder.data.tensors import held_out, training_set
from autograder.data.training_root import training_root

__all__ = ["Source", "find", "held_out", "training_root", "training_set"]
