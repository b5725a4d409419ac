"""One dict is enough, its values change.

caught_by: test_recorder_by_hand, test_recorder_of_several_runs
explanation: The list holds the same dict several times, so all rows show what was written last.
    Make a new dict for each epoch.
"""


class RunRecorder:
    def __init__(self):
        self.table = []
        self.number = 0
        self.epoch = 0
        self.row = {}

    def begin(self, run):
        self.run = run
        self.number += 1
        self.epoch = 0

    def end_epoch(self, loss, accuracy):
        self.epoch += 1
        row = self.row
        row |= {"run": self.number, "epoch": self.epoch, "loss": loss, "accuracy": accuracy}
        row.update(self.run._asdict())
        self.table.append(row)

    def end(self):
        pass

    def rows(self):
        return self.table
