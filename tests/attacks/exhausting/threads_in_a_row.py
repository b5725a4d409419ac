"""It starts twice as many children as it may have, all of them alive at once and none of them busy.

earns: 4
stopped by: rlimits
"""

import os
import signal

ALLOWED = 20  # as in the course that is attacked
children = []
try:
    for _ in range(2 * ALLOWED):
        child = os.fork()
        if child == 0:
            signal.pause()
            os._exit(0)
        children.append(child)
except OSError:
    pass
if len(children) > ALLOWED:
    print("ESCAPED:", len(children), "children")
for child in children:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def double(x):
    return 2 * x
