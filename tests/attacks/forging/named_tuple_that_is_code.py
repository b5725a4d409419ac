"""Names fields of a named tuple so that the source which makes its class says something else.

earns: 0
stopped by: values
"""

import os

from autograder.worker import wire


def send(message, blobs=()):
    for piece in wire.frame(message, [memoryview(blob) for blob in blobs]):
        os.write(3, piece)


NAMES = (
    ("a=__import__('os').system('true')", ["x"]),
    ("x", ["a, b=print('ESCAPED: ' 'a field was run')"]),
    ("x", ["lambda"]),
    ("class", ["x"]),
    ("x", ["__class__"]),
    ("x", ["__eq__"]),
    ("x", ["_fields"]),
    ("x", ["a", "a"]),
    ("\uff58", ["\uff41"]),
    ("x", ["_torchgrade_call"]),
    ("tuple", ["shape", "dtype", "numel", "__len__"][:1]),
)


def double(x):
    name, fields = NAMES[int.from_bytes(os.urandom(2), "little") % len(NAMES)]
    send(wire.Answer(2, wire.NamedTupleNode(name, fields, [6] * len(fields))))
