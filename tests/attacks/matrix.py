"""Which layer stops which attack: the corpus, with each layer switched off in turn and with no sandbox at all.

    python tests/attacks/matrix.py [--modes full,root,none] [--families reading,escaping] [--table docs/security.md]

It is no test: it takes minutes for each mode. Needs root, since it first moves
into process, mount, network and IPC namespaces of its own, over an overlay of the disk that is kept in memory,
and gives up the rights to restart the machine, to load modules, and to set the clock: what gets further there
reaches nothing else. Attacks that could harm the machine even so are left out where a layer that stops them is off.

Results are kept in results/attacks/, a file a mode and family, so that a run can be broken off and gone on
with, and families can be run side by side: delete the files to begin anew. Do not change the repository meanwhile: the overlay may not see it.
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
from autograder.worker import namespaces
from autograder.worker.backends import BACKENDS
from tests.attacks.arena import Arena, open_arena, without
from tests.attacks.attack import FAMILIES, Attack, collect
from tests.attacks.nursery import NurseryBackend

KEPT = Path("results/attacks")  # a file a mode and family
NONE, FULL = "none", "full"
MODES = (FULL, *ALL_LAYERS, NONE)
BEGIN, END = "<!-- made by tests/attacks/matrix.py -->", "<!-- end -->"
_NAMES = {"rlimits": "limits"}  # what attacks call a layer that has another name
_UNSHARE = [
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "--pid",
    "--fork",
    "--kill-child",
    "--mount-proc",
    "--ipc",
    "--uts",
    "--net",
]
_GIVEN_UP = ["setpriv", "--bounding-set", "-sys_boot,-sys_module,-sys_rawio,-sys_time,-sys_pacct"]
_IN_MEMORY = ("tmp", "var/tmp", "dev/shm")
_INSIDE = "TORCHGRADE_MATRIX"  # environment: the namespaces are our own

Gains = dict[str, list[str] | None]  # attack: what it gained; None: left out
Results = dict[str, Gains]  # by mode


def main(arguments: Sequence[str]) -> None:
    """Run what was asked for, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--modes", default=",".join(MODES), help="full, the layer that is off, or none")
    parser.add_argument("--families", default=",".join(FAMILIES), help="only attacks of these")
    parser.add_argument("--table", type=Path, help="a page in which the table is replaced")
    parser.add_argument("--no-run", action="store_true", help="only make the table of what is kept")
    options = parser.parse_args(arguments)
    if _INSIDE in os.environ:
        _leave_disk_alone()
        for mode in options.modes.split(","):
            run(mode, options.families.split(","))
        return
    if not options.no_run:
        command = [*_UNSHARE, *_GIVEN_UP, sys.executable, __file__, *arguments]
        subprocess.run(command, env=os.environ | {_INSIDE: "1"}, check=True)
    text = table(_kept(), collect())
    print(text)
    if options.table:
        page = options.table.read_text()
        start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
        options.table.write_text(f"{page[:start]}\n{text}\n{page[end:]}")


def run(mode: str, families: Sequence[str]) -> None:
    """Let the attacks of some families loose in one mode, and keep what each gained."""
    layers = without(mode) if mode in ALL_LAYERS else ALL_LAYERS
    BACKENDS[NONE] = NurseryBackend  # the real ones import torch for each test
    with open_arena(layers=layers, sandbox=NONE if mode == NONE else "auto") as arena:
        for family in families:
            _run_family(arena, mode, family)


def _run_family(arena: Arena, mode: str, family: str) -> None:
    off = _off(mode)
    attacks = [attack for attack in collect() if attack.family == family]
    kept = KEPT / f"{mode}-{family}.json"
    found: Gains = json.loads(kept.read_text()) if kept.exists() else {}
    for number, attack in enumerate(attacks, 1):
        start = time.monotonic()
        if (attack.harmful and off & _layers(attack)) or (attack.destructive and mode == NONE):
            found[attack.name] = None
        elif attack.name not in found:
            gains = arena.attempt(attack).gains
            # That an attack fares worse than it could is no gain of it.
            found[attack.name] = [gain for gain in gains if "earns exactly" not in gain]
        kept.write_text(json.dumps(found, indent=1))
        gained = "; ".join(found[attack.name] or [])[:150]
        took = time.monotonic() - start
        print(f"{mode} {number}/{len(attacks)} {attack.name} {took:.1f} s {gained}", flush=True)


def table(results: Results, attacks: Sequence[Attack]) -> str:
    """Return Markdown: how many of each family got further in each mode, and then which."""
    modes = [mode for mode in MODES if mode in results]
    titles = [_title(mode) for mode in modes]
    lines = ["| Family | Attacks | " + " | ".join(titles) + " |", "|---|---|" + "---|" * len(modes)]
    for family in FAMILIES:
        own = [attack for attack in attacks if attack.family == family]
        cells = [_cell([results[mode][attack.name] for attack in own]) for mode in modes]
        lines.append(f"| {family} | {len(own)} | " + " | ".join(cells) + " |")
    lines += ["", "Which got further:", ""]
    for mode in modes:
        names = [attack.name for attack in attacks if results[mode].get(attack.name)]
        shown = ", ".join(f"`{name}`" for name in names) or "none"
        lines.append(f"- **{_title(mode)}** ({len(names)}): {shown}")
    return "\n".join(lines)


def _leave_disk_alone() -> None:
    """Move to a root where everything can be written, to memory; only what is kept reaches the disk."""
    stage, kept = Path("/tmp"), KEPT.resolve()
    kept.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "tmpfs", str(stage))
    upper, work, root = stage / "upper", stage / "work", stage / "root"
    for folder in (upper, work, root):
        folder.mkdir()
    _mount("-t", "overlay", "overlay", "-o", f"lowerdir=/,upperdir={upper},workdir={work}", str(root))
    for name in ("proc", "sys", "dev"):
        _mount("--rbind", f"/{name}", str(root / name))
    for name in _IN_MEMORY:
        _mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(root / name))
    _mount("--bind", str(kept), f"{root}{kept}")
    here = Path.cwd()
    old = root / "mnt"
    namespaces.swap_root(str(root), str(old))
    subprocess.run(["umount", "--lazy", "/mnt"], check=True)
    os.chdir(here)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


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
    results: Results = {}
    for mode in MODES:
        for family in FAMILIES:
            file = KEPT / f"{mode}-{family}.json"
            if file.exists():
                results.setdefault(mode, {}).update(json.loads(file.read_text()))
    return results


if __name__ == "__main__":
    main(sys.argv[1:])
