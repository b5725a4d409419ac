"""Both parts of a set as tensors of the promised shapes and dtypes."""

import torch

from autograder.data import sources
from autograder.data.tensors import held_out, training_set


def test_sample_is_balanced_and_of_the_promised_form():
    source = sources.find()
    for (images, labels), per_class in ((training_set(source), 600), (held_out(source), 200)):
        assert images.dtype == torch.uint8 and images.shape == (10 * per_class, 28, 28)
        assert labels.dtype == torch.int64 and labels.bincount().tolist() == [per_class] * 10


def test_parts_are_not_confused(tiny, tmp_path):
    source = sources.find(True, tiny.put(tmp_path), data_set=tiny.data_set)
    images, labels = training_set(source)
    assert images[:, 5, 7].tolist() == list(range(40)) and labels[:12].tolist() == [*range(10), 0, 1]
    images, labels = held_out(source)
    assert images[:, 5, 7].tolist() == list(range(19, -1, -1)) and labels.tolist() == [*range(9, -1, -1)] * 2


def test_changing_a_tensor_changes_no_other_callers_tensor(tiny, tmp_path):
    source = sources.find(True, tiny.put(tmp_path), data_set=tiny.data_set)
    held_out(source)[0].fill_(255)
    assert held_out(source)[0].max() == 19
