"""It watches folders that it cannot read, to learn when which files are used.

earns: 4 exactly
stopped by: seccomp
"""

import ctypes

libc = ctypes.CDLL(None, use_errno=True)
watch = libc.inotify_init1(0o4000)
for folder in (b"/", b"/root", b"/home", b"/data", b"/tmp", b"/proc"):
    if watch >= 0 and libc.inotify_add_watch(watch, folder, 0xFFF) >= 0:
        print("ESCAPED: watches", folder)
if libc.fanotify_init(0, 0) >= 0:
    print("ESCAPED: fanotify")


def double(x):
    return 2 * x
