"""The sandbox as a whole: what a worker sees and can do with all layers, and with each one missing."""

import os
import select
import shutil
import signal
import sys
from pathlib import Path

import pytest

from autograder.worker import readable, sandbox
from autograder.worker.sandbox import ALL_LAYERS, Layer
from tests.worker.confinement import CHECKOUT, USERS, Outcome, a_stage, in_worker, in_zygote, need, start

LOOK_AROUND = f"""
def lines(path, *starts):
    return dict(line.split(":", 1) for line in open(path).read().splitlines() if line.startswith(starts))
def connect(family, address):
    with socket.socket(family) as s:
        s.settimeout(2)
        s.connect(address)
say(
    pid=os.getpid(), parent=os.getppid(), session=os.getsid(0), ids=os.getresuid() + os.getresgid(),
    groups=os.getgroups(), umask=os.umask(0o077), folder=os.getcwd(),
    privileges={{k: v.strip() for k, v in lines("/proc/self/status", "Cap", "NoNewPrivs", "Seccomp:").items()}},
    processes=[name for name in os.listdir("/proc") if name.isdigit()],
    interfaces=[line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]],
    root=os.listdir("/"), devices=os.listdir("/dev"), etc=os.listdir("/etc"), data=os.listdir("/data"),
    writable=[line.split()[4] for line in open("/proc/self/mountinfo") if "rw" in line.split()[5].split(",")],
    setuid_mounts=[line.split()[4] for line in open("/proc/self/mountinfo") if "nosuid" not in line.split()[5]],
    scratch_size=os.statvfs("/tmp").f_frsize * os.statvfs("/tmp").f_blocks,
)
say(
    read_passwd=attempt(lambda: open("/etc/passwd")),
    list_checkout=attempt(lambda: os.listdir({str(CHECKOUT / "autograder")!r})),
    write_root=attempt(lambda: open("/x", "w")),
    write_library=attempt(lambda: open(os.path.dirname(os.__file__) + "/x", "w")),
    chmod_library=attempt(lambda: os.chmod(os.__file__, 0o777)),
    write_data=attempt(lambda: open("/data/x", "w")),
    write_etc=attempt(lambda: open("/etc/x", "w")),
    write_sysctl=attempt(lambda: open("/proc/sys/kernel/hostname", "w").write("x")),
    write_sysrq=attempt(lambda: open("/proc/sysrq-trigger", "w").write("x")),
    write_tmp=attempt(lambda: open("/tmp/x", "w").write("x")),
    write_shared_memory=attempt(lambda: open("/dev/shm/x", "w").write("x")),
    write_null=attempt(lambda: open("/dev/null", "w").write("x")),
    chmod_null=attempt(lambda: os.chmod("/dev/null", 0)),
    read_random=attempt(lambda: open("/dev/urandom", "rb").read(1)),
    read_memory=attempt(lambda: open("/dev/mem", "rb")),
    internet=attempt(lambda: connect(socket.AF_INET, ("127.0.0.1", 1))),
    internet6=attempt(lambda: connect(socket.AF_INET6, ("::1", 1))),
    netlink=attempt(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    packets=attempt(lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)),
    socket_pair=attempt(socket.socketpair),
    signal_parent=attempt(lambda: os.kill(os.getppid() or 4194304, 0)),
    mount=attempt(lambda: libc("mount", b"tmpfs", b"/tmp", b"tmpfs", 0, None)),
    unmount=attempt(lambda: libc("umount2", b"/proc", 2)),
    change_root=attempt(lambda: os.chroot("/tmp")),
    namespace=attempt(lambda: libc("unshare", 0x10000000)),
    become_root=attempt(lambda: os.setuid(0)),
    change_owner=attempt(lambda: os.chown("/tmp/x", 0, 0)),
    device=attempt(lambda: os.mknod("/tmp/d", 0o020600, os.makedev(1, 3))),
    fifo=attempt(lambda: os.mkfifo("/tmp/f")),
    trace=attempt(lambda: libc("ptrace", 0, 0, 0, 0)),
    shared_segment=attempt(lambda: libc("shmget", 0, 4096, 0o1600)),
    anonymous_file=attempt(lambda: os.memfd_create("x")),
    late_import=attempt(lambda: __import__("wave")),
    subprocess=attempt(lambda: __import__("subprocess").run([sys.executable, "-c", ""], check=True)),
    shell=attempt(lambda: os.execv("/bin/sh", ["sh"])),
)
"""


