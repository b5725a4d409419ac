"""Its import never ends, for as many tests as there are.

earns: 0 exactly
stopped by: limits
"""

while True:
    pass
