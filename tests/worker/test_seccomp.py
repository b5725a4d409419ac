"""The seccomp filter, run as a table on an interpreter of the kernel's packet filter, and enforced in a worker."""

import errno
import re
import signal
import struct
from pathlib import Path

import pytest

from autograder.worker import seccomp, syscalls
from autograder.worker.sandbox import Layer
from autograder.worker.seccomp import ALLOW, KILL, Reach, refuse
from tests.worker.confinement import in_worker

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
I386, ARM = 0x40000003, 0x40000028
FREE = Reach(first_process=False, own_sockets=True, signals_to=None, new_sessions=True)
FENCED = Reach(first_process=False, own_sockets=False, signals_to=77, new_sessions=False)
FIRST = Reach(first_process=True, own_sockets=True, signals_to=None, new_sessions=True)
NO, UNKNOWN = refuse(errno.EPERM), refuse(errno.ENOSYS)


def verdict(
    machine: str, reach: Reach, name: str | int, *arguments: int, architecture: int | None = None
) -> int:
    """What the filter answers to a call, by the rules that the kernel runs it by."""
    number = name if isinstance(name, int) else syscalls.MACHINES[machine][name]
    padded = [argument & 0xFFFFFFFFFFFFFFFF for argument in (*arguments, 0, 0, 0, 0, 0, 0)][:6]
    call = struct.pack("=IIQ6Q", number, architecture or ARCHITECTURES[machine], 0, *padded)
    program, register, line = seccomp.program(machine, reach), 0, 0
    while True:
        code, if_true, if_false, constant = program[line]
        line += 1
        match code:
            case 0x20:
                (register,) = struct.unpack_from("=I", call, constant)
            case 0x54:
                register &= constant
            case 0x06:
                return constant
            case 0x15 | 0x25 | 0x35:
                holds = {
                    0x15: register == constant,
                    0x25: register > constant,
                    0x35: register >= constant,
                }[code]
                line += if_true if holds else if_false
            case _:
                raise AssertionError(f"an instruction that this filter has no need of: {code:#x}")


machines = pytest.mark.parametrize("machine", syscalls.MACHINES)


@machines
@pytest.mark.parametrize("reach", [FREE, FENCED, FIRST])
def test_every_listed_call_gets_its_answer_and_every_other_none(machine: str, reach: Reach) -> None:
    numbers = syscalls.MACHINES[machine]
    judged = {numbers[name] for name in seccomp.judgements(reach) if name in numbers}
    expected = dict.fromkeys(range(600), UNKNOWN)
    expected |= {numbers[name]: ALLOW for name in seccomp.ALLOWED if name in numbers}
    expected |= {numbers[name]: NO for name in seccomp.REFUSED if name in numbers}
    answers = {number: verdict(machine, reach, number) for number in expected if number not in judged}
    assert answers == {number: expected[number] for number in answers}


def test_no_call_is_in_two_lists() -> None:
    judged = set(seccomp.judgements(FREE))
    assert not seccomp.ALLOWED & seccomp.REFUSED
    assert not judged & (seccomp.ALLOWED | seccomp.REFUSED)


def test_every_call_has_a_number_and_no_two_the_same() -> None:
    named = seccomp.ALLOWED | seccomp.REFUSED | set(seccomp.judgements(FREE))
    assert named == set(syscalls.X86_64) | set(syscalls.AARCH64)
    for numbers in syscalls.MACHINES.values():
        assert len(set(numbers.values())) == len(numbers)


@pytest.mark.parametrize(
    ("machine", "header"),
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        ("aarch64", "/usr/include/asm-generic/unistd.h"),
    ],
)
def test_the_numbers_are_those_of_the_kernel_headers(machine: str, header: str) -> None:
    if not Path(header).exists():
        pytest.skip(f"no {header}")
    found = re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)$", Path(header).read_text(), re.MULTILINE)
    official = {{"fstatat": "newfstatat"}.get(name, name): int(number) for name, number in found}
    numbers = syscalls.MACHINES[machine]
    newer_than_the_headers = set(numbers) - set(official)
    assert {name: numbers[name] for name in official if name in numbers} == {
        name: number for name, number in official.items() if name in numbers
    }
    assert len(newer_than_the_headers) <= 3, newer_than_the_headers


@machines
def test_another_architecture_is_killed(machine: str) -> None:
    """Its numbers mean other calls: 32-bit x86 has execve where x86_64 has munmap."""
    for foreign in {I386, ARM, *ARCHITECTURES.values()} - {ARCHITECTURES[machine]}:
        assert verdict(machine, FREE, "read", architecture=foreign) == KILL


