"""What a worker has trained, taken into the grader: only there does nobody answer for it."""

from __future__ import annotations

from torch import nn

from autograder.testing import expect
from autograder.worker import lab
from autograder.worker.submission import Handle, Submission


def network(submission: Submission, model: Handle) -> nn.Module:
    """Return a `lab.network()` of the grader's with the weights of the worker's model.

    What training has taught it is in its weights, whatever the worker says that it recognizes. Raises what
    `expect` raises where the weights are not those of such a network.
    """
    own, state = lab.network(), submission.lab.state(model)
    expect.equal(sorted(state), sorted(own.state_dict()), name="the names of the model's weights")
    for name, weight in own.state_dict().items():
        expect.shape(state[name], weight.shape, name=f"the model's {name}")
    own.load_state_dict(state)
    return own