@pytest.fixture(scope="module", params=USERS)
def seen(request: pytest.FixtureRequest) -> Outcome:
    """What a worker with all layers sees and may do, as root's zygote forks it and as a plain user's does."""
    with a_stage() as folder:
        data = folder / "data"
        data.mkdir()
        (data / "images").write_text("")
        return in_worker(LOOK_AROUND, stage=folder, user=request.param, data=data)


def test_all_layers_are_in_force(seen: Outcome) -> None:
    assert seen["layers"] == sorted(ALL_LAYERS)
    assert (seen["status"], seen["missing"], seen.returncode) == (0, {}, 0)


def test_the_worker_is_alone_among_processes(seen: Outcome) -> None:
    assert (seen["pid"], seen["parent"], seen["processes"]) == (1, 0, ["1"])


def test_the_worker_is_nobody(seen: Outcome) -> None:
    """One id throughout, not root's, and none of the user's groups."""
    assert len(set(seen["ids"])) == 1 and seen["ids"][0] >= 1000
    assert seen["groups"] == []


def test_the_worker_has_no_capability_and_cannot_gain_one(seen: Outcome) -> None:
    sets = {f"Cap{name}": "0" * 16 for name in ("Inh", "Prm", "Eff", "Bnd", "Amb")}
    assert seen["privileges"] == sets | {"NoNewPrivs": "1", "Seccomp": "2"}


def test_the_network_is_a_loopback_that_is_down(seen: Outcome) -> None:
    assert seen["interfaces"] == ["lo"]


def test_the_root_holds_what_is_needed_and_no_more(seen: Outcome) -> None:
    expected = {"data", "dev", "etc", "proc", "sys", "tmp", "usr", "lib", "lib64", "nix"}
    outside = {Path(path).parts[1] for path in (sys.prefix, sys.base_prefix)}
    assert set(seen["root"]) <= expected | outside
    assert set(seen["etc"]) <= {"ld.so.cache", "localtime"}
    assert set(seen["devices"]) == {
        *("null", "zero", "full", "random", "urandom", "shm"),
        *("fd", "stdin", "stdout", "stderr"),
    }
    assert seen["data"] == ["images"]


def test_every_mount_but_three_is_read_only_and_none_honours_set_uid(seen: Outcome) -> None:
    assert set(seen["writable"]) - {"/proc"} == {"/tmp", "/dev/shm"}
    assert seen["setuid_mounts"] == ["/proc"] or seen["setuid_mounts"] == []


def test_scratch_is_as_large_as_asked(seen: Outcome) -> None:
    assert seen["scratch_size"] == 32 << 20


def test_the_worker_starts_a_session_in_the_root_and_shares_no_files(seen: Outcome) -> None:
    assert (seen["session"], seen["folder"], seen["umask"]) == (1, "/", 0o077)


@pytest.mark.parametrize(
    ("attempt", "outcome"),
    {
        "read_passwd": {"ENOENT"},
        "list_checkout": {"ENOENT"},
        "write_root": {"EROFS"},
        "write_library": {"EROFS"},
        "chmod_library": {"EROFS"},
        "write_data": {"EROFS"},
        "write_etc": {"EROFS"},
        "write_sysctl": {"EACCES"},
        "write_sysrq": {"EACCES", "ENOENT"},
        "write_tmp": {"ok"},
        "write_shared_memory": {"ok"},
        "write_null": {"ok"},
        "chmod_null": {"EROFS"},
        "read_random": {"ok"},
        "read_memory": {"ENOENT"},
        "internet": {"EAFNOSUPPORT"},
        "internet6": {"EAFNOSUPPORT"},
        "netlink": {"EAFNOSUPPORT"},
        "packets": {"EAFNOSUPPORT"},
        "socket_pair": {"ok"},
        "signal_parent": {"ESRCH"},
        "mount": {"EPERM"},
        "unmount": {"EPERM"},
        "change_root": {"EPERM"},
        "namespace": {"EPERM"},
        "become_root": {"EPERM"},
        "change_owner": {"EPERM"},
        "device": {"EPERM"},
        "fifo": {"ok"},
        "trace": {"EPERM"},
        "shared_segment": {"EPERM"},
        "anonymous_file": {"EPERM"},
        "late_import": {"ok"},
        "subprocess": {"ok"},
        "shell": {"ENOENT"},
    }.items(),
)
def test_what_a_worker_may_do(seen: Outcome, attempt: str, outcome: set[str]) -> None:
    assert seen[attempt] in outcome


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("absent", Layer)
def test_a_worker_enters_without_any_one_layer(absent: Layer, user: str, stage: Path) -> None:
    """What is left still keeps the worker from writing outside its scratch folder and from being root."""
    body = """
say(ids=os.getresuid(), write_library=attempt(lambda: open(os.path.dirname(os.__file__) + "/x", "w")),
    write_scratch=attempt(lambda: open((scratch or "/tmp") + "/x", "w")))
"""
    outcome = in_worker(body, stage=stage, user=user, layers=ALL_LAYERS - {absent})
    assert outcome["layers"] == sorted(ALL_LAYERS - {absent}), outcome["missing"]
    assert outcome["write_library"] in ("EROFS", "EACCES")
    assert outcome["write_scratch"] == "ok"
    assert 0 not in outcome["ids"]


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("layer", Layer)
def test_each_layer_can_be_had_alone(layer: Layer, user: str, stage: Path) -> None:
    outcome = in_worker("", stage=stage, user=user, layers=frozenset({layer}))
    assert (outcome["layers"], outcome["missing"]) == ([layer], {})


