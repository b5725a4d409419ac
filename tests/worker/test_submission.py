"""The proxy: looks like the learner's module, and whatever is no plain data stays in the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch

from autograder.data import sources
from autograder.data.training_root import training_root
from autograder.grading.session import ALL_LAYERS
from autograder.worker import recorder
from autograder.worker.backends import ZygoteBackend
from autograder.worker.client import Allowance, LearnerError, NotStarted, WorkerLost
from autograder.worker.settings import Setup, WorkerLimits
from autograder.worker.submission import Handle, Submission, Traffic, WrongKind

SOURCE = """
import os
import torch
from torch import nn

LIMIT = 3

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(2, 1)
    def forward(self, x):
        return self.layer(x)

def identity(x):
    return x

def view(x):
    return x.view(-1)

def add_in_place(x):
    x.add_(1)

def add_first(x, y):
    x.add_(1)

def call_by_a_long_name(x):
    def function(x): return x
    function.__name__ = "n" * 10_000
    torch.overrides.handle_torch_function(function, (x,), x)

def view_often(x, times):
    for _ in range(times):
        x.view(-1)

def view_and_fail(x):
    x.view(-1)
    raise ValueError("no")

def endless():
    while True:
        yield 1

def count(n):
    return iter(range(n))

def boolean():
    class Always:
        def __bool__(self): return True
        def __eq__(self, other): return True
    return Always()

def unwritten():
    raise NotImplementedError

def indirectly_unwritten():
    return nn.Module()(1)

def deep(n):
    return deep(n - 1) if n else 1 / 0

def draw():
    return torch.rand(1)

def slow_text():
    class Slow(Exception):
        def __str__(self): raise RuntimeError("no text for you")
    raise Slow

def mean_of_ints():
    return torch.tensor([1, 2]).mean()  # raises NotImplementedError, from a function written in C++
