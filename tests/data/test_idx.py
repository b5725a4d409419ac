"""A data file is believed only when its form, size and contents are the expected ones."""

import gzip
import hashlib
import os
import struct

import pytest

from autograder.data import idx
from autograder.errors import HostError

DATA = idx.header((3, 2)) + b"abcdef"
EXPECTED = idx.IdxFile(name="pixels", shape=(3, 2), sha256=hashlib.sha256(DATA).hexdigest())


@pytest.fixture
def refusal(tmp_path):
    """Put bytes (or call a function) at a path and return the one-line refusal to read it."""

    def refuse(content, name="pixels"):
        path = tmp_path / name
        path.write_bytes(content) if isinstance(content, bytes) else content(path)
        with pytest.raises(HostError) as caught:
            idx.read(path, EXPECTED)
        message = str(caught.value)
        assert message.startswith(f"{path}: ") and message.endswith(f"; {idx.REMEDY}") and "\n" not in message
        return message.removeprefix(f"{path}: ").removesuffix(f"; {idx.REMEDY}")

    return refuse


def test_header_is_that_of_the_mnist_files():
    assert idx.header((60_000, 28, 28)) == bytes.fromhex("00000803 0000ea60 0000001c 0000001c")
    assert idx.header((60_000,)) == bytes.fromhex("00000801 0000ea60")


def test_reads_plain_and_zipped_files(tmp_path):
    (tmp_path / "pixels").write_bytes(DATA)
    (tmp_path / "pixels.gz").write_bytes(gzip.compress(DATA))
    assert idx.read(tmp_path / "pixels", EXPECTED) == DATA
    assert idx.read(tmp_path / "pixels.gz", EXPECTED) == DATA


def test_missing(refusal):
    assert refusal(lambda path: None) == "cannot be read (No such file or directory)"


def test_directory_in_its_place(refusal):
    assert refusal(lambda path: path.mkdir()) == "cannot be read (not a regular file)"


def test_named_pipe_in_its_place(refusal):
    """Opening it would wait for ever."""
    assert refusal(os.mkfifo) == "cannot be read (not a regular file)"


def test_empty(refusal):
    assert refusal(b"") == "is not pixels: it starts with nothing, not 00000802"


def test_wrong_magic(refusal):
    assert refusal(b"<htm" + DATA[4:]) == "is not pixels: it starts with 3c68746d, not 00000802"


def test_wrong_shape(refusal):
    other = struct.pack(">HBB2I", 0, 8, 2, 2, 3) + b"abcdef"
    assert refusal(other) == "holds an array of shape (2, 3), where (3, 2) is expected"


def test_cut_in_the_header(refusal):
    assert refusal(DATA[:7]) == "holds an array of shape (), where (3, 2) is expected"


def test_cut_in_the_elements(refusal):
    assert refusal(DATA[:-1]) == "is cut short: 17 of 18 bytes"


def test_longer(refusal):
    assert refusal(DATA + b"g") == "is longer than the 18 bytes of pixels"


def test_other_contents_of_the_right_form(refusal):
    assert refusal(DATA[:-1] + b"F") == "has the form of pixels, but not its contents (SHA-256 differs)"


def test_not_an_archive(refusal):
    message = refusal(b"plain text, not gzip", "pixels.gz")
    assert message.startswith("cannot be read (the archive is damaged: Not a gzipped file")


def test_archive_cut_short(refusal):
    assert refusal(gzip.compress(DATA)[:-9], "pixels.gz") == "cannot be read (the archive is cut short)"


def test_archive_with_a_flipped_bit(refusal):
    archive = bytearray(gzip.compress(DATA))
    archive[-8] ^= 1  # its checksum
    assert refusal(bytes(archive), "pixels.gz").startswith("cannot be read (the archive is damaged: CRC")


def test_archive_with_a_broken_stream(refusal):
    archive = gzip.compress(DATA)
    message = refusal(archive[:10] + b"\xff" * 20, "pixels.gz")
    assert message.startswith("cannot be read (the archive is damaged")


def test_archive_that_unpacks_without_end(refusal, monkeypatch):
    """Only as many bytes are unpacked as the file may have, and one to see that there are more."""
    asked = []
    read = gzip.GzipFile.read
    monkeypatch.setattr(gzip.GzipFile, "read", lambda self, size=-1: asked.append(size) or read(self, size))
    bomb = gzip.compress(DATA + bytes(50_000_000))
    assert refusal(bomb, "pixels.gz") == "is longer than the 18 bytes of pixels"
    assert asked == [19]