def test_the_x32_numbers_are_killed() -> None:
    assert verdict("x86_64", FREE, 0x40000000 | syscalls.X86_64["read"]) == KILL


AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK = 1, 2, 10, 16, 17, 40
STREAM, DATAGRAM, SEQPACKET, NONBLOCK_CLOEXEC = 1, 2, 5, 0o2004000


@machines
def test_only_local_sockets_exist(machine: str) -> None:
    for family in (AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK, 0, 1 << 31):
        assert verdict(machine, FREE, "socket", family, STREAM) == refuse(errno.EAFNOSUPPORT)
        assert verdict(machine, FREE, "socketpair", family, STREAM) == refuse(errno.EAFNOSUPPORT)
    for kind in (STREAM, DATAGRAM, SEQPACKET, STREAM | NONBLOCK_CLOEXEC):
        assert verdict(machine, FREE, "socket", AF_UNIX, kind) == ALLOW


@machines
def test_sockets_of_others_cannot_be_addressed_where_they_can_be_named(machine: str) -> None:
    """connect, and what sends to a name without it."""
    assert verdict(machine, FREE, "connect") == ALLOW
    assert verdict(machine, FENCED, "connect") == NO
    for kind in (DATAGRAM, DATAGRAM | NONBLOCK_CLOEXEC):
        assert verdict(machine, FENCED, "socket", AF_UNIX, kind) == refuse(errno.EAFNOSUPPORT)
        assert verdict(machine, FENCED, "socketpair", AF_UNIX, kind) == refuse(errno.EAFNOSUPPORT)
    assert verdict(machine, FENCED, "socketpair", AF_UNIX, STREAM | NONBLOCK_CLOEXEC) == ALLOW


SOL_SOCKET, IPPROTO_TCP = 1, 6
REUSEADDR, TYPE, SNDBUF, ATTACH_FILTER, ATTACH_BPF, PEERGROUPS, PASSPIDFD, PEERPIDFD = (
    2,
    3,
    7,
    26,
    50,
    59,
    76,
    77,
)


@machines
def test_sockets_give_no_way_to_the_other_end_and_take_no_program(machine: str) -> None:
    unknown = refuse(errno.ENOPROTOOPT)
    for option in (ATTACH_FILTER, ATTACH_BPF, PEERGROUPS, PASSPIDFD, PEERPIDFD):
        for call in ("setsockopt", "getsockopt"):
            assert verdict(machine, FREE, call, 3, SOL_SOCKET, option) == unknown
    assert verdict(machine, FREE, "setsockopt", 3, SOL_SOCKET, REUSEADDR) == ALLOW
    for option in (TYPE, SNDBUF):  # larger buffers would be memory that nothing counts
        assert verdict(machine, FREE, "getsockopt", 3, SOL_SOCKET, option) == ALLOW
        assert verdict(machine, FREE, "setsockopt", 3, SOL_SOCKET, option) == unknown
    assert verdict(machine, FREE, "setsockopt", 3, IPPROTO_TCP, REUSEADDR) == unknown


FORK, THREAD = 0x01200011, 0x003D0F00
NEW_NAMESPACES = [1 << bit for bit in (17, 25, 26, 27, 28, 29, 30)]


@machines
def test_processes_and_threads_start_but_namespaces_do_not(machine: str) -> None:
    assert verdict(machine, FREE, "clone", FORK) == verdict(machine, FREE, "clone", THREAD) == ALLOW
    for flag in NEW_NAMESPACES:
        assert verdict(machine, FREE, "clone", FORK | flag) == NO
    assert verdict(machine, FREE, "unshare", 0) == verdict(machine, FREE, "setns", 0) == NO
    assert verdict(machine, FREE, 435) == UNKNOWN, "clone3 hides its flags behind a pointer"