"""


@pytest.fixture(scope="module")
def backend() -> Iterator[ZygoteBackend]:
    data = training_root(sources.find())
    backend = ZygoteBackend(
        Setup(
            layers=ALL_LAYERS,
            preload=("torchvision", "torch._dynamo", "autograder.accelerator.switch"),
            data=data,
        )
    )
    yield backend
    backend.close()


@pytest.fixture
def load(backend: ZygoteBackend) -> Iterator[Callable[[str], Submission]]:
    """Open a worker with the given source."""
    opened: list[Submission] = []

    def load(source: str, device: str | None = None) -> Submission:
        files, main = {"ex01_some.py": source.encode()}, "ex01_some.py"
        opened.append(
            Submission(lambda: backend.open(WorkerLimits()), files, main, Allowance(20), device=device)
        )
        return opened[-1]

    yield load
    for submission in opened:
        submission.close()


@pytest.fixture
def submission(load: Callable[[str], Submission]) -> Submission:
    return load(SOURCE)


def test_tensors_come_back_by_value(submission: Submission) -> None:
    x = torch.arange(6.0).reshape(2, 3).T
    result = submission.identity(x)
    assert type(result) is torch.Tensor and torch.equal(result, x)


def test_who_has_left_its_worker_gets_no_other(submission: Submission) -> None:
    net = submission.Net()
    worker = submission._live()
    submission.leave()
    for ask in (lambda: submission.identity(1), lambda: net.layer):
        with pytest.raises(WorkerLost, match="its test is over"):
            ask()
    worker.close()


def test_objects_stay_and_answer(submission: Submission) -> None:
    net = submission.Net()
    assert isinstance(net, Handle) and repr(net) == "an object of type Net"
    x = torch.ones(4, 2)
    expected = x @ net.layer.weight.T + net.layer.bias
    assert torch.allclose(net(x), expected)
    assert set(net.state_dict()) == {"layer.weight", "layer.bias"}
    assert submission.is_instance(net, "torch.nn.Module")
    assert submission.type_name(net) == "Net"


def test_handles_equal_only_themselves(submission: Submission) -> None:
    thing = submission.boolean()
    assert thing != 3 and thing == thing
    with pytest.raises(WrongKind):
        bool(thing)


def test_identity_is_asked_of_the_worker(submission: Submission) -> None:
    kept = submission.keep(torch.ones(2))
    assert submission.same(kept, submission.call("identity", kept))
    assert not submission.same(kept, submission.call("view", kept))


def test_changes_in_place_show_in_what_was_kept(submission: Submission) -> None:
    kept = submission.keep(torch.zeros(2))
    submission.add_in_place(kept)
    assert submission.value(kept).tolist() == [1, 1]


def test_one_request_shows_the_result_and_the_arguments_afterwards(submission: Submission) -> None:
    result, (now,) = submission.observe("add_in_place", torch.zeros(2))
    assert (result, now.tolist()) == (None, [1, 1])
    result, (now,) = submission.observe("identity", 3)
    assert (result, now) == (3, 3)


def test_what_has_not_changed_is_not_sent_back(submission: Submission) -> None:
    """It is the suite's own, without a word on where it came from; a result is the learner's."""
    x, y = torch.zeros(2), torch.ones(3)
    result, (first, second) = submission.observe("add_first", x, y)
    assert result is None and first is not x and second is y
    assert not hasattr(y, "_torchgrade_call") and not hasattr(x, "_torchgrade_call")
    _, (handle,) = submission.observe("identity", submission.keep(x))
    assert handle.tolist() == [0, 0], "what a handle holds is told, changed or not"
    result, (same,) = submission.observe("identity", x)
    assert same is x and result is not x and result._torchgrade_function == "identity"
    assert str(result._torchgrade_call) == "identity(float32 (2,))"
    assert str(first._torchgrade_call) == "add_first(float32 (2,), float32 (3,))"


@pytest.mark.parametrize("answer", [5, (1,), (1, 2, 3), (1, [2]), [1, {}]])
def test_an_observation_of_another_form_is_the_learners_fault(
    submission: Submission, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    monkeypatch.setattr(Submission, "_ask", lambda *_: answer)
    with pytest.raises(WrongKind, match=r"no result could be read from identity\(2\)"):
        submission.observe("identity", 2)


def test_places_that_no_argument_has_are_left_out(
    submission: Submission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Submission, "_ask", lambda *_: (1, {-1: 7, 5: 8, "0": 9, 1.5: 3}))
    assert submission.observe("identity", 2) == (1, (2,))


def test_many_cases_go_in_one_request(submission: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    ask = Submission._ask

    def noted(self: Submission, operation: str, *arguments: object) -> object:
        asked.append(operation)
        return ask(self, operation, *arguments)

    monkeypatch.setattr(Submission, "_ask", noted)
    cases = [(torch.full((n,), float(n)),) for n in range(1, 5)]
    observed = list(submission.observe_each("add_in_place", cases))
    assert asked == ["observe_each"]
    assert [afterwards.tolist() for _, (afterwards,) in observed] == [[n + 1.0] * n for n in range(1, 5)]
    assert submission.last_call == "add_in_place(float32 (4,))"


def test_an_exception_among_many_cases_is_raised_at_its_turn(submission: Submission) -> None:
    """What came before it is there, what comes after it can still be had."""
    results = []
    with pytest.raises(LearnerError) as caught:
        for result, _ in submission.observe_each("view", [(torch.ones(2),), ("text",), (torch.ones(3),)]):
            results.append(result.tolist())  # what an exception leaves is looked at below
    assert results == [[1, 1]]
    assert caught.value.type_name == "AttributeError"
    assert submission.last_call == "view('text')"
    assert list(submission.observe_each("view", [])) == []


def test_watching_sees_every_case(submission: Submission) -> None:
    with submission.watch() as calls:
        list(submission.observe_each("view", [(torch.ones(2),)] * 3))
    assert calls.count("view") == 3


def test_watching_sees_what_ran_before_an_exception(submission: Submission) -> None:
    with submission.watch() as calls:
        with pytest.raises(LearnerError):
            submission.view_and_fail(torch.ones(2))
        with pytest.raises(LearnerError):
            list(submission.observe_each("view_and_fail", [(torch.ones(2),)]))
    assert calls.count("Tensor.view") == 3, "once for the first, and twice for a case that is asked again"


def test_what_is_watched_is_bounded(submission: Submission) -> None:
    with submission.watch(operators=False) as calls:
        submission.call_by_a_long_name(torch.ones(2))
        submission.view_often(torch.ones(2), recorder.MAX_NAMES + 5)
    assert (calls.names[0], calls.total) == ("n" * recorder.MAX_NAME, 1 + recorder.MAX_NAMES)


def test_an_inner_block_watches_for_itself(submission: Submission) -> None:
    with submission.watch() as outer:
        submission.view(torch.ones(2))
        with submission.watch(operators=False) as inner:
            submission.view(torch.ones(2))
        submission.view(torch.ones(2))
    assert (outer.count("Tensor.view"), inner.names) == (2, ["Tensor.view"])


@pytest.mark.parametrize("operators", [True, False])
def test_operators_are_watched_where_they_are_asked_for(submission: Submission, operators: bool) -> None:
    with submission.watch(operators) as calls:
        submission.view(torch.ones(2))
    assert "Tensor.view" in calls.names
    assert any(name.startswith("aten::") for name in calls.names) == operators


def test_attributes_can_be_kept_and_set(submission: Submission) -> None:
    net = submission.Net()
    weight = submission.attribute(net, "layer.weight")
    submission.lab.fill(weight, 2.0)
    assert net.layer.weight.tolist() == [[2, 2]]
    submission.set_attribute(weight, "grad", torch.ones(1, 2))
    assert submission.value(submission.attribute(net, "layer.weight.grad")).tolist() == [[1, 1]]


def test_iteration_ends_or_is_ended(submission: Submission) -> None:
    assert list(submission.count(40)) == list(range(40))
    assert list(submission.count(0)) == []
    with pytest.raises(WrongKind, match="does not come to an end"):
        list(submission.endless())


def test_suites_can_define_what_learners_code_works_on(submission: Submission) -> None:
    cube = submission.expression("lambda x: a * x**3", a=2.0)
    assert cube(3) == 54
    probe = submission.define(
        "Probe", "class Probe:\n    size = 4\n    def grow(self, n): return self.size + n\n"
    )
    assert probe().grow(3) == 7


def test_the_lab_builds_the_same_on_both_sides(submission: Submission) -> None:
    from autograder.testing import lab

    state = lab.state(lab.network())
    x = torch.rand(2, 1, 28, 28)
    assert torch.allclose(submission.lab.network(state)(x), lab.network(state)(x), atol=1e-6)
    batches = list(submission.lab.loader(torch.arange(5.0), torch.arange(5), batch_size=2))
    assert [len(images) for images, _ in batches] == [2, 2, 1]


def test_gradients_are_taken_in_the_worker(submission: Submission) -> None:
    square = submission.expression("lambda x, y: x * x * y")
    x, y = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    output, (gx, gy) = submission.backward(square, [x, y], wrt=(0, 1))
    assert (output.tolist(), gx.tolist(), gy.tolist()) == ([3, 16], [6, 16], [1, 4])  # type: ignore[union-attr]
    _, (none,) = submission.backward(submission.expression("lambda x: x.detach()"), [x])
    assert none is None


def test_watching_notes_functions_and_operators(submission: Submission) -> None:
    kept = submission.keep(torch.ones(2, 2))
    with submission.watch() as calls:
        submission.view(kept)
        submission.draw()
    submission.view(kept)
    assert calls.count("Tensor.view") == 1
    assert calls.count("rand") == 1
    assert calls.count("aten::view") == 1
    assert calls.count("cdist") == 0


def test_the_state_of_the_generators_shows_a_draw(submission: Submission) -> None:
    before = submission.rng_state()
    submission.identity(1)
    assert submission.rng_state() == before
    submission.draw()
    assert submission.rng_state() != before


def test_files_lie_in_the_scratch_folder(submission: Submission) -> None:
    root = submission.files({"deep/er/name.txt": b"content"})
    read = submission.expression("lambda path: open(path, 'rb').read()")
    assert read(f"{root}/deep/er/name.txt") == b"content"


def test_training_data_are_there_and_held_out_labels_are_not(submission: Submission) -> None:
    count = submission.define(
        "count",
        "def count(root, train):\n"
        "    from torchvision.datasets import FashionMNIST\n"
        "    data = FashionMNIST(root, train=train)\n"
        "    return len(data), data.targets.tolist()\n",
    )
    images, labels = count(submission.data_root, True)
    assert (images, sorted(set(labels)), labels.count(3)) == (6000, list(range(10)), 600)
    stand_in, labels = count(submission.data_root, False)
    assert (stand_in, labels) == (10, list(range(10)))


def test_unwritten_functions_are_not_started_and_torchs_own_complaint_is_an_error(
    submission: Submission,
) -> None:
    with pytest.raises(NotStarted):
        submission.unwritten()
    for name in ("indirectly_unwritten", "mean_of_ints"):
        with pytest.raises(LearnerError) as found:
            getattr(submission, name)()
        assert "NotImplementedError" in found.value.mro
        assert not isinstance(found.value, NotStarted)


def test_exceptions_arrive_as_bounded_data(submission: Submission) -> None:
    with pytest.raises(LearnerError) as found:
        submission.deep(500)
    error = found.value
    assert (error.type_name, error.message, error.own) == ("ZeroDivisionError", "division by zero", False)
    assert len(error.places) <= 20
    assert SOURCE.splitlines()[error.line - 1].strip().startswith("return deep(n - 1)")


def test_an_exception_whose_text_fails_still_has_a_name(submission: Submission) -> None:
    with pytest.raises(LearnerError) as found:
        submission.slow_text()
    assert (found.value.type_name, found.value.message) == ("Slow", "(its message could not be read)")


def test_the_last_call_is_the_learners(submission: Submission) -> None:
    submission.identity(torch.ones(2, 3))
    submission.lab.fill(submission.keep(torch.ones(1)), 0.0)
    submission.expression("lambda: 1")()
    assert submission.last_call == "identity(float32 (2, 3))"


def test_nothing_of_the_grader_is_inside(submission: Submission) -> None:
    """No environment, no descriptor but four, no path of the course, no other process, no network."""
    look = submission.define(
        "look",
        "def look():\n"
        "    import os, socket\n"
        "    def attempt(f, *a):\n"
        "        try: return f(*a)\n"
        "        except OSError as error: return type(error).__name__\n"
        "    return dict(\n"
        "        env=sorted(os.environ), fds=sorted(map(int, os.listdir('/proc/self/fd')))[:-1], pid=os.getpid(),\n"
        "        pids=[name for name in os.listdir('/proc') if name.isdigit()], root=sorted(os.listdir('/')),\n"
        "        passwd=attempt(open, '/etc/passwd'), net=attempt(socket.socket),\n"
        "        write=attempt(open, '/data/x', 'w'), cmdline=open('/proc/self/cmdline').read(),\n"
        "    )\n",
    )
    seen = look()
    assert seen["fds"] == [0, 1, 2, 3]
    assert (seen["pid"], seen["pids"]) == (1, ["1"])
    assert not [name for name in seen["env"] if "SECRET" in name or "TORCHGRADE" in name]
    assert seen["passwd"] == "FileNotFoundError"
    assert seen["write"] in ("PermissionError", "OSError")
    assert seen["net"] in ("PermissionError", "OSError")
    assert "home" not in seen["root"] and "mnt" not in seen["root"]


PLACED = """
import torch
from torch import nn

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

