"""Attributes are declared at the top of the class.

caught_by: test_recorder_of_several_runs
explanation: A list that is made in the body of the class exists once, and all recorders write into
    it. Make it in `__init__`: self.table = [].
"""


class RunRecorder:
    table = []

    def __init__(self):
        self.number = 0
        self.epoch = 0

    def begin(self, run):
        self.run = run
        self.number += 1
        self.epoch = 0

    def end_epoch(self, loss, accuracy):
        self.epoch += 1
        row = {"run": self.number, "epoch": self.epoch, "loss": loss, "accuracy": accuracy}
        row.update(self.run._asdict())
        self.table.append(row)

    def end(self):
        pass

    def rows(self):
        return self.table
