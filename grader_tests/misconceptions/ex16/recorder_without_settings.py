"""The run's number says which run it was.

caught_by: test_recorder_by_hand, test_recorder_of_several_runs
explanation: Nobody remembers which learning rate run 7 had. Put the run's own settings into each
    row: `run._asdict()`.
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
        return self.table
