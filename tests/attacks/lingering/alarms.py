"""It sets alarms and timers that go off while something else is being graded.

earns: 4 exactly
stopped by: processes
"""

import os
import signal
import time


def ring(*_):
    os.write(1, b"ESCAPED: the alarm of an earlier test\n") if time.monotonic() - START > 1.9 else None


START = time.monotonic()
for name in (signal.SIGALRM, signal.SIGVTALRM, signal.SIGPROF):
    signal.signal(name, ring)
signal.setitimer(signal.ITIMER_REAL, 2, 0.1)
signal.setitimer(signal.ITIMER_PROF, 2, 0.1)


def double(x):
    return 2 * x
