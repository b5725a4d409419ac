"""Suite of exercise 16: runs, their results, logs, checkpoints.

Event files and checkpoints are written by learner code, so they are read in the worker; what comes here is
names and numbers.

Tolerances. Logged values are kept in float32, which rounds them by less than 1e-7 of their size. Weights are
compared in float64 after some steps: the same training on both sides differs by rounding, about 1e-13, while
a lost momentum, step count or learning rate changes some weight by more than 1e-3.
"""

import inspect
from collections import namedtuple
from itertools import product

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autograder.testing import expect, lab, points

WEIGHTS = {"rtol": 1e-6, "atol": 1e-9}
LOGGED = {"rtol": 1e-6, "atol": 1e-9}
INPUTS, HIDDEN, CLASSES = 5, 7, 3

# A writer of TensorBoard hands what it is given to a thread, which writes it at some time. This one waits
# until it is flushed or closed, so that whoever forgets that sees the same each time.
LATE = """
from tensorboard.summary.writer import event_file_writer

class LateWriter:
    def __init__(self, file, *settings, **more):
        self.file, self.waiting, self.closed = file, [], False

    def write(self, record):
        if self.closed:
            raise OSError("Writer is closed")
        self.waiting.append(record)

    def flush(self):
        while self.waiting:
            self.file.write(self.waiting.pop(0))
        self.file.flush()

    def close(self):
        if not self.closed:
            self.flush()
            self.file.close()
            self.closed = True

event_file_writer._AsyncWriter = LateWriter
"""

# Calls methods of recorders, one after another.
FOLLOW = """
def follow(recorders, steps):
    for which, method, values in steps:
        getattr(recorders[which], method)(*values)
"""

# What the event files of a folder hold: how many there are, how many lie in folders of it, and the scalars by
# name as [step, value], in the order of the steps.
READ = """
from pathlib import Path
from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
from tensorboard.util import tensor_util

def read(folder):
    here = sorted(Path(folder).glob("*tfevents*"))
    deeper = len(list(Path(folder).rglob("*tfevents*"))) - len(here)
    scalars = {}
    for path in here:
        for event in EventFileLoader(str(path)).Load():
            for value in event.summary.value:
                array = tensor_util.make_ndarray(value.tensor)
                if array.size == 1 and array.dtype.kind in "fiu":
                    scalars.setdefault(value.tag, []).append([event.step, float(array.item())])
    return len(here), deeper, {name: sorted(pairs) for name, pairs in scalars.items()}
"""

# Moves a file, as to another machine; False if there is none.
MOVE = """
import os

def move(path, target):
    if not os.path.isfile(path):
        return False
    os.replace(path, target)
    return True
"""

# Models that differ in one layer without bias, or in one buffer. The optimizer knows the other layer alone,
# so it fits in each case.
LAYERS = """
def make(weight, extra):
    model = nn.ModuleDict({"body": nn.Linear(4, 3, bias=False)})
    model.body.weight.data.copy_(weight)
    if extra == "extra.weight":
        model["extra"] = nn.Linear(2, 5, bias=False)
    elif extra:
        model.register_buffer(extra, torch.ones(6))
    return model, torch.optim.SGD(model.body.parameters(), lr=0.5)
"""

# What an exception and those before it say, or None where nothing is raised.
REFUSAL = """
def refusal(function, *arguments):
    try:
        function(*arguments)
    except NotImplementedError:
        raise
    except Exception as error:
        said = []
        while error is not None and len(said) < 20:
            said += [str(error), *getattr(error, "__notes__", ())]
            error = error.__cause__ or error.__context__
        return " ".join(said)
"""

