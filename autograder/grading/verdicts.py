"""From what stopped a test to what the learner and the instructor read about it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from autograder.grading.patience import TooLong
from autograder.report import Status
from autograder.testing.failures import ExpectationFailed
from autograder.text import plain
from autograder.worker.client import FLOODED, PROTOCOL, TIMEOUT, LearnerError, NotStarted, WorkerLost
from autograder.worker.submission import WrongKind

MESSAGE_LIMIT = 1_500
PLACE = "in line {line} of {file}"  # what notebooks tell in other words
DETAILS_LIMIT = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What is known when a test ends."""

    public: bool
    source: bytes  # of the learner's main file
    main: str
    last_call: str  # "standardize(float32 (3, 4), dim=1)", or ""
    loading: bool  # the module was still being imported
    memory_mb: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one test ended, in words."""

    status: Status
    message: str = ""  # for the learner
    details: str = ""  # for the instructor


PASSED = Verdict(Status.PASSED)


def verdict(error: BaseException, scene: Scene) -> Verdict:
    """Return the verdict for a test that ended with an exception."""
    match error:
        case NotStarted():
            return Verdict(Status.NOT_STARTED, _not_started(error, scene))
        case LearnerError():
            return _raised(error, scene)
        case WorkerLost():
            return _lost(error, scene)
        case ExpectationFailed():
            shown = _with_call(error.detail, scene) if scene.public else error.summary
            return Verdict(Status.FAILED, shown, _with_call(error.detail, scene))
        case WrongKind():
            text = plain(str(error), 300)
            return Verdict(Status.FAILED, text if scene.public else "a result has the wrong type", text)
        case TooLong():
            text = (
                f"the check of {_subject(scene)} took too long: is its result far larger than it needs to be?"
            )
            return Verdict(Status.TIMEOUT, text, text)
        case AssertionError():
            return _bare_assert(error, scene)
        case _:
            return _suite_stumbled(error, scene)


def _not_started(error: NotStarted, scene: Scene) -> str:
    place = error.places[-1]
    name = plain(place.function, 80)
    if name == "<module>":
        where = PLACE.format(line=place.line, file=plain(scene.main, 80))
        return f"NotImplementedError is still raised {where}"
    return f"{name} is not written yet"


def _raised(error: LearnerError, scene: Scene) -> Verdict:
    if error.out_of_memory:
        text = f"{_subject(scene)} used more than the {scene.memory_mb:,} MB of memory that a test may use"
        return Verdict(Status.CRASHED, text, f"{text}\n{plain(str(error), 500)}")
    full = _exception_text(error, scene, full=True)
    shown = full if scene.public or scene.loading else _exception_text(error, scene, full=False)
    return Verdict(Status.ERROR, shown, full)


def _exception_text(error: LearnerError, scene: Scene, *, full: bool) -> str:
    """Say which exception came from where; its own text only if `full`, since it may hold drawn inputs."""
    absent = _absent_function(error, scene)
    if absent:
        return absent
    kind = plain(error.type_name, 80)
    place = PLACE.format(line=error.line, file=plain(error.source_file, 80))
    where = f" {place}" if error.line else ""
    verb = "cannot be imported: it raised" if scene.loading else "raised"
    parts = [f"{_subject(scene, full=full)} {verb} {kind}{where}"]
    line = _source_line(scene, error)
    if line:
        parts.append(f"    {line}")
    if full and error.message:
        parts.append(plain(error.message, 600, lines=True))
    advice = _advice(error)
    if advice:
        parts.append(advice)
    elif not full:
        parts.append("Call it with small inputs of your own to see the whole message.")
    return "\n".join(parts)


def _absent_function(error: LearnerError, scene: Scene) -> str:
    """Recognize a function that was renamed or deleted: the module itself lacks the name."""
    module = scene.main.removesuffix(".py")
    start, found, rest = error.message.partition(f"module '{module}' has no attribute '")
    if error.type_name != "AttributeError" or error.places or start or not found:
        return ""
    name = plain(rest.partition("'")[0], 80)
    return (
        f"{plain(scene.main, 80)} has no `{name}`. Was it renamed or deleted? `grade` needs that very name."
    )


def _advice(error: LearnerError) -> str:
    kinds = error.mro
    if "SystemExit" in kinds:
        return "Do not call exit() or quit(): let the function return."
    if "EOFError" in kinds and "reading a line" in error.message:
        return "input() does not work here: nobody is there to answer."
    if "ModuleNotFoundError" in kinds:
        return "Use what the exercise already imports; other packages are not there when it is graded."
    if "TypeError" in kinds and not error.places and "argument" in error.message:
        return "Does the function still have the parameters that the stub gave it?"
    if _mixes_devices(error.message):
        return (
            "Something is on the device and something else on the CPU. Move the model once, and the images "
            "and labels of each batch: `.to(device)`."
        )
    if "RecursionError" in kinds:
        return "A function calls itself without end."
    if "PermissionError" in kinds and error.line:
        return (
            "Code that is graded can read Python's own files and the training data, and write in its folder."
        )
    return ""


def _mixes_devices(message: str) -> bool:
    """Recognize how torch complains of tensors on two devices."""
    return "to be on the same device" in message or (
        "torch.cuda." in message and "should be the same" in message
    )


def _source_line(scene: Scene, error: LearnerError) -> str:
    """Return the learner's line from the grader's own copy of the source."""
    lines = scene.source.decode("utf-8", "replace").splitlines()
    if error.source_file != scene.main or not 0 < error.line <= len(lines):
        return ""
    return plain(lines[error.line - 1].strip(), 160)


def _lost(error: WorkerLost, scene: Scene) -> Verdict:
    status = Status.TIMEOUT if error.reason == TIMEOUT else Status.CRASHED
    reason = plain(str(error), 300)
    text = f"{_subject(scene)} did not finish: {reason}"
    if error.reason == TIMEOUT:
        text += "\nDoes a loop never end, or is the work far larger than it needs to be?"
    elif error.reason == FLOODED:
        text += "\nTake print() out of the loops."
    # Which rule of the protocol was broken helps nobody but who tries to get around it.
    shown = text if error.reason != PROTOCOL else text.replace(reason, reason.partition(" (")[0])
    return Verdict(status, shown, text)


def _bare_assert(error: AssertionError, scene: Scene) -> Verdict:
    text = plain(str(error), DETAILS_LIMIT, lines=True) or "what this test checks does not hold"
    details = f"{_with_call(text, scene)}\n{_suite_line(error)}"
    return Verdict(Status.FAILED, text if scene.public else "what this test checks does not hold", details)


def _suite_stumbled(error: BaseException, scene: Scene) -> Verdict:
    """A suite that fails over an odd result: the learner's 0 points, and something for the author to mend."""
    text = f"the check could not read the result of {_subject(scene)}: is it of the right type?"
    trace = "".join(traceback.format_exception(error))[-DETAILS_LIMIT:]
    return Verdict(Status.ERROR, text, plain(f"{text}\n{trace}", DETAILS_LIMIT, lines=True))


def _suite_line(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return plain(f"line {frames[-1].lineno} of the suite: {frames[-1].line}", 300) if frames else ""


def _subject(scene: Scene, *, full: bool = False) -> str:
    if scene.loading:
        return plain(scene.main, 80)
    if not scene.last_call:
        return "the code"
    return scene.last_call if scene.public or full else f"{scene.last_call.partition('(')[0]}(...)"


def _with_call(text: str, scene: Scene) -> str:
    """Add what was called, unless the text says so already."""
    if not scene.last_call or scene.last_call.partition("(")[0] in text:
        return text
    return f"{text}\nThe last call was {scene.last_call}."
