"""Epochs are counted.

caught_by: test_recorder_by_hand, test_recorder_of_several_runs
explanation: Each run starts at epoch 1 again. Set the counter back in `begin`.
"""


class RunRecorder:
    def __init__(self):
        self.table = []
        self.number = 0
        self.epoch = 0

    def begin(self, run):
        self.run = run
        self.number += 1

    def end_epoch(self, loss, accuracy):
        self.epoch += 1
        row = {"run": self.number, "epoch": self.epoch, "loss": loss, "accuracy": accuracy}
        row.update(self.run._asdict())
        self.table.append(row)

    def end(self):
        pass

    def rows(self):
        return self.table
