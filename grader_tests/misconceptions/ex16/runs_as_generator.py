"""Who loops over the runs needs no list.

caught_by: test_runs_by_hand, test_runs_of_any_settings
explanation: A generator can be looped over once and has no length, so nobody can say how many runs
    there are. Return a list.
"""


def runs(params):
    Run = namedtuple("Run", params)
    return (Run(*values) for values in product(*params.values()))
