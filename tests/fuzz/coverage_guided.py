"""The decoder under atheris, guided by coverage: `make fuzz`, or with options of libFuzzer behind it.

    python -m tests.fuzz.coverage_guided -max_total_time=600 CORPUS_FOLDER

Needs the extra "fuzz". A finding is written to a file crash-*, which `tests.fuzz.target.decode` takes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found]  # only where the extra is installed

with atheris.instrument_imports(include=["autograder.worker.values", "autograder.worker.wire"]):
    from tests.fuzz import seeds
    from tests.fuzz.target import decode

BOUNDS = ("-rss_limit_mb=2048", "-timeout=10", "-max_len=8192")


def one_input(data: bytes) -> None:
    """Decode what the fuzzer made: as a frame, and as a header and a body with true lengths around them."""
    decode(data)
    provider = atheris.FuzzedDataProvider(data)
    body = provider.ConsumeBytes(provider.ConsumeIntInRange(0, 64))
    decode(seeds.join(provider.ConsumeBytes(len(data)), body))


def main() -> None:
    """Fuzz from honest frames until libFuzzer has enough."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for number, frame in enumerate(seeds.frames()):
            Path(folder, f"honest-{number}").write_bytes(frame)
        atheris.Setup([sys.argv[0], *BOUNDS, *sys.argv[1:], folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
