"""Ends the process while it is imported, before any test has begun, and says that all went well.

earns: 0 exactly
stopped by: processes
"""

import atexit
import os

print("3 passed in 0.01s")
atexit.register(os._exit, 0)
os._exit(0)
