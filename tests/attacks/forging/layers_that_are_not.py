"""Says in its greeting, which came before it, that other layers are in force, and greets again.

earns: 0
stopped by: wire
"""

import os

from autograder.worker import wire

for piece in wire.frame(wire.Answer(0, wire.ListNode(["none"]))):
    os.write(3, piece)


def double(x):
    return 2 * x
