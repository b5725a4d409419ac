"""It hands in what is no file: pipes, devices, sockets, links to secrets, folders, holes of a terabyte.

kind: class
earns: 0 exactly
stopped by: course
"""

import os
import socket


def arrange(folder):
    def place(learner):
        (folder / learner).mkdir()
        return folder / learner / "ex01_double.py"

    os.mkfifo(place("pipe"))
    place("link").symlink_to(PLANTED / "course/solutions/ex01_double.py")  # noqa: F821  # the harness gives it
    place("broken").symlink_to("/nonexistent")
    place("loop").symlink_to("ex01_double.py")
    place("folder").mkdir()
    place("zero").symlink_to("/dev/zero")
    os.truncate(os.open(place("hole"), os.O_CREAT | os.O_WRONLY), 1 << 40)
    (folder / "linked").symlink_to(PLANTED / "course/submissions/somebody-else")  # noqa: F821
    below = folder / "below"
    below.mkdir()
    (below / "ex01").symlink_to(PLANTED / "course/solutions")  # noqa: F821
    with socket.socket(socket.AF_UNIX) as named:
        before = os.getcwd()
        os.chdir(place("socket").parent)
        named.bind("ex01_double.py")
        os.chdir(before)
    place("empty").touch()
    place("binary").write_bytes(bytes(range(256)) * 100)
    place("many").write_text("")
    for number in range(2_000):
        (folder / "many" / f"ex01_{number}.py").write_text("")
