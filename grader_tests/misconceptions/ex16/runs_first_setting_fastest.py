"""The first setting changes first.

caught_by: test_runs_by_hand, test_runs_of_any_settings
explanation: In nested loops the innermost one, that of the last setting, changes at every step.
    `product` of the lists in their own order gives just that.
"""


def runs(params):
    Run = namedtuple("Run", params)
    return [Run(*reversed(values)) for values in product(*reversed(params.values()))]
