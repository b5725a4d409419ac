"""It leaves threads that never end and functions that run when the process wants to end, and do not return.

earns: 4 exactly
stopped by: processes
"""

import atexit
import signal
import sys
import threading
import time


def forever(*_):
    while True:
        time.sleep(1)


class Clinging:
    def __del__(self):
        forever()


atexit.register(forever)
threading.Thread(target=forever).start()
signal.signal(signal.SIGTERM, forever)
sys.excepthook = sys.unraisablehook = threading.excepthook = forever
clinging = Clinging()
clinging.itself = clinging


def double(x):
    return 2 * x
