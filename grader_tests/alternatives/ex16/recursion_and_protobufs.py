"""Runs by recursion, rows made when asked for, events as protocol buffers, one flat dict of tensors."""

from pathlib import Path
from typing import NamedTuple

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter


def runs(params):
    Settings = NamedTuple("Settings", [(name, object) for name in params])

    def combinations(names):
        if not names:
            return [{}]
        first, *rest = names
        return [{first: value, **others} for value in params[first] for others in combinations(rest)]

    return [Settings(**settings) for settings in combinations(list(params))]


class RunRecorder:
    def __init__(self):
        self.runs = []

    def begin(self, run):
        self.runs.append((run, []))

    def end_epoch(self, loss, accuracy):
        self.runs[-1][1].append((loss, accuracy))

    def end(self):
        pass

    def rows(self):
        table = []
        for number, (run, results) in enumerate(self.runs):
            for epoch, (loss, accuracy) in enumerate(results):
                row = dict(zip(run._fields, run, strict=True))
                table.append(
                    {"accuracy": accuracy, "loss": loss, "epoch": epoch + 1, "run": number + 1, **row}
                )
        return table


def log_run(log_dir, history):
    writer = EventFileWriter(log_dir)
    for row in history:
        for key in ("loss", "accuracy"):
            value = Summary.Value(tag=f"{key}/train", simple_value=row[f"train_{key}"])
            writer.add_event(Event(step=row["epoch"], summary=Summary(value=[value])))
    writer.flush()


def save_checkpoint(path, model, optimizer, epoch):
    entries = {f"model.{name}": value for name, value in model.state_dict().items()}
    settings = optimizer.state_dict()
    entries["optimizer"] = [settings["state"], settings["param_groups"]]
    entries["epoch"] = torch.tensor(epoch)
    with Path(path).open("wb") as file:
        torch.save(entries, file)


def load_checkpoint(path, model, optimizer, device="cpu"):
    entries = torch.load(Path(path), map_location=lambda storage, place: storage)
    epoch, (state, groups) = entries.pop("epoch"), entries.pop("optimizer")
    model.load_state_dict({name.removeprefix("model."): value for name, value in entries.items()})
    optimizer.load_state_dict({"state": state, "param_groups": groups})
    return epoch.item()
