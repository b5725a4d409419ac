"""It poisons what Python imports from: bytecode beside sources, .pth files, sitecustomize, the path, import hooks.

earns: 4 exactly
stopped by: root, landlock, processes
"""

import contextlib
import importlib.util
import json
import os
import site
import sys

import torch

POISON = "print('ESCAPED: poison in an earlier test was taken')\n"
if getattr(torch, "attacked", False) or getattr(json, "attacked", False):
    print("ESCAPED: a module that an earlier test changed")
torch.attacked = json.attacked = True
site_packages = (*site.getsitepackages(), site.getusersitepackages(), os.path.dirname(os.__file__))
for folder in site_packages:
    with contextlib.suppress(OSError):
        os.close(os.open(f"{folder}/attack.pth", os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        os.unlink(f"{folder}/attack.pth")
        print("ESCAPED: may add a .pth file to", folder)
for name in ("sitecustomize.py", "usercustomize.py", "numpy.py", "wave.py", "ex01_double.py"):
    with contextlib.suppress(OSError), open(name, "x") as file:
        file.write(POISON)
for module in (json, torch, importlib.util):
    with contextlib.suppress(OSError):
        cached = importlib.util.cache_from_source(module.__file__)
        os.close(os.open(cached, os.O_WRONLY))
        print("ESCAPED: may write the bytecode of", module.__name__)


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "wave":
            print("an import hook of this very test")


if any("Finder" in (type(finder).__name__, getattr(finder, "__name__", "")) for finder in sys.meta_path[:1]):
    print("ESCAPED: an import hook of an earlier test")
sys.meta_path.insert(0, Finder)
sys.path.insert(0, "/tmp")
sys.path_importer_cache.clear()


def double(x):
    return 2 * x