# Objects that run code when the file with them is read carelessly. The code leaves a note and does nothing
# else.
TRAPS = """
import os

class Trap:
    def __reduce__(self):
        return exec, ("import os; os.environ['TRAP'] = 'sprung'",)

class TrappedNumber(int):
    def __reduce__(self):
        return Trap().__reduce__()

class TrappedModel(nn.Linear):
    def get_extra_state(self):
        return Trap()

    def set_extra_state(self, state):
        pass

def springs(save, load, path, place):
    model = (TrappedModel if place == "model" else nn.Linear)(4, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    if place == "optimizer":
        optimizer.param_groups[0]["note"] = Trap()
    fresh = type(model)(4, 3)
    for function, arguments in (
        (save, (path, model, optimizer, TrappedNumber(3) if place == "epoch" else 3)),
        (load, (path, fresh, torch.optim.SGD(fresh.parameters(), lr=0.5))),
    ):
        os.environ.pop("TRAP", None)
        try:
            function(*arguments)
        except NotImplementedError:
            raise
        except Exception:  # to refuse it is right
            pass
    return "TRAP" in os.environ
"""

# Calls a function that saves as on a machine with a GPU: its files say that their tensors were there.
ON_GPU = """
import torch.serialization

def on_gpu(save, *arguments):
    location_tag = torch.serialization.location_tag
    torch.serialization.location_tag = lambda storage: "cuda:63"
    try:
        save(*arguments)
    finally:
        torch.serialization.location_tag = location_tag
"""
MOVES = ("Tensor.cpu", "Tensor.to", "Tensor.numpy", "Tensor.tolist")


def made(state, kind="sgd", settings=(0.1,)):
    """A network with buffers, and its optimizer."""
    (size, features), (classes,) = state["hidden.weight"].shape, state["out.bias"].shape
    model = nn.Sequential()
    # No bias before the normalization: its gradient would be rounding alone, which Adam blows up.
    model.add_module("hidden", nn.Linear(features, size, bias=False))
    model.add_module("norm", nn.BatchNorm1d(size))
    model.add_module("relu", nn.ReLU())
    model.add_module("out", nn.Linear(size, classes))
    model.double().load_state_dict(state)
    return model, getattr(lab, kind)(model, *settings)


