"""Sends nodes that no version of the protocol knows, in headers that are well-formed all the same.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


import struct

import msgspec

HEADERS = (
    ["ok", 2, ["z", 1]],
    ["ok", 2, {"py/object": "os.system", "py/reduce": ["true"]}],
    ["ok", 2, ["h"]],
    ["ok", 2, ["t", "float32", [1], False, None, "more"]],
    ["ok", 2, ["l", [["l", [["h", 1, "x" * 300]]]]]],
    ["ok", 2, msgspec.Raw(b"\xc7\x05\x01hello")],
    ["ok"],
    ["error", 2],
    {"ok": 6},
    6,
    "ok",
)


def double(x):
    pick = int.from_bytes(os.urandom(1), "little") % len(HEADERS)
    header = msgspec.msgpack.encode(HEADERS[pick])
    os.write(3, struct.pack("<IQ", len(header), 0) + header)
