"""A worker without a sandbox: a plain child process, for systems where nothing better can be had.

Started as `python -m autograder.worker.plain FOLDER SETTINGS [PORT TOKEN]`: the stream to the grader is
descriptor 0, or, where sockets cannot be inherited (Windows), a connection to a local port.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys
import warnings
from typing import Any

from autograder.worker import host


def main(arguments: list[str]) -> None:
    """Limit this process as far as the system can, then host one submission."""
    folder, settings_text, *address = arguments
    settings = json.loads(settings_text)
    stream = _connect(*address) if address else os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for name in settings["preload"]:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    layers = _limit(settings)
    host.work(stream, folder, settings["data"], settings["max_reply"], layers)


def _limit(settings: dict[str, Any]) -> list[str]:
    try:
        from autograder.worker import layers, rlimits
    except ImportError:  # Windows has no resource module
        return []
    names = ("memory_bytes", "processes", "file_bytes", "scratch_bytes", "cpu_seconds", "gpu")
    rlimits.apply(rlimits.Limits(**{name: settings[name] for name in names}))
    return [str(layers.Layer.LIMITS)]


def _connect(port: str, token: str) -> int:
    connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.sendall(token.encode())
    return connection.detach()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)