def learn(model, optimizer, inputs, labels, epochs):
    """Train: each epoch is one batch."""
    for _ in range(epochs):
        loss = F.cross_entropy(model(inputs), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


@points(1, "runs lists all combinations as named tuples", public=True)
def test_runs_by_hand(submission):
    params = {"lr": [0.1, 0.01], "batch_size": [100, 200, 1000]}
    check_runs(submission, params, f"runs({params})")


@points(1, "runs takes any number of settings and values of any kind, in order")
def test_runs_of_any_settings(submission, rng):
    a, b, c = rng.sizes(3, high=6)
    check_runs(
        submission,
        {
            "width": rng.permutation(50)[:a].tolist(),
            "lr": rng.uniform(b, dtype=torch.float64).tolist(),
            "seed": rng.permutation(50)[:c].tolist(),
        },
    )
    check_runs(submission, {"shuffle": [True, False], "device": ["cpu"], "decay": [None, 0.5, 1, (1, 2)]})
    check_runs(submission, {"depth": rng.permutation(9).tolist()})
    check_runs(submission, {"lr": [0.5, 0.25], "momentum": [], "epochs": [3]})


def check_runs(submission, params, name=""):
    Run = namedtuple("Run", list(params))
    out, (afterwards,) = submission.observe("runs", params)
    name = name or f"what runs returns for {len(params)} setting{'s' if len(params) > 1 else ''}"
    expect.equal(out, [Run(*values) for values in product(*params.values())], name=name)
    expect.equal(afterwards, params, name="the dict of settings after runs")


@points(1, "RunRecorder gives a row for each epoch, counted from 1 in each run", public=True)
def test_recorder_by_hand(submission):
    Run = namedtuple("Run", "lr batch_size")
    recorder = submission.RunRecorder()
    wanted = []
    for number, (run, losses) in enumerate(
        ((Run(0.1, 100), (0.75, 0.5)), (Run(0.01, 100), (1.5, 0.25, 0.125))), 1
    ):
        recorder.begin(run)
        for epoch, loss in enumerate(losses, 1):
            recorder.end_epoch(loss, epoch / 4)
            row = {"run": number, "epoch": epoch, "loss": loss, "accuracy": epoch / 4, **run._asdict()}
            wanted.append(row)
        recorder.end()
    check_rows(recorder, wanted)


@points(1, "RunRecorder keeps runs with other settings apart, and each recorder its own rows")
def test_recorder_of_several_runs(submission, rng):
    kinds = [
        (namedtuple("Run", "lr shuffle"), lambda: (rng.number(0, 1), rng.choice((True, False)))),
        (namedtuple("Run", "device momentum lr"), lambda: ("cpu", None, rng.integer(1, 9))),
        (namedtuple("Setting", "width"), lambda: (rng.integer(10, 99),)),
    ]
    follow = submission.define("follow", FOLLOW)
    recorders = [submission.RunRecorder(), submission.RunRecorder()]
    check_rows(recorders[0], [], " of a new recorder")
    wanted: list[list[dict]] = [[], []]
    for number, (kind, settings) in enumerate([*kinds, kinds[0]], 1):
        runs = [kind(*settings()), kind(*settings())]
        steps = [(which, "begin", (run,)) for which, run in enumerate(runs)]
        epochs = [0, 0]
        for which in (rng.permutation(5) % 2).tolist():  # the first has three epochs, the second has two
            epochs[which] += 1
            results = {"loss": rng.number(0, 3), "accuracy": rng.number(0, 1)}
            steps.append((which, "end_epoch", tuple(results.values())))
            row = {"run": number, "epoch": epochs[which], **results, **runs[which]._asdict()}
            wanted[which].append(row)
        follow(recorders, [*steps, (1, "end", ()), (0, "end", ())])
        for recorder, rows in zip(recorders, wanted, strict=True):
            check_rows(recorder, rows, f" of one of two recorders, after {number} of 4 runs")


def check_rows(recorder, wanted, when=""):
    """The rows have these entries, and perhaps further ones."""
    rows, name = recorder.rows(), f"rows(){when}"
    expect.that(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows),
        f"{name} should be a list of dicts.",
    )
    expect.that(
        len(rows) == len(wanted),
        f"{name} has the wrong number of rows: there should be one for each epoch of each run.",
        f"{name} has {len(rows)} rows, and {len(wanted)} are expected: one for each epoch of each run.",
    )
    for position, (row, right) in enumerate(zip(rows, wanted, strict=True)):
        entries = {key: row[key] for key in right if key in row}
        expect.equal(entries, right, name=f"rows()[{position}]{when}")


@points(1, "log_run writes loss and accuracy of each epoch for TensorBoard", public=True)
def test_log_by_hand(submission):
    losses, accuracies = [0.75, 0.5, 0.625], [0.25, 0.5, 1.0]
    history = [
        {
            "epoch": epoch,
            "train_loss": loss,
            "train_accuracy": accuracy,
            "test_loss": loss + 2,
            "test_accuracy": accuracy / 2,
        }
        for epoch, (loss, accuracy) in enumerate(zip(losses, accuracies, strict=True), 1)
    ]
    check_log(submission, submission.files({}), history)


@points(1, "log_run logs trainings of any length, each in its own folder")
def test_log_of_any_training(submission, rng):
    folder = submission.files({"second/notes.txt": b"a folder that exists"})
    histories = {
        "first": draw_history(rng, 23),
        "second": draw_history(rng, 1),
        "third": draw_history(rng, 4),
    }
    for name, history in histories.items():
        check_log(submission, f"{folder}/{name}", history)
    read = submission.define("read", READ)
    check_scalars(read(f"{folder}/first"), histories["first"])


def draw_history(rng, epochs):
    keys = ("train_loss", "train_accuracy", "test_loss", "test_accuracy")
    return [{"epoch": epoch, **{key: rng.number(0, 2) for key in keys}} for epoch in range(1, epochs + 1)]