@machines
@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("ioctl", (0, 0x5401), ALLOW),  # TCGETS: isatty
        ("ioctl", (0, 0x5412), refuse(errno.ENOTTY)),  # TIOCSTI: type into a terminal
        ("ioctl", (0, 0x541C), refuse(errno.ENOTTY)),  # TIOCLINUX
        ("ioctl", (0, 0x40049409), refuse(errno.ENOTTY)),  # FICLONE
        ("ioctl", (0, 0x5412 | 1 << 32), refuse(errno.ENOTTY)),  # the kernel looks at 32 bits
        ("ioctl", (0, 0x5401 | 1 << 32), ALLOW),
        ("prctl", (15,), ALLOW),  # PR_SET_NAME
        ("prctl", (1,), NO),  # PR_SET_PDEATHSIG: outlive the zygote
        ("prctl", (36,), NO),  # PR_SET_CHILD_SUBREAPER
        ("prctl", (22,), NO),  # PR_SET_SECCOMP
        ("personality", (0xFFFFFFFF,), ALLOW),
        ("personality", (0x0040000,), NO),  # ADDR_NO_RANDOMIZE
        ("prlimit64", (0, 9), ALLOW),
        ("prlimit64", (1234, 9), NO),
        ("sched_setaffinity", (0,), ALLOW),
        ("sched_setaffinity", (1234,), NO),
        ("fcntl", (0, 2), ALLOW),  # F_SETFD
        ("fcntl", (0, 8), NO),  # F_SETOWN
        ("fcntl", (0, 10), NO),  # F_SETSIG
        ("fcntl", (0, 1026), NO),  # F_NOTIFY
        ("mknodat", (0, 0, 0o010600), ALLOW),  # a pipe
        ("mknodat", (0, 0, 0o020600), NO),  # a character device
        ("mknodat", (0, 0, 0o060600), NO),  # a block device
        ("setsid", (), ALLOW),
    ],
)
def test_calls_judged_by_their_arguments(
    machine: str, name: str, arguments: tuple[int, ...], answer: int
) -> None:
    assert verdict(machine, FREE, name, *arguments) == answer


@machines
def test_a_session_cannot_be_left_where_it_is_the_mark_of_a_worker(machine: str) -> None:
    assert verdict(machine, FENCED, "setsid") == NO


@machines
@pytest.mark.parametrize(("name", "before"), [("kill", ()), ("tkill", ()), ("tgkill", (1,))])
def test_the_first_process_can_kill_itself(machine: str, name: str, before: tuple[int, ...]) -> None:
    assert verdict(machine, FIRST, name, *before, 1, signal.SIGKILL) == KILL
    assert verdict(machine, FIRST, name, *before, 1, signal.SIGTERM) == ALLOW
    assert verdict(machine, FREE, name, *before, 1, signal.SIGKILL) == ALLOW
    other = (2, 2) if before else (2,)
    assert verdict(machine, FIRST, name, *other, signal.SIGKILL) == ALLOW


@machines
def test_signals_can_be_kept_to_the_worker_itself(machine: str) -> None:
    for target, answer in ((77, ALLOW), (0, ALLOW), (78, NO), (1, NO), (-1, NO), (-77, NO)):
        assert verdict(machine, FENCED, "kill", target, signal.SIGTERM) == answer
        assert verdict(machine, FENCED, "tgkill", target, 5, signal.SIGTERM) == answer


def test_the_filter_fits_in_the_kernel() -> None:
    """4,096 instructions, and jumps of at most 255."""
    for machine in syscalls.MACHINES:
        program = seccomp.program(machine, FENCED)
        assert len(program) <= 4096
        assert all(0 <= jump <= 255 for _, *jumps, _ in program for jump in jumps)
        assert len(seccomp.assemble(machine, FENCED)) == 8 * len(program)


def test_the_filter_is_enforced(stage: Path) -> None:
    body = """
say(
    read=attempt(lambda: open("/dev/null").read()),
    internet=attempt(lambda: socket.socket()),
    trace=attempt(lambda: libc("ptrace", 0, 0, 0, 0)),
    unheard_of=attempt(lambda: libc("syscall", ctypes.c_long(599))),
    threads=attempt(lambda: threading.Thread(target=int).start()),
)
"""
    outcome = in_worker(body, stage=stage, layers=frozenset({Layer.SECCOMP}), imports="import threading")
    answers = [outcome[name] for name in ("read", "internet", "trace", "unheard_of", "threads")]
    assert answers == ["ok", "EAFNOSUPPORT", "EPERM", "ENOSYS", "ok"]


def test_a_32_bit_call_is_fatal(stage: Path) -> None:
    """`int 0x80` reaches the 32-bit table of an x86_64 kernel from a 64-bit program."""
    if seccomp.kernel.machine() != "x86_64":
        pytest.skip("not x86_64")
    body = """
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(bytes.fromhex("b814000000cd80c3"))  # mov eax, 20 (getpid); int 0x80; ret
ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
"""
    outcome = in_worker(body, stage=stage, layers=frozenset({Layer.SECCOMP}), imports="import mmap")
    assert outcome["status"] == -signal.SIGSYS
