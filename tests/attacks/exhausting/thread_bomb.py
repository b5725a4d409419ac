"""It starts threads until the machine has none left.

earns: 4 exactly
harmful: yes
stopped by: rlimits
"""

import threading
import time

count = 0
try:
    while count < 2_000:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        count += 1
except (RuntimeError, MemoryError):
    pass
if count >= 200:
    print("ESCAPED:", count, "threads")


def double(x):
    return 2 * x
