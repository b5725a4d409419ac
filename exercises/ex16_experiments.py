# Check your work: grade check ex16    Stuck? Take a hint: grade hint ex16
"""Exercise 16: experiments.

To find out which learning rate works, you train with several; to find out whether the batch size matters too,
you train with all pairs of both. One such training, with its own choice of settings, is a run. This exercise
is about what surrounds the training loop then: a list of the runs to make, a table of what each epoch of each
run gave, curves that TensorBoard can draw, and checkpoints, so that a training which is interrupted can go on
as if nothing had happened.
"""

from typing import Any

import torch
from torch import nn
from torch.optim import Optimizer
from torch.utils.tensorboard import SummaryWriter


def runs(params: dict[str, list[Any]]) -> list[Any]:
    """List all combinations of settings, each as a named tuple.

    A grid search tries every value of one setting with every value of the others. As a named tuple a
    combination can be read by name (`run.lr`), is printed with its names, and cannot be changed by accident.

    The order is that of nested for loops, the first setting being the outermost loop: the last setting
    changes from one run to the next, the first one only after all combinations of the others.

    Args:
        params: for each setting, by name, the list of values to try; one setting or more. The names can be
            used as names in Python (letters, digits, _), and none is a word that Python itself uses.

    Returns:
        A list of named tuples. Their fields are the names of `params` in its order, their values come from
        the lists unchanged. Where one of the lists is empty, there are no combinations. The name of the
        tuples' type is free.

    Example:
        >>> trials = runs({"lr": [0.1, 0.01], "shuffle": [True, False]})
        >>> len(trials)
        4
        >>> trials[1].lr, trials[1].shuffle
        (0.1, False)
        >>> trials[2]._fields
        ('lr', 'shuffle')
    """
    raise NotImplementedError("runs is not written yet")


class RunRecorder:
    """Keeps a table of results: a row for each epoch of each run.

    After an evening of training, the question is which settings gave the best result. A table answers it: a
    list of dicts goes straight into pandas, a spreadsheet, or `max(rows, key=...)`.

    `begin`, then `end_epoch` after each epoch, then `end`; then the next run. Each recorder keeps its own
    table.

    Example:
        >>> from collections import namedtuple
        >>> Run = namedtuple("Run", "lr")
        >>> recorder = RunRecorder()
        >>> recorder.begin(Run(lr=0.5))
        >>> recorder.end_epoch(loss=0.75, accuracy=0.5)
        >>> recorder.end_epoch(loss=0.25, accuracy=1.0)
        >>> recorder.end()
        >>> [(row["run"], row["epoch"], row["lr"], row["loss"]) for row in recorder.rows()]
        [(1, 1, 0.5, 0.75), (1, 2, 0.5, 0.25)]
    """

    def __init__(self) -> None:
        """Start with an empty table."""
        raise NotImplementedError("RunRecorder.__init__ is not written yet")

    def begin(self, run: Any) -> None:
        """Begin a run.

        Args:
            run: the run's settings, a named tuple. Its fields may differ from those of the runs before; none
                of them is called run, epoch, loss or accuracy.
        """
        raise NotImplementedError("RunRecorder.begin is not written yet")

    def end_epoch(self, loss: float, accuracy: float) -> None:
        """Note the results of the epoch that has just ended."""
        raise NotImplementedError("RunRecorder.end_epoch is not written yet")

    def end(self) -> None:
        """End the run."""
        raise NotImplementedError("RunRecorder.end is not written yet")

    def rows(self) -> list[dict[str, Any]]:
        """Return the table: a dict for each epoch of all runs that have ended, in the order of the epochs.

        Each has the keys `run` (1 for the first run, 2 for the next, ...), `epoch` (counted from 1 in each
        run), `loss` and `accuracy` as they were given, and the run's own settings by their names. Further
        keys, such as the time that an epoch took, are free.
        """
        raise NotImplementedError("RunRecorder.rows is not written yet")


