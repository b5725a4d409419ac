"""Single steps into namespaces, each in a process of its own."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from autograder.worker import identity
from autograder.worker.sandbox import Layer
from tests.worker.confinement import CHECKOUT, need

START = """
import json, os
from autograder.worker import identity, namespaces
from autograder.worker.namespaces import Mount, Namespace
own = os.open("/proc/self", os.O_PATH | os.O_DIRECTORY)
if not identity.is_privileged():
    namespaces.own_user(own)
"""


def steps(program: str) -> Any:
    """Run steps with the privileges that root has, or a user namespace gives; return what they print."""
    need(Layer.NAMESPACES, Layer.ROOT)
    done = subprocess.run(
        [sys.executable, "-c", START + program], capture_output=True, text=True, cwd=CHECKOUT, check=True
    )
    return json.loads(done.stdout)


def test_mounts_do_not_leave_their_namespace() -> None:
    """Whatever the host shares by default (systemd shares all), nothing mounted here is seen there."""
    seen = steps("""
namespaces.own_mounts()
namespaces.mount_memory("/dev/shm", size=1 << 20, owner=os.geteuid(), group=os.getegid())
open("/dev/shm/namespace-test", "w").close()
print(json.dumps(os.listdir("/dev/shm")))
""")
    assert seen == ["namespace-test"]
    assert not os.path.exists("/dev/shm/namespace-test")


def test_memory_holds_no_more_than_its_size() -> None:
    seen = steps("""
namespaces.own_mounts()
namespaces.mount_memory("/dev/shm", size=1 << 20, owner=os.geteuid(), group=os.getegid())
written = 0
try:
    while True:
        with open(f"/dev/shm/{written}", "wb") as file:
            file.write(bytes(1 << 16))
        written += 1 << 16
except OSError as error:
    print(json.dumps([error.strerror, written, oct(os.stat("/dev/shm").st_mode)]))
""")
    assert seen == ["No space left on device", 1 << 20, "0o40700"]


def test_a_frozen_view_leaves_the_original_writable() -> None:
    seen = steps("""
namespaces.own_mounts()
namespaces.mount_memory("/dev/shm", size=1 << 20, owner=os.geteuid(), group=os.getegid())
os.mkdir("/dev/shm/original")
os.mkdir("/dev/shm/view")
namespaces.bind("/dev/shm/original", "/dev/shm/view")
namespaces.freeze("/dev/shm/view", Mount.READ_ONLY)
answers = []
for folder in ("original", "view"):
    try:
        open(f"/dev/shm/{folder}/x", "w").close()
        answers.append("ok")
    except OSError as error:
        answers.append(error.strerror)
print(json.dumps(answers))
""")
    assert seen == ["ok", "Read-only file system"]


def test_a_user_namespace_keeps_the_user_and_gives_all_capabilities_in_it() -> None:
    seen = steps("""
before = os.getresuid(), os.getresgid()
namespaces.own_user(os.open("/proc/self", os.O_PATH | os.O_DIRECTORY))
kept = before == (os.getresuid(), os.getresgid())
print(json.dumps([kept, identity.is_privileged(), open("/proc/self/setgroups").read()]))
""")
    assert seen == [True, True, "deny\n"]


def test_throwaway_users_are_of_the_reserved_range_and_differ() -> None:
    ids = [identity.throwaway_id(zygote, serial) for zygote in (1, 2, 4_194_303) for serial in range(100)]
    assert len(set(ids)) == len(ids)
    assert all(61184 <= uid <= 65519 for uid in ids)


@pytest.mark.parametrize(
    ("id_map", "enough"),
    [
        ("         0          0 4294967295\n", True),
        ("         0     100000      65536\n", True),
        ("         0       1000          1\n         1     100000      65536\n", True),
        ("         0       1000          1\n", False),
        ("         0     100000      65000\n", False),
        ("", False),
    ],
)
def test_containers_may_lack_throwaway_users(id_map: str, enough: bool) -> None:
    assert identity.maps_throwaway_ids(id_map) is enough


def test_capabilities_are_given_up_but_those_to_keep() -> None:
    if not identity.is_privileged():
        pytest.skip("not root")
    seen = steps("""
keep = frozenset({identity.CAP_DAC_READ_SEARCH})
identity.bound_capabilities(keep)
identity.become(60000)
identity.drop_capabilities(keep)
lines = open("/proc/thread-self/status").read().splitlines()
print(json.dumps([line.split()[1] for line in lines if line.startswith("Cap")]))
""")
    assert seen == ["0000000000000004"] * 5
