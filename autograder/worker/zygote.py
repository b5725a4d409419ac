"""A process with torch imported and no secrets, which forks sandboxed workers.

It runs with an empty environment, holds no suite, no label and no path of a submission, runs tensor
operations on one thread only (threads that OpenMP starts do not survive a fork), and ends when the grader
hangs up.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import selectors
import socket
import tempfile
from typing import NoReturn

from autograder.worker import control, forkable, removal, sandbox
from autograder.worker.sandbox import Layer

STREAM = 3  # a worker's descriptors: 0 nothing, 1 and 2 its output, 3 the stream
PRELOAD = (
    "numpy.random",
    "torch",
    "torch.nn.functional",
    "torch.optim",
    "torch.utils.data",
    "torch.utils._python_dispatch",
    "torch.overrides",
    "autograder.worker.host",
)
# What ordinary functions import at their first call (torch.broadcast_shapes and torch.unravel_index: SymPy,
# half a second). A class waits for it once; a single check would wait for what it seldom needs.
PRELOAD_FOR_MANY = ("torch.fx.experimental.symbolic_shapes",)


class Zygote:
    """Serves one grader on a control socket."""

    def __init__(self, grader: socket.socket) -> None:
        self._grader = grader
        self._selector = selectors.DefaultSelector()
        self._selector.register(grader, selectors.EVENT_READ)
        self._numbers: dict[int, int] = {}  # pidfd -> the worker's number
        self._pids: dict[int, int] = {}  # number -> pid
        self._scratch: dict[int, str] = {}  # number -> host folder, when there is no private root
        self._template: sandbox.Template | None = None
        self._data: str | None = None

    def serve(self) -> None:
        """Answer the grader until it hangs up; then end every worker."""
        try:
            while self._step():
                pass
        finally:
            for number in list(self._pids):
                sandbox.kill_tree(self._pids[number], self._template)
                self._forget_scratch(number)

    def _step(self) -> bool:
        for key, _ in self._selector.select():
            if key.fileobj is not self._grader:
                self._reap(key.fd)
                continue
            data, descriptors, _, _ = socket.recv_fds(self._grader, control.MAX_DATAGRAM, 4)
            if not data:
                return False
            self._handle(control.decode_to_zygote(data), descriptors)
        return True

    def _handle(self, message: control.ToZygote, descriptors: list[int]) -> None:
        match message:
            case control.Configure():
                self._configure(message)
            case control.Spawn():
                self._spawn(message, descriptors)
            case control.Kill(number):
                # Already gone is fine: its end is on its way to the grader.
                if number in self._pids:
                    sandbox.kill_tree(self._pids[number], self._template)
            case control.Split():
                self._split(descriptors[0])

    def _configure(self, message: control.Configure) -> None:
        gc.disable()  # a tenth of the time that importing torch takes
        for_many = PRELOAD_FOR_MANY if message.many else ()
        for name in (*PRELOAD, *for_many, *message.preload):
            # A module that is not there is the exercise's problem, and shows when its code imports it.
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        from autograder.worker import rehearsal

        forkable.tidy_up()
        rehearsal.rehearse()
        gc.freeze()  # the collector of a worker leaves these pages alone
        gc.enable()
        if message.many:
            forkable.make_light()
        wanted = frozenset(Layer(name) for name in message.layers)
        read = (*sandbox.default_read_paths(), *message.gpu_read)
        policy = sandbox.Policy(layers=wanted, read=read, data=message.data, devices=message.devices)
        self._template = sandbox.prepare(policy)
        self._data = "/data" if Layer.ROOT in self._template.layers else message.data
        missing = {str(layer): reason for layer, reason in self._template.missing.items()}
        layers = tuple(sorted(self._template.layers))
        self._grader.send(control.encode(control.Configured(layers, missing)))

    def _spawn(self, message: control.Spawn, descriptors: list[int]) -> None:
        assert self._template is not None
        stream, output = descriptors
        if Layer.ROOT not in self._template.layers:
            self._scratch[message.number] = tempfile.mkdtemp(prefix="torchgrade-")
        pid = sandbox.fork(self._template)
        if pid == 0:
            self._become_worker(message, stream, output)
        os.close(stream)
        os.close(output)
        descriptor = os.pidfd_open(pid)
        self._numbers[descriptor] = message.number
        self._pids[message.number] = pid
        self._selector.register(descriptor, selectors.EVENT_READ)

    def _become_worker(self, message: control.Spawn, stream: int, output: int) -> NoReturn:
        try:
            scratch = self._scratch.get(message.number)
            self._selector.close()
            _arrange_descriptors(stream, output)
            assert self._template is not None
            limits = sandbox.Limits(
                memory_bytes=message.memory_bytes,
                processes=message.processes,
                file_bytes=message.file_bytes,
                scratch_bytes=message.scratch_bytes,
                cpu_seconds=message.cpu_seconds,
                gpu=message.gpu,
            )
            layers = sandbox.enter(self._template, limits, scratch)
            from autograder.worker import host

            folder, names = scratch or "/tmp", [str(layer) for layer in layers]
            host.work(STREAM, folder, self._data or "", message.max_reply, names)
        except BaseException as error:
            os.write(2, f"the worker could not start: {error!r}\n".encode())
            os._exit(70)
        os._exit(0)

    def _reap(self, descriptor: int) -> None:
        number = self._numbers.pop(descriptor)
        self._selector.unregister(descriptor)
        os.close(descriptor)
        pid = self._pids.pop(number)
        _, status = os.waitpid(pid, 0)
        sandbox.kill_tree(pid, self._template)  # what it left behind, where no namespace took it along
        self._forget_scratch(number)
        exited = control.Exited(number, os.waitstatus_to_exitcode(status))
        with contextlib.suppress(ConnectionError):  # a grader that hung up is noticed in `serve`
            self._grader.send(control.encode(exited))

    def _forget_scratch(self, number: int) -> None:
        folder = self._scratch.pop(number, None)
        if folder:
            removal.remove_tree(folder)

    def _split(self, descriptor: int) -> None:
        if os.fork():
            os.close(descriptor)
            return
        self._selector.close()
        self._grader.close()
        for pidfd in self._numbers:
            os.close(pidfd)
        template, data = self._template, self._data
        self.__init__(socket.socket(fileno=descriptor))  # type: ignore[misc]
        self._template, self._data = template, data
        if template is not None:
            sandbox.separate(template)


def _arrange_descriptors(stream: int, output: int) -> None:
    """Leave the worker nothing but its four descriptors."""
    # Out of the way first: either may already lie where another belongs.
    stream, output = _move(stream), _move(output)
    nothing = _move(os.open(os.devnull, os.O_RDONLY))
    for source, target in ((nothing, 0), (output, 1), (output, 2), (stream, STREAM)):
        os.dup2(source, target, inheritable=False)
    os.closerange(STREAM + 1, 1 << 16)


def _move(descriptor: int) -> int:
    import fcntl

    moved: int = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 100)
    return moved


def main() -> None:
    """Serve the grader that holds the other end of descriptor 0."""
    # Descriptor 0 goes, or zygotes that are split off would hold this one's line when it is dead.
    grader = socket.socket(fileno=_move(0))
    os.dup2(nothing := os.open(os.devnull, os.O_RDONLY), 0)
    os.close(nothing)
    Zygote(grader).serve()
    os._exit(0)  # nothing is left to flush, and taking torch down would keep the grader waiting


if __name__ == "__main__":
    main()