def check_log(submission, folder, history):
    submission.define("LateWriter", LATE)
    _, (_, afterwards) = submission.observe("log_run", folder, history)
    check_scalars(submission.define("read", READ)(folder), history)
    expect.equal(afterwards, history, name="the history after log_run")


def check_scalars(content, history):
    """The scalars in the files of one folder are these."""
    scalars = content[2]
    for scalar, key in (("loss/train", "train_loss"), ("accuracy/train", "train_accuracy")):
        expect.that(
            scalar in scalars,
            f'When log_run has returned, the files in log_dir hold no scalar "{scalar}". {why(*content)}',
        )
        steps, values = zip(*scalars[scalar], strict=True)
        expect.that(
            len(steps) == len(history),
            f'The scalar "{scalar}" should have one value for each epoch, but it has another number.',
            f'The scalar "{scalar}" should have {len(history)} values, one an epoch; it has {len(steps)}.',
        )
        expect.that(
            list(steps) == list(range(steps[0], steps[0] + len(steps))),
            f'The steps of the scalar "{scalar}" should be whole numbers, each one more than the one before.',
            f'Each step of the scalar "{scalar}" should be one more than the one before, but the steps are '
            f"{', '.join(map(str, steps))}.",
        )
        wanted = [row[key] for row in history]
        expect.close(list(values), wanted, name=f'the list of the values of "{scalar}"', **LOGGED)


def why(files, deeper, scalars):
    """Say what there is in place of a scalar."""
    if scalars:
        return f"They hold {', '.join(sorted(scalars))[:200]}."
    if deeper:
        return "There are files in a folder of log_dir: write into log_dir itself, with add_scalar."
    if files:
        return "They hold none at all: the writer keeps what it is given until it is closed."
    return "There are no files in it: a SummaryWriter writes into the folder that it is made with."


@points(1, "a checkpoint brings weights, buffers and the epoch back", public=True)
def test_checkpoint_round_trip(submission, rng):
    path = f"{folder_of(submission)}/checkpoint.pt"
    make, state_of = define(submission, made), submission.lab.state
    for epoch in (3, 12):  # the second one replaces the first
        saved = draw_state(rng)
        model, optimizer = make(saved)
        submission.save_checkpoint(path, model, optimizer, epoch)
        fresh, fresh_optimizer = make(draw_state(rng))
        got = submission.load_checkpoint(path, fresh, fresh_optimizer)
        expect.equal(got, epoch, name="what load_checkpoint returns")
        expect.close(state_of(fresh), saved, name="the model's state_dict() after load_checkpoint", **WEIGHTS)
        expect.equal(state_of(model), saved, name="the saved model's state_dict() after save_checkpoint")


@points(1, "a training that is resumed goes on as if it had never stopped")
def test_training_goes_on(submission, rng):
    folder = folder_of(submission)
    move, train = submission.define("move", MOVE), define(submission, learn)
    make, state_of = define(submission, made), submission.lab.state
    data = rng.normal(16, INPUTS, dtype=torch.float64), rng.integers(0, CLASSES, 16)
    for kind, settings, others in (("adam", (0.05,), (0.3,)), ("sgd", (0.2, 0.9), (0.01, 0.5))):
        path, elsewhere = f"{folder}/{kind}.pt", f"{folder}/moved-{kind}.pt"
        state, before, after = draw_state(rng), rng.integer(3, 6), rng.integer(3, 6)
        ours, theirs = made(state, kind, settings), make(state, kind, settings)
        learn(*ours, *data, before)
        train(*theirs, *data, before)
        submission.save_checkpoint(path, *theirs, before)
        train(*theirs, *data, after)
        expect.that(move(path, elsewhere), "After save_checkpoint there is no file at the path it was given.")

        fresh = make(draw_state(rng), kind, others)
        got = submission.load_checkpoint(elsewhere, *fresh)
        expect.equal(got, before, name="what load_checkpoint returns")
        name = "the model's state_dict() after load_checkpoint"
        expect.close(state_of(fresh[0]), lab.state(ours[0]), name=name, **WEIGHTS)
        learn(*ours, *data, after)
        train(*fresh, *data, after)
        resumed, wanted = state_of(fresh[0]), lab.state(ours[0])
        expect.that(
            all(torch.allclose(resumed[key], wanted[key], **WEIGHTS) for key in wanted),
            f"With {kind.upper()}, training does not go on after load_checkpoint as if it had never stopped, "
            "though the model is as it was. Has the optimizer got all of its state back, with its learning "
            "rate, and does it still train the parameters of this model?",
        )
        name = "the saved model's state_dict() after its own training went on"
        expect.close(state_of(theirs[0]), wanted, name=name, **WEIGHTS)


