"""It opens and makes device files: memory, disks, terminals, virtual machines, the GPU.

earns: 4 exactly
stopped by: root, landlock, seccomp
"""

import contextlib
import os

DEVICES = (
    "mem", "kmem", "port", "kmsg", "console", "tty", "tty0", "ptmx", "sda", "vda", "nvme0n1", "loop-control", "loop0",
    "kvm", "fuse", "net/tun", "vhost-vsock", "uinput", "input/event0", "dri/card0", "nvidia0", "nvidiactl", "mapper/control",
    "userfaultfd", "snapshot", "cpu/0/msr",
)  # fmt: skip
for name in DEVICES:
    for flags in (os.O_RDONLY, os.O_WRONLY):
        with contextlib.suppress(OSError):
            os.close(os.open(f"/dev/{name}", flags | os.O_NONBLOCK | os.O_NOCTTY))
            print("ESCAPED: opened", name)
for kind, numbers in ((0o020666, (1, 1)), (0o060666, (8, 0)), (0o060666, (7, 0)), (0o020666, (5, 0))):
    with contextlib.suppress(OSError):
        os.mknod("/tmp/attack-device", kind, os.makedev(*numbers))
        print("ESCAPED: made a device", numbers)
        os.unlink("/tmp/attack-device")
for path in ("/dev/null", "/dev/zero", "/dev/random"):
    with contextlib.suppress(OSError):
        os.chmod(path, 0o666)
        print("ESCAPED: changed the mode of", path)


def double(x):
    return 2 * x
