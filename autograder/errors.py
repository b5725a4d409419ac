"""Every error that the grader raises on purpose, and the exit code that each one means.

    GraderError                 3  something on the grader's side failed
    ├── UsageError              2  the command, or a path or name given to it, is wrong
    ├── CourseError             2  course.toml, or a file that it names, is wrong
    ├── HostError               3  this machine lacks something: sandbox, data, disk, database
    │   ├── SandboxError        3  a layer of the sandbox was asked for and cannot be had
    │   └── ProcessLost         3  a process of ours was killed; another one can be had
    └── InternalError           3  a bug of ours, or of a suite

What learner code does wrong is never an exception of this tree: it is data, in a `Report`.
"""


class GraderError(Exception):
    """Base of all deliberate errors; the message is one or two lines and ends with the remedy."""

    exit_code = 3


class UsageError(GraderError):
    """The command line, or a file or name given on it, is wrong."""

    exit_code = 2


class CourseError(GraderError):
    """course.toml, or a file that it names, is wrong; the message names file, key and mend."""

    exit_code = 2


class HostError(GraderError):
    """This machine lacks something that the task needs."""


class SandboxError(HostError):
    """A sandbox layer was asked for and cannot be had on this machine."""


class ProcessLost(HostError):
    """A process of the grader's was killed, and no submission is to blame; another try has a fresh one."""


class InternalError(GraderError):
    """A bug in the grader or in a suite; never the learner's fault."""