@points(0.5, "load_checkpoint names what is missing from the file or from the model")
def test_missing_keys(submission, rng):
    path = f"{folder_of(submission)}/checkpoint.pt"
    make, refusal = submission.define("make", LAYERS), submission.define("refusal", REFUSAL)
    load, state_of = submission.expression("learner.load_checkpoint"), submission.lab.state
    for key in ("extra.weight", "scale"):
        for saved, loaded, where in (("", key, "the file"), (key, "", "the model")):
            weight, epoch = rng.normal(3, 4), rng.integer(2, 50)
            submission.save_checkpoint(path, *make(weight, saved), epoch)
            model, optimizer = make(torch.zeros(3, 4), saved)
            got = submission.load_checkpoint(path, model, optimizer)
            expect.equal(got, epoch, name="what load_checkpoint returns")
            expect.close(state_of(model)["body.weight"], weight, name="the weight after load_checkpoint")
            said = refusal(load, path, *make(weight, loaded))
            missing = f'"{key}", which is missing from {where}'
            expect.that(said is not None, f"load_checkpoint raises no exception that names {missing}.")
            expect.that(
                isinstance(said, str) and all(part in said for part in key.split(".")),
                f"The exception that load_checkpoint raises should name {missing}.",
                f"The exception that load_checkpoint raises should name {missing}. It says: {said}",
            )


@points(0.5, "load_checkpoint runs no code that a file contains")
def test_weights_only(submission, rng):
    folder = folder_of(submission)
    check_checkpoint(submission, rng, f"{folder}/harmless.pt")
    springs = submission.define("springs", TRAPS)
    save, load = (submission.expression(f"learner.{name}_checkpoint") for name in ("save", "load"))
    for place in ("epoch", "model", "optimizer"):
        expect.that(
            springs(save, load, f"{folder}/{place}.pt", place) is False,
            "load_checkpoint runs code that is hidden in the file. Load nothing but tensors and plain data: "
            "torch.load does so with weights_only=True.",
        )


@points(0.5, "load_checkpoint reads a checkpoint that was saved on a GPU")
def test_checkpoint_from_a_gpu(submission, rng):
    path = f"{folder_of(submission)}/checkpoint.pt"
    on_gpu = submission.define("on_gpu", ON_GPU)
    for options in ({}, {"device": torch.device("cpu")}):
        check_checkpoint(submission, rng, path, options, on_gpu)


