"""The run goes into the row.

caught_by: test_recorder_by_hand, test_recorder_of_several_runs
explanation: `run` in a row is the number of the run. The settings themselves are entries of their
    own, such as row["lr"]: `run._asdict()` gives them.
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
        row = {"run": self.run, "epoch": self.epoch, "loss": loss, "accuracy": accuracy}
        self.table.append(row)

    def end(self):
        pass

    def rows(self):
        return self.table