@pytest.mark.parametrize("user", USERS)
def test_without_namespaces_the_file_system_and_other_processes_are_fenced(user: str, stage: Path) -> None:
    """Landlock and seccomp alone: what an unprivileged container leaves."""
    body = """
say(
    read_passwd=attempt(lambda: open("/etc/passwd")),
    list_checkout=attempt(lambda: os.listdir(settings["checkout"])),
    list_tmp=attempt(lambda: os.listdir("/tmp")),
    list_processes=attempt(lambda: os.listdir("/proc")),
    read_parent=attempt(lambda: open(f"/proc/{os.getppid()}/cmdline").read()),
    read_self=attempt(lambda: open("/proc/self/status").read()),
    signal_parent=attempt(lambda: os.kill(os.getppid(), 0)),
    signal_self=attempt(lambda: os.kill(os.getpid(), 0)),
    new_session=attempt(lambda: os.fork() or (os.setsid(), os._exit(0))),
    connect=attempt(lambda: socket.socket(socket.AF_UNIX).connect("/run/some.socket")),
    datagram=attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)),
    late_import=attempt(lambda: __import__("wave")),
)
""".replace('settings["checkout"]', repr(str(CHECKOUT / "autograder")))
    layers = frozenset({Layer.LANDLOCK, Layer.SECCOMP, Layer.LIMITS})
    outcome = in_worker(body, stage=stage, user=user, layers=layers)
    refused = {name: outcome[name] for name in ("read_passwd", "list_checkout", "list_tmp", "list_processes")}
    assert set(refused.values()) == {"EACCES"}, refused
    assert outcome["read_parent"] == "EACCES" and outcome["read_self"] == "ok"
    assert outcome["signal_parent"] == "EPERM" and outcome["signal_self"] == "ok"
    assert outcome["connect"] == "EPERM" and outcome["datagram"] == "EAFNOSUPPORT"
    assert outcome["late_import"] == "ok"


@pytest.mark.parametrize("user", USERS)
def test_forks_stop_at_the_limit(user: str, stage: Path) -> None:
    """And the count is the worker's own: the user's other processes, and other workers, do not matter."""
    program = """
def bomb(layers):
    children = 0
    while children < 1000 and attempt(lambda: os.fork() or time.sleep(60)) == "ok":
        children += 1
    say(**{f"children{template.worker}": children})
    time.sleep(0.5)
pids = [worker(bomb), worker(bomb)]
say(ends=[os.waitpid(pid, 0)[1] for pid in pids])
os._exit(0)
"""
    outcome = in_zygote(program, stage=stage, user=user, processes=20)
    assert (outcome["children1"], outcome["children2"], outcome["ends"]) == (19, 19, [0, 0])


