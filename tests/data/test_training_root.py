"""What a worker may see is the training set, whole and unchanged, and nothing of the test set."""

import torch
from torchvision.datasets import FashionMNIST

from autograder.data import manifest, sources
from autograder.data.tensors import training_set
from autograder.data.training_root import training_root


def source_of(tiny, folder):
    return sources.find(True, tiny.put(folder, zipped=True), data_set=tiny.data_set)


def test_torchvision_reads_the_training_set(tiny, tmp_path):
    source = source_of(tiny, tmp_path)
    read = FashionMNIST(training_root(source), train=True)
    images, labels = training_set(source)
    torch.testing.assert_close(read.data, images, rtol=0, atol=0)
    torch.testing.assert_close(read.targets, labels, rtol=0, atol=0)


def test_nothing_of_the_test_set_is_there(tiny, tmp_path):
    """torchvision wants all four files, so a black image a class stands in for the test set."""
    root = training_root(source_of(tiny, tmp_path))
    files = {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert set(files) == set(tiny.contents)
    stand_in = FashionMNIST(root, train=False)
    assert not stand_in.data.any() and stand_in.targets.tolist() == list(range(10))
    for name in (manifest.TEST_IMAGES, manifest.TEST_LABELS):
        payload = tiny.contents[name][8:]
        assert all(payload not in data for data in files.values())


def test_full_set_and_sample_have_folders_of_their_own(tiny, tmp_path):
    assert training_root(source_of(tiny, tmp_path)) != training_root(sources.find())


def test_second_call_unpacks_nothing(tiny, tmp_path):
    source = source_of(tiny, tmp_path)
    first = training_root(source).stat().st_ino
    assert training_root(source).stat().st_ino == first


def test_changed_or_additional_file_is_put_right(tiny, tmp_path):
    source = source_of(tiny, tmp_path)
    raw = training_root(source) / sources.LAYOUT
    labels = raw / manifest.TRAIN_LABELS
    labels.chmod(0o644)
    labels.write_bytes(bytes(len(tiny.contents[manifest.TRAIN_LABELS])))
    assert training_root(source) / sources.LAYOUT == raw
    assert labels.read_bytes() == tiny.contents[manifest.TRAIN_LABELS]
    (raw / "extra").touch()
    training_root(source)
    assert not (raw / "extra").exists()
