"""zip puts the lists together.

caught_by: test_runs_by_hand, test_runs_of_any_settings
explanation: `zip` takes the first values of all lists, then the second ones, and stops where the
    shortest list ends. All combinations come from `itertools.product`.
"""


def runs(params):
    Run = namedtuple("Run", params)
    return [Run(*values) for values in zip(*params.values())]
