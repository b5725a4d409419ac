"""The settings are added when the rows are asked for.

caught_by: test_recorder_by_hand, test_recorder_of_several_runs
explanation: When `rows` is called, only the last run is at hand, and its settings end up in the
    rows of all runs. Put them into the row when the epoch ends.
"""


class RunRecorder:
    def __init__(self):
        self.table = []
        self.number = 0
        self.epoch = 0

    def begin(self, run):
        self.run = run
        self.number += 1
        self.epoch = 0

    def end_epoch(self, loss, accuracy):
        self.epoch += 1
        row = {"run": self.number, "epoch": self.epoch, "loss": loss, "accuracy": accuracy}
        self.table.append(row)

    def end(self):
        pass

    def rows(self):
        return [{**row, **self.run._asdict()} for row in self.table]
