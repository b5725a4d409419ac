"""A checkpoint as JSON, in which tensors are nested lists; a recorder made of dicts."""

import json
import os


def runs(params):
    Run = namedtuple("Run", list(params), rename=False)
    grid = [[]]
    for name in params:
        grid = [row + [value] for row in grid for value in params[name]]
    return [Run(*row) for row in grid]


class RunRecorder:
    def __init__(self):
        self.results = {}
        self.settings = {}

    def begin(self, run):
        number = len(self.settings) + 1
        self.settings[number] = run._asdict()

    def end_epoch(self, loss, accuracy):
        number = len(self.settings)
        epoch = sum(1 for run, _ in self.results if run == number) + 1
        self.results[number, epoch] = dict(loss=loss, accuracy=accuracy)

    def end(self):
        return self

    def rows(self):
        return [
            {"run": run, "epoch": epoch} | result | self.settings[run]
            for (run, epoch), result in self.results.items()
        ]


def log_run(log_dir, history):
    os.makedirs(log_dir, exist_ok=True)
    writer = SummaryWriter(log_dir, max_queue=1000)
    try:
        for step, row in enumerate(reversed(history)):
            step = len(history) - step
            for name, value in row.items():
                if name.startswith("train_"):
                    writer.add_scalar(f"{name.split('_')[1]}/train", value, step)
    finally:
        writer.close()


def _packed(value):
    if isinstance(value, torch.Tensor):
        return {"tensor": value.tolist(), "dtype": str(value.dtype).split(".")[1]}
    if isinstance(value, dict):
        return {"dict": [[key, _packed(item)] for key, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"list": [_packed(item) for item in value], "tuple": isinstance(value, tuple)}
    return value


def _unpacked(value, device):
    if not isinstance(value, dict):
        return value
    if "tensor" in value:
        return torch.tensor(value["tensor"], dtype=getattr(torch, value["dtype"]), device=device)
    if "dict" in value:
        return {key: _unpacked(item, device) for key, item in value["dict"]}
    items = [_unpacked(item, device) for item in value["list"]]
    return tuple(items) if value["tuple"] else items


def save_checkpoint(path, model, optimizer, epoch):
    text = json.dumps(_packed([model.state_dict(), optimizer.state_dict(), epoch]))
    with open(path + ".part", "w") as file:
        file.write(text)
    os.replace(path + ".part", path)


def load_checkpoint(path, model, optimizer, device="cpu"):
    with open(path) as file:
        state, settings, epoch = _unpacked(json.load(file), device)
    optimizer.load_state_dict(settings)
    model.load_state_dict(state)
    return epoch
