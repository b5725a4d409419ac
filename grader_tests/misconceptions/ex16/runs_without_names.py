"""A tuple of the values is all one needs.

caught_by: test_runs_by_hand, test_runs_of_any_settings
explanation: A plain tuple does not know which value is the learning rate. Make a class with
    `namedtuple`, whose fields are the names of the settings, and an object of it from each
    combination.
"""


def runs(params):
    return list(product(*params.values()))
