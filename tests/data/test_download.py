"""torchvision downloads; what goes wrong there becomes one line."""

import socket
from urllib.error import URLError

import pytest
import torchvision.datasets

from autograder.data import download
from autograder.errors import HostError


def test_asks_torchvision_for_that_folder_with_a_time_limit(monkeypatch, tmp_path):
    asked = []

    def fake(root, download):
        asked.append((root, download, socket.getdefaulttimeout()))

    monkeypatch.setattr(torchvision.datasets, "FashionMNIST", fake)
    download.fetch(tmp_path)
    assert asked == [(str(tmp_path), True, download.PATIENCE)]
    assert socket.getdefaulttimeout() is None


@pytest.mark.parametrize(
    "error",
    [RuntimeError("Error downloading\n  x.gz:\nTried y"), URLError("no route"), TimeoutError("timed out")],
)
def test_failure_is_one_line(monkeypatch, tmp_path, error):
    def fake(root, download):
        raise error

    monkeypatch.setattr(torchvision.datasets, "FashionMNIST", fake)
    with pytest.raises(HostError) as caught:
        download.fetch(tmp_path)
    assert str(caught.value).startswith("the download failed: ") and "\n" not in str(caught.value)
