"""Lists that grow; parameters and buffers copied one by one, after a check of their names."""

from torch.utils.tensorboard.summary import scalar
from torch.utils.tensorboard.writer import FileWriter


def runs(params):
    combinations = [()]
    for values in params.values():
        combinations = [(*chosen, value) for chosen in combinations for value in values]
    kind = namedtuple("experiment", " ".join(params))
    return list(map(kind._make, combinations))


class RunRecorder:
    run_number = 0

    def __init__(self):
        self.table = {"run": [], "epoch": [], "loss": [], "accuracy": [], "settings": []}

    def begin(self, run):
        self.current, self.run_number, self.epoch_number = run, self.run_number + 1, 1

    def end_epoch(self, loss, accuracy):
        values = (self.run_number, self.epoch_number, loss, accuracy, self.current)
        for column, value in zip(self.table.values(), values, strict=True):
            column.append(value)
        self.epoch_number += 1

    def end(self):
        del self.current, self.epoch_number

    def rows(self):
        plain = [
            dict(zip(self.table, values, strict=True)) for values in zip(*self.table.values(), strict=True)
        ]
        return [{**row, **row["settings"]._asdict()} for row in plain]


def log_run(log_dir, history):
    writer = FileWriter(log_dir)
    for step in range(len(history)):
        writer.add_summary(scalar("loss/train", history[step]["train_loss"]), global_step=step)
        writer.add_summary(scalar("accuracy/train", history[step]["train_accuracy"]), global_step=step)
    writer.close()


def _tensors(model):
    return dict(model.named_parameters()) | dict(model.named_buffers())


def save_checkpoint(path, model, optimizer, epoch):
    tensors = {name: tensor.detach().cpu() for name, tensor in _tensors(model).items()}
    torch.save((tensors, optimizer.state_dict(), int(epoch)), path)


def load_checkpoint(path, model, optimizer, device="cpu"):
    saved, settings, epoch = torch.load(path, weights_only=True)
    own = _tensors(model)
    for name in set(own) ^ set(saved):
        raise KeyError(f"{name} is only in one of the file and the model")
    with torch.no_grad():
        for name, tensor in own.items():
            tensor.copy_(saved[name])
    optimizer.load_state_dict(settings)
    return epoch
