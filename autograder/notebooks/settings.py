"""What nbgrader is told about a course: `nbgrader_config.py` beside course.toml, which asks this module.

nbgrader is imported by nobody but who calls `configure`: it takes a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.course import FILE_NAME, Course, load
from autograder.errors import HostError
from autograder.notebooks.documents import write_file

if TYPE_CHECKING:
    from traitlets.config import Config

CONFIG_FILE = "nbgrader_config.py"
EXCHANGE = "exchange"  # the folder of the local exchange, below the course's
_TEXT = '''"""What nbgrader is to know about this course. Made by `grade release`; it is yours to change."""

from pathlib import Path

from autograder.notebooks.settings import configure

c = get_config()  # noqa: F821  # nbgrader provides it

# Names, the gradebook and the deadlines of course.toml, and grading in the sandbox in place of nbgrader's
# own, which would run learners' code as you. Settings below this line take precedence.
configure(c, Path(__file__).parent)

# Where assignments are released to and collected from. For several people on one machine, name a folder that
# all of them can reach; nbgrader makes it writable for everybody. Without it: c.Exchange.root = ""
c.Exchange.root = str(Path(__file__).parent / "exchange")

# The time zone of the timestamps that nbgrader writes and shows.
c.Exchange.timezone = "UTC"
'''


def ensure_config(course: Course) -> Path | None:
    """Write nbgrader_config.py where there is none; returns its path if it was written."""
    path = course.root / CONFIG_FILE
    if path.exists():
        return None
    write_file(path, _TEXT.encode())
    return path


def read_config(course: Course) -> Config:
    """Return what nbgrader_config.py says; raises `HostError` where it cannot be run."""
    from traitlets.config.loader import PyFileConfigLoader

    try:
        return PyFileConfigLoader(CONFIG_FILE, path=str(course.root)).load_config()
    except Exception as error:  # the instructor's own Python: anything can be wrong with it
        raise HostError(
            f"{CONFIG_FILE} cannot be used: {type(error).__name__}: {error}. Correct it, or move it away and "
            "run `grade release --init`."
        ) from error


def configure(config: Any, root: Path) -> None:
    """Tell nbgrader's configuration about the course in a folder, and put our steps in place of some of its
    own.

    Raises `GraderError` where course.toml is wrong.
    """
    from autograder.notebooks import preprocessors

    course = load(root / FILE_NAME, check_files=False)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.course_id = course.id
    config.CourseDirectory.db_url = course.gradebook_url
    # What is in the gradebook of a released assignment may be released again, as long as its tests stay.
    config.ExchangeReleaseAssignment.force = True
    preprocessors.install(config)