@pytest.mark.parametrize("user", USERS)
def test_memory_files_and_scratch_are_bounded(user: str, stage: Path) -> None:
    body = """
def fill(folder):
    for number in range(100):
        with open(f"{folder}/{number}", "wb") as file:
            file.write(bytes(4 << 20))
say(
    allocate=attempt(lambda: bytearray(10 << 30)),
    large_file=attempt(lambda: open("/tmp/large", "wb").write(bytes(1 << 30))),
    fill_tmp=attempt(lambda: fill("/tmp")),
    fill_shared_memory=attempt(lambda: fill("/dev/shm")),
    many_files=attempt(lambda: [open(f"/dev/shm/{n}", "w").close() for n in range(100_000)]),
    raise_limit=attempt(lambda: __import__("resource").setrlimit(9, (-1, -1))),
    descriptors=attempt(lambda: [os.dup(0) for _ in range(2000)]),
)
"""
    outcome = in_worker(body, stage=stage, user=user, memory_bytes=2 << 30)
    assert outcome["allocate"] == "MemoryError"
    assert outcome["large_file"] == "EFBIG"
    assert outcome["fill_tmp"] == outcome["fill_shared_memory"] == outcome["many_files"] == "ENOSPC"
    assert outcome["descriptors"] == "EMFILE"
    assert outcome["raise_limit"] == "ValueError"


def test_a_worker_that_burns_its_processor_time_is_killed(stage: Path) -> None:
    """Although it is pid 1 of its namespace, and ignores the warning."""
    body = "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    outcome = in_worker(body, stage=stage, cpu_seconds=1)
    assert outcome["status"] == -signal.SIGKILL


@pytest.mark.parametrize("call", ["os.kill(os.getpid(), 9)", "os.kill(0, 9)", "signal.raise_signal(9)"])
def test_a_worker_that_kills_itself_dies_of_a_signal(call: str, stage: Path) -> None:
    """The kernel would ignore it, and the worker would seem to hang: pid 1 cannot be killed from inside."""
    assert in_worker(call, stage=stage)["status"] == -signal.SIGSYS


def test_a_worker_that_crashes_dies_of_a_signal(stage: Path) -> None:
    assert in_worker("ctypes.string_at(0)", stage=stage)["status"] == -signal.SIGSEGV
    assert in_worker("os.abort()", stage=stage)["status"] < 0


LEAVE_DESCENDANTS = """
def leave_descendants(layers):
    if os.fork() == 0:
        attempt(os.setsid)
        if os.fork() == 0:
            attempt(os.setsid)
            os.write(write, b"x")
            signal.pause()
        os._exit(0)
    say(started=True)
    if ENDS:
        time.sleep(0.3)
        os._exit(0)
    signal.pause()

read, write = os.pipe()
pid = worker(leave_descendants)
os.close(write)
os.read(read, 1)
REAP
sandbox.kill_tree(pid, template)
# The pipe ends when every process that holds its other end has ended.
import select
say(ended=bool(select.select([read], [], [], 10)[0]) and os.read(read, 1) == b"")
sandbox.kill_tree(pid, template)
os._exit(0)
"""


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("layers", [ALL_LAYERS, ALL_LAYERS - {Layer.NAMESPACES}], ids=["namespaces", "none"])
@pytest.mark.parametrize("ended_before", [False, True])
def test_descendants_end_with_the_worker(
    layers: frozenset[Layer], user: str, ended_before: bool, stage: Path
) -> None:
    """Also those that left its session or lost their parent, and also after the worker itself was reaped."""
    program = LEAVE_DESCENDANTS.replace("ENDS", str(ended_before))
    program = program.replace("REAP", "os.waitpid(pid, 0)" if ended_before else "")
    assert in_zygote(program, stage=stage, layers=layers, user=user)["ended"]


LINGER = """
def linger(layers):
    say(ready=True)
    signal.pause()
worker(linger)
signal.pause()
"""


@pytest.mark.parametrize("user", USERS)
def test_workers_end_with_the_process_that_was_started(user: str, stage: Path) -> None:
    """It may be killed at any time, and nothing outlives it: its output ends when nobody holds it any more."""
    process = start(LINGER, stage=stage, user=user)
    assert process.stdout is not None and process.stdout.readline()
    process.kill()
    process.communicate(timeout=10)


@pytest.mark.parametrize("user", USERS)
def test_what_a_zygote_closes_is_closed(user: str, stage: Path) -> None:
    """No other process of its tree keeps a descriptor open, so those at the other end notice."""
    read, write = os.pipe()
    program = f"os.close({write})\nsay(closed=True)\nsignal.pause()"
    with start(program, stage=stage, user=user, pass_fds=(write,)) as process:
        os.close(write)
        assert process.stdout is not None and process.stdout.readline()
        ended, _, _ = select.select([read], [], [], 10)
        process.kill()
    assert ended and os.read(read, 1) == b""
    os.close(read)


