"""The seccomp filter: which system calls a worker may make, as a program for the kernel's packet filter.

The filter is an allow-list. What is not on it fails with ENOSYS, which makes the C library fall back to what
older kernels have; what is known to be dangerous fails with EPERM, which makes programs say "not permitted".
A few calls are judged by their arguments. `program` is a pure function; `install` hands its result to the
kernel (Linux 3.17).
"""

import ctypes
import errno
import functools
import signal
import struct
from dataclasses import dataclass

from autograder.worker import kernel
from autograder.worker.syscalls import MACHINES


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ALLOWED = _names(
    """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 open openat creat close
    close_range lseek stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat
    getdents getdents64 getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat rmdir unlink unlinkat
    link linkat symlink symlinkat chmod fchmod fchmodat truncate ftruncate fallocate fsync fdatasync
    fadvise64 readahead copy_file_range sendfile statfs fstatfs umask utime utimes futimesat utimensat dup
    dup2 dup3 flock pipe pipe2 poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl
    epoll_wait epoll_pwait epoll_pwait2 eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime
    getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr
    mmap munmap mprotect mremap madvise brk msync membarrier
    fork vfork execve exit exit_group wait4 waitid getpid getppid gettid getuid geteuid getgid getegid
    getresuid getresgid getgroups getpgid getpgrp getsid setpgid sched_yield sched_getaffinity
    sched_getparam sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority getrusage
    times arch_prctl set_tid_address set_robust_list rseq futex futex_waitv restart_syscall getrlimit
    setrlimit capget uname sysinfo getrandom getcpu
    nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time alarm setitimer getitimer
    timer_create timer_settime timer_gettime timer_getoverrun timer_delete pause
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait sigaltstack
    signalfd4
    accept accept4 bind listen getsockname getpeername sendto recvfrom sendmsg recvmsg shutdown
    """
)

REFUSED = _names(
    """
    ptrace process_vm_readv process_vm_writev kcmp pidfd_open pidfd_getfd pidfd_send_signal
    process_madvise process_mrelease rt_sigqueueinfo rt_tgsigqueueinfo get_robust_list move_pages
    migrate_pages setpriority ioprio_set sched_setscheduler sched_setparam sched_setattr
    mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
    unshare setns open_by_handle_at name_to_handle_at quotactl quotactl_fd swapon swapoff
    setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset chown fchown
    lchown fchownat setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr
    bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register add_key request_key
    keyctl kexec_load kexec_file_load init_module finit_module delete_module reboot syslog acct
    settimeofday clock_settime adjtimex clock_adjtime sethostname setdomainname vhangup iopl ioperm
    modify_ldt seccomp fanotify_init fanotify_mark inotify_init inotify_init1 inotify_add_watch
    inotify_rm_watch
    memfd_create memfd_secret mlock mlock2 mlockall shmget shmat shmctl shmdt semget semop semctl
    semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify
    mq_getsetattr
    """
)

