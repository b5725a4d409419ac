"""A container engine without containers: it runs the command beside it, over pipes as real engines do.

Put it on the path as `podman`. It answers `version`, `image inspect`, `run` and `rm --force`; what it is asked
goes to the file `asked` in the folder that FAKE_ENGINE names, a line of JSON each.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

FOLDER = Path(os.environ.get("FAKE_ENGINE", ""))  # where it keeps what it knows


def main() -> int:
    """Do what the command line asks."""
    arguments = sys.argv[1:]
    with (FOLDER / "asked").open("a") as log:
        log.write(json.dumps(arguments) + "\n")
    match arguments:
        case ["version"]:
            return 0
        case ["image", "inspect", wanted]:
            return 0 if (FOLDER / "image").exists() and (FOLDER / "image").read_text() == wanted else 1
        case ["rm", "--force", name]:
            with contextlib.suppress(FileNotFoundError):
                end(int((FOLDER / name).read_text()))
            return 0
        case ["run", *rest]:
            return run(rest)
    return 125


def run(arguments: list[str]) -> int:
    """Run the program behind the image's name; the options are looked at by tests, not here."""
    count = next(place for place, one in enumerate(arguments) if not one.startswith("--"))
    options, program = arguments[:count], arguments[count + 1 :]
    name = next(one.removeprefix("--name=") for one in options if one.startswith("--name="))
    with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
        settings = json.loads(program[-1]) | {"scratch": scratch}
        mounts = [one.partition("source=")[2].split(",")[0] for one in options if one.startswith("--mount=")]
        settings["data"] = mounts[0] if settings["data"] else ""
        process = subprocess.Popen(
            [sys.executable, *program[1:-1], json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        (FOLDER / name).write_text(str(process.pid))
        code = relay(process)
    return 128 - code if code < 0 else code


def relay(process: subprocess.Popen[bytes]) -> int:
    """Carry bytes both ways until the program ends; then nothing of it is left."""
    assert process.stdin is not None and process.stdout is not None
    source, sink = process.stdout.fileno(), process.stdin

    def take_in() -> None:
        with contextlib.suppress(OSError):
            while chunk := os.read(0, 1 << 16):
                sink.write(chunk)
                sink.flush()
        with contextlib.suppress(OSError):
            sink.close()

    threading.Thread(target=take_in, daemon=True).start()
    while chunk := os.read(source, 1 << 16):
        rest = memoryview(chunk)
        while rest:
            rest = rest[os.write(1, rest) :]
    code = process.wait()
    end(process.pid)  # a process namespace ends with its first process
    return code


def end(group: int) -> None:
    """Kill a process group and wait until nothing of it runs, as engines wait for a process namespace."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)
    while lives(group):
        time.sleep(0.01)


def lives(group: int) -> bool:
    """Return whether a process of the group runs; one that only waits to be collected does not."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, its_group = path.read_text().rpartition(") ")[2].split()[:3]
        except OSError:
            continue
        if int(its_group) == group and state != "Z":
            return True
    return False


if __name__ == "__main__":
    result = main()
    sys.stdout.flush()
    os._exit(result)
