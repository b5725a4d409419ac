"""Which layer stops which attack: the corpus, with each layer switched off in turn and with no sandbox at all.

    python tests/attacks/matrix.py [--modes full,root,none] [--family reading] [--table docs/security.md]

It is no test: it takes minutes for each mode, and an hour without a sandbox. Needs root, since it moves into
process, mount, network and IPC namespaces of its own first, with /tmp and /dev/shm of its own: what gets
further there reaches nothing else but files elsewhere. Attacks that could harm the machine are left out where a layer that stops them is off.

Results are kept in results/attacks/, a file a mode, so that a run can be broken off and gone on with: delete
the files to begin anew.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from autograder.grading.session import ALL_LAYERS
from tests.attacks.arena import open_arena, without
from tests.attacks.attack import Attack, collect

KEPT = Path("results/attacks")  # a file a mode
NONE, FULL = "none", "full"
MODES = (FULL, *ALL_LAYERS, NONE)
BEGIN, END = "<!-- made by tests/attacks/matrix.py -->", "<!-- end -->"
_NAMES = {"rlimits": "limits"}  # what attacks call a layer that has another name
_UNSHARE = (
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--mount-proc",
    "--ipc",
    "--uts",
    "--net",
)
_INSIDE = "TORCHGRADE_MATRIX"  # environment: the namespaces are our own

Results = dict[str, dict[str, list[str] | None]]  # mode, attack: what it gained; None: left out


def main(arguments: Sequence[str]) -> None:
    """Run what was asked for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modes", default=",".join(MODES), help="full, the layer that is off, or none")
    parser.add_argument("--family", default="", help="only attacks of this family")
    parser.add_argument("--table", type=Path, help="a page in which the table is replaced")
    parser.add_argument("--no-run", action="store_true", help="only make the table of what is kept")
    options = parser.parse_args(arguments)
    if not options.no_run:
        if _INSIDE not in os.environ:
            command = [*_UNSHARE, sys.executable, __file__, *arguments]
            os.execvpe(command[0], command, os.environ | {_INSIDE: "1"})
        for folder in ("/tmp", "/var/tmp", "/dev/shm"):
            subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)
        for mode in options.modes.split(","):
            run(mode, [attack for attack in collect() if attack.name.startswith(options.family)])
    text = table(_kept(), collect())
    print(text)
    if options.table:
        page = options.table.read_text()
        start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
        options.table.write_text(f"{page[:start]}\n{text}\n{page[end:]}")


def run(mode: str, attacks: Sequence[Attack]) -> None:
    """Let the attacks loose in one mode, and keep what each gained."""
    off = _off(mode)
    layers = without(mode) if mode in ALL_LAYERS else ALL_LAYERS
    kept = KEPT / f"{mode}.json"
    found: dict[str, list[str] | None] = json.loads(kept.read_text()) if kept.exists() else {}
    with open_arena(layers=layers, sandbox=NONE if mode == NONE else "auto") as arena:
        arena.honest_after = mode != NONE  # each takes seconds there
        for number, attack in enumerate(attacks, 1):
            start = time.monotonic()
            if attack.harmful and off & _layers(attack):
                found[attack.name] = None
            elif attack.name not in found:
                gains = arena.attempt(attack).gains
                # That an attack fares worse than it could is no gain of it.
                found[attack.name] = [gain for gain in gains if "earns exactly" not in gain]
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(found, indent=1))
            gained = "; ".join(found[attack.name] or [])[:150]
            took = time.monotonic() - start
            print(f"{mode} {number}/{len(attacks)} {attack.name} {took:.1f} s {gained}", flush=True)


def table(results: Results, attacks: Sequence[Attack]) -> str:
    """Return Markdown: how many of each family got further in each mode, and then which."""
    modes = [mode for mode in MODES if mode in results]
    families = list(dict.fromkeys(attack.path.parent.name for attack in attacks))
    titles = [_title(mode) for mode in modes]
    lines = ["| Family | Attacks | " + " | ".join(titles) + " |", "|---|---|" + "---|" * len(modes)]
    for family in families:
        own = [attack for attack in attacks if attack.path.parent.name == family]
        cells = [_cell([results[mode].get(attack.name, []) for attack in own]) for mode in modes]
        lines.append(f"| {family} | {len(own)} | " + " | ".join(cells) + " |")
    lines += ["", "Which got further:", ""]
    for mode in modes:
        names = [attack.name for attack in attacks if results[mode].get(attack.name)]
        shown = ", ".join(f"`{name}`" for name in names) or "none"
        lines.append(f"- **{_title(mode)}** ({len(names)}): {shown}")
    return "\n".join(lines)


def _cell(gains: Sequence[list[str] | None]) -> str:
    left_out = sum(gain is None for gain in gains)
    text = str(sum(bool(gain) for gain in gains))
    return f"{text} ({left_out} left out)" if left_out else text


def _title(mode: str) -> str:
    return {FULL: "all layers", NONE: "no sandbox"}.get(mode, f"without `{mode}`")


def _off(mode: str) -> set[str]:
    return set(ALL_LAYERS) if mode == NONE else {mode} & set(ALL_LAYERS)


def _layers(attack: Attack) -> set[str]:
    return {_NAMES.get(name, name) for name in attack.stopped_by}


def _kept() -> Results:
    files = {mode: KEPT / f"{mode}.json" for mode in MODES}
    return {mode: json.loads(file.read_text()) for mode, file in files.items() if file.exists()}


if __name__ == "__main__":
    main(sys.argv[1:])
