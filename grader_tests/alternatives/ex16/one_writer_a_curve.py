"""A writer for each curve, further columns and curves, a loose load_state_dict whose answer is looked at."""

import io
import time


def runs(params):
    names = tuple(params.keys())
    sizes = [len(values) for values in params.values()]
    result = []
    for position in range(torch.Size(sizes).numel()):
        chosen = {}
        for name, size in zip(reversed(names), reversed(sizes)):
            position, index = divmod(position, size)
            chosen[name] = params[name][index]
        result.append(namedtuple("Run", names)(**chosen))
    return result


class RunRecorder:
    def __init__(self):
        self.finished, self.current, self.count = [], None, 0

    def begin(self, run):
        self.count += 1
        self.current = []
        self.settings, self.start = run, time.time()

    def end_epoch(self, loss, accuracy):
        row = {"run": self.count, "epoch": len(self.current) + 1}
        row["duration"] = time.time() - self.start
        row["loss"], row["accuracy"] = float(loss), float(accuracy)
        for field in self.settings._fields:
            row[field] = getattr(self.settings, field)
        self.current.append(row)

    def end(self):
        self.finished.extend(self.current)
        self.current = None

    def rows(self):
        return self.finished


def log_run(log_dir, history):
    for name in ("loss", "accuracy"):
        for part in ("train", "test"):
            writer = SummaryWriter(log_dir=log_dir, filename_suffix=f".{name}.{part}", flush_secs=5)
            for row in history:
                value = torch.tensor(row[f"{part}_{name}"])
                writer.add_scalar(f"{name}/{part}", value, global_step=row["epoch"], new_style=True)
            writer.close()


def save_checkpoint(path, model, optimizer, epoch):
    buffer = io.BytesIO()
    content = {"epoch": epoch, "optimizer_state_dict": optimizer.state_dict()}
    torch.save(content | {"model_state_dict": model.state_dict()}, buffer)
    with open(path, "wb") as file:
        file.write(buffer.getvalue())


def load_checkpoint(path, model, optimizer, device="cpu"):
    with open(path, "rb") as file:
        checkpoint = torch.load(io.BytesIO(file.read()), map_location=torch.device(device))
    answer = model.load_state_dict(checkpoint["model_state_dict"], strict=False)
    if wrong := [*answer.missing_keys, *answer.unexpected_keys]:
        raise ValueError(f"the checkpoint does not fit the model: {', '.join(wrong)}")
    optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    return checkpoint["epoch"]
