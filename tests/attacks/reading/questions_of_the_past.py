"""Looks through its memory for questions that earlier workers were asked, and their answers.

earns: 0
stopped by: processes
"""

import gc
import re

PLANTED = re.compile(rb"PLANTED-[a-z]+-[0-9a-f]{12}")


def tell(data, where=""):
    for secret in set(PLANTED.findall(data if isinstance(data, bytes) else str(data).encode())):
        print("ESCAPED: " + secret.decode(), where)


import torch

seen = [thing for thing in gc.get_objects() if isinstance(thing, torch.Tensor) and thing.numel() == 3000]
if seen:
    print("ESCAPED: " + "inputs of another test")


def double(x):
    return None