@points(
    0.5, "a training on a GPU goes on there, when it was saved and when it is resumed", device="simulated"
)
def test_training_on_a_gpu_goes_on(submission, rng):
    make, state_of = define(submission, made), submission.lab.state
    train, folder = define(submission, learn), folder_of(submission)
    data = rng.normal(16, INPUTS, dtype=torch.float64), rng.integers(0, CLASSES, 16)
    far = [submission.expression("x.to('cuda')", x=part) for part in data]
    moved = submission.expression("lambda pair: (pair[0].to('cuda'), pair[1])")
    for options in ({"device": submission.expression("torch.device('cuda')")}, {}):
        state, path = draw_state(rng), f"{folder}/{len(options)}.pt"
        before, after = rng.integer(3, 6), rng.integer(3, 6)
        ours = made(state, "adam", (0.05,))
        learn(*ours, *data, before + after)
        model, optimizer = submission.call(moved, make(state, "adam", (0.05,)))
        train(model, optimizer, *far, before)
        submission.save_checkpoint(path, model, optimizer, before)
        check_still_there(submission, model, "save_checkpoint")
        train(model, optimizer, *far, after)
        name = "the saved model's state_dict() after its training on a GPU went on"
        expect.close(state_of(model), lab.state(ours[0]), name=name, **WEIGHTS)

        fresh, fresh_optimizer = submission.call(moved, make(draw_state(rng), "adam", (0.3,)))
        got = submission.load_checkpoint(path, fresh, fresh_optimizer, **options)
        expect.equal(got, before, name="what load_checkpoint returns")
        check_still_there(submission, fresh, "load_checkpoint")
        train(fresh, fresh_optimizer, *far, after)
        name = "the state_dict() of a model whose training on a GPU was resumed"
        expect.close(state_of(fresh), lab.state(ours[0]), name=name, **WEIGHTS)


def check_still_there(submission, model, what: str) -> None:
    """The model is on the GPU, as it was."""
    expect.that(
        set(submission.devices_of(model)) == {"cuda:0"},
        f"The model is on a GPU, and {what} leaves it on the CPU: its next batch will be on the GPU.",
    )


def check_checkpoint(submission, rng, path, options=None, on_gpu=None):
    """A checkpoint brings weights and epoch back; `on_gpu` saves it as if from a GPU."""
    make = define(submission, made)
    state, epoch = draw_state(rng), rng.integer(2, 50)
    theirs, fresh = make(state), make(draw_state(rng))
    with submission.watch() as calls:
        submission.save_checkpoint(path, *theirs, epoch)
    # Who moves the tensors to the CPU before saving them writes the same file on any machine.
    if on_gpu is not None and not any(calls.count(name) for name in MOVES):
        on_gpu(submission.expression("learner.save_checkpoint"), path, *theirs, epoch)
        refusal, load = (
            submission.define("refusal", REFUSAL),
            submission.expression("learner.load_checkpoint"),
        )
        expect.that(
            refusal(load, path, *fresh) is None,
            "load_checkpoint fails on a machine without a GPU, for a file whose tensors were saved on one. "
            "Tell torch.load where to put them: its argument is called map_location.",
        )
    got = submission.load_checkpoint(path, *fresh, **(options or {}))
    expect.equal(got, epoch, name="what load_checkpoint returns")
    name = "the model's state_dict() after load_checkpoint"
    expect.close(submission.lab.state(fresh[0]), state, name=name, **WEIGHTS)


def folder_of(submission) -> str:
    """A folder in the worker that exists."""
    return submission.files({"here.txt": b"checkpoints lie beside this"})


def draw_state(rng) -> dict[str, Tensor]:
    """Weights and buffers of the network that `made` makes."""
    state = {
        "hidden.weight": rng.normal(HIDDEN, INPUTS, dtype=torch.float64),
        "norm.weight": rng.uniform(HIDDEN, low=0.5, high=2.0, dtype=torch.float64),
        "norm.bias": rng.normal(HIDDEN, dtype=torch.float64),
        "norm.running_mean": rng.normal(HIDDEN, dtype=torch.float64),
        "norm.running_var": rng.uniform(HIDDEN, low=0.5, high=2.0, dtype=torch.float64),
        "norm.num_batches_tracked": torch.tensor(rng.integer(1, 1000)),
        "out.weight": rng.normal(CLASSES, HIDDEN, dtype=torch.float64),
        "out.bias": rng.normal(CLASSES, dtype=torch.float64),
    }
    return state


def define(submission, *things):
    """The last of these classes and functions in the worker; what they are for is no secret."""
    return submission.define(things[-1].__name__, "\n\n".join(inspect.getsource(thing) for thing in things))