def log_run(log_dir: str, history: list[dict[str, float]]) -> None:
    """Write the curves of a training for TensorBoard.

    Curves show what a table hides: a loss that still falls, a training that has become unstable. With
    `tensorboard --logdir folder` they are drawn in the browser, those of several runs on top of each other:
    each folder is one run.

    The scalar `loss/train` gets the `train_loss` of each epoch, `accuracy/train` its `train_accuracy`. An
    epoch is a step: the steps are whole numbers, each one more than the one before. Whether the first is 0
    or 1 is free, and so are further scalars under other names.

    The files lie in `log_dir` itself, not in a folder of it. A writer collects what it is given and writes
    it when it likes, so close it: when `log_run` returns, everything is in the files.

    Args:
        log_dir: the folder of this run. It may not exist yet.
        history: what `fit` of exercise 13 returns, a dict an epoch with the keys `epoch`, `train_loss`,
            `train_accuracy`, `test_loss` and `test_accuracy`; one epoch or more, in order.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        >>> tested = {"test_loss": 1.25, "test_accuracy": 0.25}
        >>> first = {"epoch": 1, "train_loss": 0.75, "train_accuracy": 0.5, **tested}
        >>> second = {"epoch": 2, "train_loss": 0.5, "train_accuracy": 1.0, **tested}
        >>> with TemporaryDirectory() as folder:
        ...     log_run(folder, [first, second])
        ...     log = EventAccumulator(folder).Reload()
        >>> sorted(log.Tags()["scalars"])
        ['accuracy/train', 'loss/train']
        >>> [event.value for event in log.Scalars("loss/train")]
        [0.75, 0.5]
    """
    raise NotImplementedError("log_run is not written yet")


def save_checkpoint(path: str, model: nn.Module, optimizer: Optimizer, epoch: int) -> None:
    """Write all that is needed to go on with a training later into one file.

    Machines fail and time on them ends, so a long training is saved every now and then. Weights alone are not
    enough. The model has buffers too, such as the statistics of batch normalization; and the optimizer has
    momenta and step counts, without which the first steps after the break would differ.

    What the file holds is free, as long as `load_checkpoint` can use it: tensors, and plain Python data such
    as numbers, strings, lists and dicts. Objects of classes, such as the model itself, do not belong into it.
    The model and the optimizer stay as they are, and the training may go on after the call.

    Args:
        path: the file to write. Where there is one already, it is replaced.
        model: any module.
        optimizer: any optimizer of `torch.optim` over parameters of the model.
        epoch: how many epochs the model has been trained for.

    Example:
        >>> import os
        >>> from tempfile import TemporaryDirectory
        >>> model = nn.Linear(3, 2)
        >>> with TemporaryDirectory() as folder:
        ...     path = os.path.join(folder, "checkpoint.pt")
        ...     save_checkpoint(path, model, torch.optim.SGD(model.parameters(), lr=0.1), epoch=5)
        ...     os.listdir(folder)
        ['checkpoint.pt']
    """
    raise NotImplementedError("save_checkpoint is not written yet")


def load_checkpoint(
    path: str, model: nn.Module, optimizer: Optimizer, device: str | torch.device = "cpu"
) -> int:
    """Bring a model and its optimizer into the state in which they were saved.

    Both are made anew by the caller, with the same layers and the same kind of optimizer, and are changed in
    place; the optimizer still trains the model's parameters afterwards. Training then goes on exactly as if
    it had never stopped, also where the new optimizer was made with another learning rate. (Random numbers,
    such as those that shuffle the data, are not part of a checkpoint.)

    A file of `torch.save` can hold more than data. Loaded carelessly, it runs any code that its author has
    put into it, and checkpoints come from colleagues and from the internet. So load it with
    `weights_only=True`, which torch does by default: that reads tensors and plain data, and refuses
    everything else with an exception.

    Args:
        path: a file that `save_checkpoint` wrote, perhaps on another machine and under another name.
        model: is changed in place.
        optimizer: is changed in place.
        device: where to put the file's tensors while it is read. A tensor that was saved on a GPU is put
            there again unless told otherwise, which fails on a machine without one.

    Returns:
        The epoch that was saved.

    Raises:
        RuntimeError: a parameter or buffer of the model is missing from the file, or one in the file is
            missing from the model. The message names it, such as `fc2.weight`. Any other exception that
            names it is as good.

    Example:
        >>> from tempfile import TemporaryDirectory
        >>> old, new = nn.Linear(3, 2), nn.Linear(3, 2)
        >>> with TemporaryDirectory() as folder:
        ...     path = folder + "/checkpoint.pt"
        ...     save_checkpoint(path, old, torch.optim.SGD(old.parameters(), lr=0.1), epoch=5)
        ...     load_checkpoint(path, new, torch.optim.SGD(new.parameters(), lr=0.1))
        5
        >>> torch.equal(old.weight, new.weight)
        True
    """
    raise NotImplementedError("load_checkpoint is not written yet")
