"""Counting starts at 0.

caught_by: test_recorder_by_hand, test_recorder_of_several_runs
explanation: The first run is number 1 and its first epoch number 1. Count up before the number is
    written down.
"""


class RunRecorder:
    def __init__(self):
        self.table = []
        self.number = -1
        self.epoch = 0

    def begin(self, run):
        self.run = run
        self.number += 1
        self.epoch = 0

    def end_epoch(self, loss, accuracy):
        row = {"run": self.number, "epoch": self.epoch, "loss": loss, "accuracy": accuracy}
        row.update(self.run._asdict())
        self.table.append(row)
        self.epoch += 1

    def end(self):
        pass

    def rows(self):
        return self.table
