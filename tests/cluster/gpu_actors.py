"""Ask a cluster for graders that share a GPU, and print which of them got their share (its own process).

    python -m tests.cluster.gpu_actors ADDRESS COURSE

Ray is connected to once in a process.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import msgspec

from autograder.batch.run import grade_class
from autograder.cluster import actors, messages
from autograder.cluster.place import RayCluster, on_ray
from autograder.course import load
from autograder.errors import HostError

THERE_SECONDS = 120.0  # for four processes to start
NOBODY_SECONDS = 10.0  # after which a fifth one would be there, too


def main() -> None:
    """Print one JSON object."""
    address, course = sys.argv[1:]
    with on_ray(address) as place:
        import ray

        print(json.dumps({**_placed(ray), "refused": _refused(place, Path(course))}))


def _placed(ray: object) -> dict[str, object]:
    """Hire five graders for a quarter of a GPU each, on a cluster that has one GPU."""
    settings = messages.Settings(digest="none", sandbox="auto", full=False, preload=())
    remote = actors.Actors(ray, b"", msgspec.msgpack.encode(settings), gpus=0.25)
    hired = dict(remote.hire() for _ in range(5))
    answers = {answer: handle for handle, answer in hired.items()}
    there: list[object] = []
    while len(there) < 4 and (news := remote.wait(list(answers), THERE_SECONDS)):
        there += [answers.pop(one) for one in news]
    (waiting,) = answers
    early = remote.wait([waiting], NOBODY_SECONDS)
    remote.dismiss(there[0])
    late = remote.wait([waiting], THERE_SECONDS)
    remote.close()
    return {"placed": len(there), "fifth": len(early), "fifth_once_one_has_ended": len(late)}


def _refused(place: RayCluster, course: Path) -> str:
    """Grade on a GPU that was declared, and that no node has."""
    try:
        grade_class(
            load(course / "course.toml"), course / "class", course / "out", device="cuda", place=place
        )
    except HostError as error:
        return str(error)
    return ""


if __name__ == "__main__":
    main()