def here():
    return device

def double(x):
    return x.to(device) * 2

def careful(xs):
    return sum(x.to(device).sum() for x in xs).item()

def careless(xs):
    return sum(x.to(device).sum().item() for x in xs)

def forgotten(x):
    return nn.Linear(2, 1).to(device)(x)

def hard_coded(x):
    return x.cuda()

def network():
    return nn.Linear(2, 1).to(device)
"""


def test_a_simulated_accelerator(load: Callable[..., Submission]) -> None:
    """Learner code finds a GPU; what comes back is on the CPU, and the suite can ask where it was."""
    submission = load(PLACED, "simulated")
    x = torch.ones(3, 2)
    assert submission.here() == torch.device("cuda")
    doubled = submission.double(x)
    assert type(doubled) is torch.Tensor and doubled.device.type == "cpu" and torch.equal(doubled, 2 * x)
    assert submission.devices_of(submission.call("double", x)) == ["cuda:0"]
    assert submission.devices_of(submission.network()) == ["cuda:0"]
    assert submission.devices_of([submission.keep(x), submission.call("double", x)]) == ["cpu", "cuda:0"]
    gradient = submission.backward("double", (x,))[1][0]
    assert gradient is not None and torch.equal(gradient, 2 * x)
    with pytest.raises(LearnerError) as caught:
        submission.forgotten(x)
    assert caught.value.message.startswith(
        "Expected all tensors to be on the same device, but got mat1 is on cpu"
    )


def test_traffic_with_the_simulated_accelerator(load: Callable[..., Submission]) -> None:
    submission = load(PLACED, "simulated")
    xs = [torch.ones(2), torch.ones(3), torch.ones(4)]
    waits = {}
    for name in ("careful", "careless"):
        with submission.traffic() as traffic:
            assert submission.call(name, xs) is not None
        waits[name] = traffic.synchronizations
        assert (traffic.to_device, traffic.to_device_bytes) == (3, 36)
        assert traffic.operators > 3
    assert waits == {"careful": 1, "careless": 3}
    with submission.traffic() as traffic:
        submission.double(xs[0])  # what the suite fetches is not the learner's doing
    assert (traffic.synchronizations, traffic.to_host) == (0, 0)


def test_no_accelerator(load: Callable[..., Submission]) -> None:
    submission = load(PLACED, "none")
    assert submission.here() == torch.device("cpu")
    with pytest.raises(LearnerError) as caught:
        submission.hard_coded(torch.ones(2))
    assert "NVIDIA" in caught.value.message or "not compiled with CUDA" in caught.value.message
    with submission.traffic() as traffic:
        submission.double(torch.ones(2))
    assert traffic.operators == 0


def test_hostile_counts_are_no_counts() -> None:
    traffic = Traffic()
    traffic.add({"operators": 1, "to_host": "many"}, {"operators": 4, "to_host": 3, "run": 7})
    assert (traffic.operators, traffic.to_host, hasattr(traffic, "run")) == (3, 0, False)
    traffic.add("nothing", None)
    assert traffic.operators == 3


def test_all_replies_of_a_worker_together_are_bounded(backend: ZygoteBackend) -> None:
    """A suite may keep what it goes through: each reply is small enough, and there is no end of them."""
    source = "import torch\ndef parts():\n    while True:\n        yield torch.zeros(8_000)\n"
    limits = WorkerLimits(reply_bytes=1 << 20)
    files = {"ex01_some.py": source.encode()}
    submission = Submission(lambda: backend.open(limits), files, "ex01_some.py", Allowance(60))
    taken = 0
    with pytest.raises(WorkerLost, match="its results took more than 16 MB in one test"):
        for part in submission.call("parts"):
            taken += part.nbytes
    assert 15 << 20 < taken <= 16 << 20
    submission.close()