_SET_MODE_FILTER = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What other layers leave for this one to judge."""

    first_process: bool  # the worker is pid 1 of its namespace, which no signal of its own can kill
    own_sockets: bool  # every socket that has a name the worker can reach is its own
    signals_to: int | None  # the only process that may be signalled; None: any that can be seen
    new_sessions: bool  # setsid is allowed: the session is not what marks a worker's descendants
    gpu: bool = False  # it may use NVIDIA's devices


@dataclass(frozen=True, slots=True)
class Test:
    """Whether the low word of an argument, masked, is one of these values."""

    argument: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Rule:
    """What is answered if all tests hold."""

    tests: tuple[Test, ...]
    action: int


Instruction = tuple[int, int, int, int]  # struct sock_filter: code, jump if true, jump if false, constant
_INSTRUCTION_BYTES = 8

KILL = 0x80000000  # SECCOMP_RET_KILL_PROCESS, Linux 4.14
ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000

_LOAD, _AND, _RETURN, _EQUAL, _GREATER, _GREATER_OR_EQUAL = 0x20, 0x54, 0x06, 0x15, 0x25, 0x35
_OFFSET_OF_NUMBER, _OFFSET_OF_ARCH, _OFFSET_OF_ARGUMENTS = 0, 4, 16

_AF_UNIX, _SOCK_TYPE_MASK, _STREAMS = 1, 0xF, (1, 5)  # SOCK_STREAM, SOCK_SEQPACKET
# CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (NEWTIME is for clone3 and unshare alone)
_NEW_NAMESPACES = 0x7E020000
_FILE_TYPE, _FIFO, _REGULAR = 0o170000, 0o010000, 0o100000
# FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TCGETS (isatty), TIOCGWINSZ: none of them changes anything but a
# descriptor.
_IOCTLS = (0x541B, 0x5421, 0x5450, 0x5451, 0x5401, 0x5413)
# NVIDIA's requests: those of its devices have the letter F, those of unified memory are bare numbers but for
# two (open-gpu-kernel-modules: nv-ioctl-numbers.h, uvm_linux_ioctl.h). On other files bare numbers are
# FIBMAP, which needs privilege, and FIGETBSZ; which device it is, Landlock judges.
_NVIDIA_LETTER, _NVIDIA_UVM = (ord("F") << 8, 0xFF00), (0x30000001, 0x30000002)
_BARE_NUMBERS = (0, 0xFFFFF800)  # up to 2047, the highest that there is
# PR_GET_PDEATHSIG, GET/SET_DUMPABLE, SET/GET_NAME, GET_SECCOMP, CAPBSET_READ, SET/GET_TIMERSLACK,
# SET/GET_NO_NEW_PRIVS, GET_THP_DISABLE, GET_TID_ADDRESS, SET_VMA (glibc names its arenas). Not SET_PDEATHSIG:
# a worker dies with its zygote.
_PRCTLS = (2, 3, 4, 15, 16, 21, 23, 29, 30, 38, 39, 42, 40, 0x53564D41)
# F_SETOWN, F_SETSIG, F_SETOWN_EX, F_NOTIFY: they make the kernel send signals to a process of choice.
_FCNTLS_THAT_SIGNAL = (8, 10, 15, 1026)
_PERSONALITY_QUERY = 0xFFFFFFFF
_SOL_SOCKET = 1
# SO_REUSEADDR, KEEPALIVE, LINGER, REUSEPORT, PASSCRED, RCVTIMEO, SNDTIMEO (and the two of 64-bit time);
# besides, to be asked for only: TYPE, ERROR, SNDBUF, RCVBUF, ACCEPTCONN, PROTOCOL, DOMAIN. Not ATTACH_FILTER
# and the like, which hand the kernel a program as bpf(2) does; nor PEERPIDFD, PASSPIDFD (Linux 6.5), which
# give a descriptor of the process at the other end, the grader, whatever namespaces lie between; and no
# larger buffers, which are memory of the kernel's that no limit of a process counts.
_SOCKET_OPTIONS = (2, 9, 13, 15, 16, 20, 21, 66, 67)
_SOCKET_STATES = (3, 4, 7, 8, 30, 38, 39)


def refuse(code: int) -> int:
    """The action that fails a call with this errno."""
    return _ERRNO | code


def program(machine: str, reach: Reach) -> list[Instruction]:
    """Return the filter for a machine ("x86_64", "aarch64")."""
    numbers = MACHINES[machine]
    judged = judgements(reach)
    code = _only_this_architecture(machine)
    for name, rules in judged.items():
        if name in numbers:
            block = [line for rule in rules for line in _rule(rule)]
            code += [(_EQUAL, 0, len(block), numbers[name]), *block]
    verdicts = {numbers[name]: ALLOW for name in ALLOWED if name in numbers}
    verdicts |= {numbers[name]: refuse(errno.EPERM) for name in REFUSED if name in numbers}
    for low, high, action in _ranges(verdicts):
        code += _range(low, high, action)
    return [*code, (_RETURN, 0, 0, refuse(errno.ENOSYS))]


def judgements(reach: Reach) -> dict[str, tuple[Rule, ...]]:
    """The rules of the calls that are judged by their arguments; the last rule of each always holds."""
    no, otherwise = refuse(errno.EPERM), Rule((), ALLOW)
    refused = Rule((), no)
    streams_only = () if reach.own_sockets else (Test(1, _STREAMS, _SOCK_TYPE_MASK),)
    local = Rule((Test(0, (_AF_UNIX,)), *streams_only), ALLOW)
    not_a_family = Rule((), refuse(errno.EAFNOSUPPORT))
    no_device = Test(0, (0, _FIFO, _REGULAR), _FILE_TYPE)
    return {
        "socket": (local, not_a_family),
        "socketpair": (local, not_a_family),
        # Otherwise a name may be that of the user's session bus or container engine, which run what they are
        # told.
        "connect": (otherwise if reach.own_sockets else refused,),
        "setsockopt": (_socket_options(_SOCKET_OPTIONS), Rule((), refuse(errno.ENOPROTOOPT))),
        "getsockopt": (
            _socket_options((*_SOCKET_OPTIONS, *_SOCKET_STATES)),
            Rule((), refuse(errno.ENOPROTOOPT)),
        ),
        "clone": (Rule((Test(0, (0,), _NEW_NAMESPACES),), ALLOW), refused),
        "kill": _signal(reach, signal_argument=1),
        "tkill": _signal(reach, signal_argument=1),
        "tgkill": _signal(reach, signal_argument=2),
        "setsid": (otherwise if reach.new_sessions else refused,),
        "fcntl": (Rule((Test(1, _FCNTLS_THAT_SIGNAL),), no), otherwise),
        "prctl": (Rule((Test(0, _PRCTLS),), ALLOW), refused),
        "ioctl": (*_ioctls(gpu=reach.gpu), Rule((), refuse(errno.ENOTTY))),
        "personality": (Rule((Test(0, (_PERSONALITY_QUERY,)),), ALLOW), refused),
        "prlimit64": (Rule((Test(0, (0,)),), ALLOW), refused),
        "sched_setaffinity": (Rule((Test(0, (0,)),), ALLOW), refused),
        "mknod": (Rule((Test(1, no_device.values, no_device.mask),), ALLOW), refused),
        "mknodat": (Rule((Test(2, no_device.values, no_device.mask),), ALLOW), refused),
    }


@functools.cache
def assemble(machine: str, reach: Reach) -> bytes:
    """Return `program` as the kernel takes it. Kept, so that workers find what their zygote has assembled."""
    return b"".join(struct.pack("=HBBI", *line) for line in program(machine, reach))


def install(reach: Reach) -> None:
    """Put the filter on this process and all its descendants, for good. Raises OSError."""
    packed = assemble(kernel.machine(), reach)
    lines = ctypes.create_string_buffer(packed, len(packed))
    header = struct.pack("HxxxxxxP", len(packed) // _INSTRUCTION_BYTES, ctypes.addressof(lines))
    kernel.syscall("seccomp", _SET_MODE_FILTER, 0, ctypes.create_string_buffer(header, len(header)))


def _signal(reach: Reach, *, signal_argument: int) -> tuple[Rule, ...]:
    rules = []
    if reach.first_process:
        # The kernel ignores a SIGKILL that the first process of a namespace sends itself: let the filter kill
        # it, so that a submission that ends itself does not seem to hang.
        rules.append(Rule((Test(0, (0, 1)), Test(signal_argument, (signal.SIGKILL,))), KILL))
    if reach.signals_to is None:
        return (*rules, Rule((), ALLOW))
    to_itself = Rule((Test(0, (0, reach.signals_to)),), ALLOW)
    return (*rules, to_itself, Rule((), refuse(errno.EPERM)))


def _ioctls(*, gpu: bool) -> tuple[Rule, ...]:
    ordinary = Rule((Test(1, _IOCTLS),), ALLOW)
    if not gpu:
        return (ordinary,)
    (letter, letter_mask), (bare, bare_mask) = _NVIDIA_LETTER, _BARE_NUMBERS
    tests = (Test(1, (letter,), letter_mask), Test(1, _NVIDIA_UVM), Test(1, (bare,), bare_mask))
    return (ordinary, *(Rule((test,), ALLOW) for test in tests))


def _socket_options(options: tuple[int, ...]) -> Rule:
    return Rule((Test(1, (_SOL_SOCKET,)), Test(2, options)), ALLOW)


def _only_this_architecture(machine: str) -> list[Instruction]:
    # A 32-bit call has other numbers than the table, so it is never what it seems: no second chance.
    code = [(_LOAD, 0, 0, _OFFSET_OF_ARCH), (_EQUAL, 1, 0, _AUDIT_ARCH[machine]), (_RETURN, 0, 0, KILL)]
    code.append((_LOAD, 0, 0, _OFFSET_OF_NUMBER))
    if machine == "x86_64":
        code += [(_GREATER_OR_EQUAL, 0, 1, _X32_BIT), (_RETURN, 0, 0, KILL)]
    return code


def _rule(rule: Rule) -> list[Instruction]:
    """Code that returns the action if all tests hold, and else runs on after its end."""
    code: list[Instruction] = [(_RETURN, 0, 0, rule.action)]
    for test in reversed(rule.tests):
        code = [*_test(test, distance=len(code)), *code]
    return code


def _test(test: Test, *, distance: int) -> list[Instruction]:
    """Code that runs on after its end if the test holds, and else jumps `distance` further."""
    code: list[Instruction] = [(_LOAD, 0, 0, _OFFSET_OF_ARGUMENTS + 8 * test.argument)]
    if test.mask != 0xFFFFFFFF:
        code.append((_AND, 0, 0, test.mask))
    left = len(test.values)
    for value in test.values:
        left -= 1
        code.append((_EQUAL, left, 0 if left else distance, value))
    return code


def _ranges(verdicts: dict[int, int]) -> list[tuple[int, int, int]]:
    """Neighbouring numbers with the same action, as (low, high, action) in ascending order."""
    ranges: list[tuple[int, int, int]] = []
    for number, action in sorted(verdicts.items()):
        if ranges and ranges[-1][1:] == (number - 1, action):
            ranges[-1] = (ranges[-1][0], number, action)
        else:
            ranges.append((number, number, action))
    return ranges


def _range(low: int, high: int, action: int) -> list[Instruction]:
    # Below the range is a gap, since all ranges before this one have been passed: unknown, so ENOSYS.
    return [
        (_GREATER_OR_EQUAL, 1, 0, low),
        (_RETURN, 0, 0, refuse(errno.ENOSYS)),
        (_GREATER, 1, 0, high),
        (_RETURN, 0, 0, action),
    ]