def test_a_zygote_without_privilege_ends_as_its_own_end_is(stage: Path) -> None:
    """prepare goes on in a child process; the process that was started waits for it and tells its status."""
    assert in_zygote("os._exit(7)", stage=stage, user="plain user").returncode == 7


def test_what_fails_is_left_out_with_its_reason_and_changes_nothing(stage: Path) -> None:
    """Data that does not exist keeps the root from being built."""
    body = "say(pid=os.getpid(), shared=attempt(lambda: open('/dev/shm/x', 'w')))"
    outcome = in_worker(body, stage=stage, data=stage / "nothing")
    assert list(outcome["missing"]) == [Layer.ROOT]
    assert outcome["missing"][Layer.ROOT].startswith("cannot build a root of its own (")
    assert outcome["layers"] == sorted(ALL_LAYERS - {Layer.ROOT})
    assert (outcome["pid"], outcome["shared"]) == (1, "ok")


def test_a_host_that_hides_parts_of_its_processes_still_gives_namespaces(stage: Path) -> None:
    """As container engines do; a plain user may not mount a whole /proc then, and gets none."""
    if os.geteuid() != 0:
        pytest.skip("not root")
    outcome = in_worker(
        "say(pid=os.getpid(), processes=os.listdir('/proc'))",
        stage=stage,
        user="plain user",
        masked="/proc/sys",
    )
    assert (outcome["pid"], outcome["processes"]) == (1, [])


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("absent", [{Layer.LANDLOCK}, {Layer.ROOT}, {Layer.ROOT, Layer.NAMESPACES}])
def test_an_installed_package_is_not_seen_though_its_neighbours_are(
    absent: set[Layer], user: str, stage: Path
) -> None:
    """It carries data sets, with the labels that tests ask for. (And the worker's own /tmp covers none of this.)"""
    folder = stage / "site-packages"
    shutil.copytree(CHECKOUT / "autograder/worker", folder / "autograder/worker")
    shutil.copy(CHECKOUT / "autograder/__init__.py", folder / "autograder")
    (folder / "autograder/data").mkdir()
    (folder / "autograder/data/labels").write_text("")
    (folder / "neighbour.py").write_text("")
    body = f"""
say(
    labels=attempt(lambda: open({str(folder / "autograder/data/labels")!r})),
    itself=attempt(lambda: os.listdir({str(folder / "autograder")!r}) == [] or os.listdir("/nowhere")),
    neighbour=attempt(lambda: __import__("neighbour")),
)
"""
    outcome = in_worker(body, stage=stage, user=user, layers=ALL_LAYERS - absent, package=folder)
    hidden = "EACCES" if Layer.ROOT in absent else "ENOENT"
    assert (outcome["labels"], outcome["neighbour"]) == (hidden, "ok")
    assert outcome["itself"] == ("EACCES" if Layer.ROOT in absent else "ok")


def test_probe_changes_nothing_in_its_caller() -> None:
    need(Layer.NAMESPACES)
    before = {name: os.readlink(f"/proc/self/ns/{name}") for name in os.listdir("/proc/self/ns")}
    reasons = sandbox.probe()
    assert set(reasons) == set(Layer)
    assert before == {name: os.readlink(f"/proc/self/ns/{name}") for name in os.listdir("/proc/self/ns")}
    assert os.path.exists(readable.PACKAGE)


TRAIN = """
class Ramp(torch.utils.data.Dataset):
    def __len__(self):
        return 64
    def __getitem__(self, i):
        return torch.full((100, 100), float(i))

loader = torch.utils.data.DataLoader(Ramp(), batch_size=16, num_workers=2)
say(total=sum(float(batch.mean()) for batch in loader), exists=os.path.exists("/dev/shm"))
"""


@pytest.mark.parametrize("user", USERS)
def test_a_data_loader_with_workers_runs_inside(user: str, stage: Path) -> None:
    """Its processes exchange tensors by shared memory and descriptors over local sockets."""
    outcome = in_worker(TRAIN, stage=stage, user=user, imports="import torch, torch.utils.data")
    assert outcome["total"] == 4 * 31.5, outcome.stderr
