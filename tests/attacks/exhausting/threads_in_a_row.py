"""It starts more threads than it may have processes, all of them alive at once and none of them busy.

earns: 4
stopped by: rlimits
"""

import threading

ALLOWED = 20  # as in the course that is attacked; the kernel counts threads as it counts processes
end = threading.Event()
threads = []
try:
    for _ in range(2 * ALLOWED):
        thread = threading.Thread(target=end.wait)
        thread.start()
        threads.append(thread)
except RuntimeError:
    pass
if len(threads) > ALLOWED:
    print("ESCAPED:", len(threads), "threads")
end.set()
for thread in threads:
    thread.join()


def double(x):
    return 2 * x
