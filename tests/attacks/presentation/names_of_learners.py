"""It hands in folders whose names steer terminals, start formulas, climb up, hide, or are those of our own files.

kind: class
earns: 4 exactly
stopped by: text
"""

import contextlib
import os

RIGHT = "def double(x):\n    return 2 * x\n"
NAMES = (
    "=1+1", "+cmd|' /C calc'!A0", "@SUM(1,1)", "-1+1", "\uff1d1", "a\nb,4,4,passed", "a\rb", "a\tb", "\x1b[2J", "\x9b2J",
    "\u202eecila", "al\u200bice", "[bold]alice[/bold]", "<script>alert(1)</script>", "alice'; drop table grade; --",
    "..hidden", "grades.csv", "gradebook.db", "learner", "nul", "a" * 250, "caf\udce9", "\udcff\udcfe", "%s%n{x}", "' OR 1=1",
    "'=1+1", "a\\nb,4,4,passed", " ", "~root", "$HOME", "--help", "ex01.json",
)  # fmt: skip


def arrange(folder):
    for name in NAMES:
        with contextlib.suppress(OSError):
            place = os.path.join(os.fsencode(folder), os.fsencode(name))
            os.mkdir(place)
            with open(os.path.join(place, b"ex01_double.py"), "w") as file:
                file.write(RIGHT)
