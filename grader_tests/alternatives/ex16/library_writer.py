"""The writer of the tensorboard package; states saved as two byte strings; subclass of list as the table."""

import io

from tensorboard.summary import Writer


def runs(params):
    Run = namedtuple("Run", params)
    tables = [{}]
    for name, values in params.items():
        tables = [table | {name: value} for table in tables for value in values]
    return [Run(**table) for table in tables]


class _Table(list):
    def add(self, **row):
        self.append(dict(row))


class RunRecorder:
    def __init__(self):
        self.table, self.number, self.epochs, self.run = _Table(), 0, 0, None

    def begin(self, run):
        self.number, self.epochs, self.run = self.number + 1, 0, run

    def end_epoch(self, loss, accuracy):
        self.epochs += 1
        self.table.add(run=self.number, epoch=self.epochs, loss=loss, accuracy=accuracy, **self.run._asdict())

    def end(self):
        self.run, self.epochs = None, 0

    def rows(self):
        return self.table


def log_run(log_dir, history):
    writer = Writer(log_dir)
    for step, row in enumerate(history):
        writer.add_scalar("loss/train", row["train_loss"], step)
        writer.add_scalar("accuracy/train", row["train_accuracy"], step)
    writer.close()


def save_checkpoint(path, model, optimizer, epoch):
    parts = []
    for part in (model, optimizer):
        buffer = io.BytesIO()
        torch.save(part.state_dict(), buffer)
        parts.append(torch.tensor(list(buffer.getvalue()), dtype=torch.uint8))
    torch.save([*parts, torch.tensor([epoch])], path)


def load_checkpoint(path, model, optimizer, device="cpu"):
    *parts, epoch = torch.load(path, map_location="cpu", weights_only=True)
    for part, target in zip(parts, (model, optimizer), strict=True):
        content = io.BytesIO(bytes(part.tolist()))
        target.load_state_dict(torch.load(content, map_location=device, weights_only=True))
    return int(epoch)
