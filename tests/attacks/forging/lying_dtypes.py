"""Announces tensors of dtypes that do not exist, or whose bytes are not there.

earns: 0
stopped by: values
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


NODES = (
    (wire.TensorNode("float64", (100, 30), False), b"x" * 12),
    (wire.TensorNode("object", (1,), False), b"12345678"),
    (wire.TensorNode("quint8", (1,), False), b"1"),
    (wire.TensorNode("torch.float32", (1,), False), b"1234"),
    (wire.TensorNode("bool", (2, 3), False), b"\x02\xff\x80\x03\x05\x07"),
    (wire.TensorNode("float32", (2, 3), True), b"\x7f\xc0\x00\x00" * 6),
    (wire.ArrayNode("object", (1,), True), b"12345678"),
    (wire.ArrayNode("<U2", (1,), False), b"12345678"),
    (wire.ArrayNode("datetime64[ns]", (1,), True), b"12345678"),
    (wire.ArrayNode("V8", (1,), True), b"12345678"),
    (wire.BytesNode(-1), b""),
    (wire.BytesNode(1 << 40), b"x"),
    (wire.DtypeNode("float32; import os"), b""),
    (wire.DeviceNode("cuda:999999999999"), b""),
)


def double(x):
    node, data = NODES[LINE % len(NODES)]
    send(wire.Answer(2, node), [data])


LINE = int.from_bytes(os.urandom(2), "little")
