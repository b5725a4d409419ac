"""A cluster that cannot be reached is told in one line, and soon."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from autograder.cluster.connection import VARIABLE, connected
from autograder.errors import HostError, UsageError

CLUSTER = Path(__file__).parents[2] / "examples" / "cluster"


def told(address: str, kind: type[Exception]) -> str:
    with pytest.raises(kind) as error, connected(address):
        pass
    return str(error.value)


@pytest.mark.parametrize("address", ["ray://head:10001", "head", "head:port", ":6379", "10.0.0.1:99999", ""])
def test_what_is_no_address_is_told_with_one_that_is(address: str) -> None:
    assert told(address, UsageError).startswith(
        f"--ray {address}: say auto, or the head node's address such as 10.0.0.1:6379."
    )


def test_a_port_where_nobody_listens_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        expected = (
            f"No Ray cluster answers at {address} (Connection refused). "
            "Is its head node running, and is this its address?"
        )
        assert told(address, HostError) == expected
        monkeypatch.setenv(VARIABLE, address)
        assert told("auto", HostError) == expected


def test_without_ray_the_command_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setitem(sys.modules, "ray", None)
    assert told("auto", UsageError) == (
        '--ray needs Ray, which is not installed: pip install "torchgrade[cluster]"'
    )


def test_ray_is_not_imported_unless_it_is_asked_for() -> None:
    program = "import autograder.cli.instructor, autograder.cluster.place, sys; print('ray' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_the_files_for_slurm_and_kubernetes_can_be_read() -> None:
    """What a shell and a YAML parser can tell; no test here has either kind of cluster."""
    assert subprocess.run(["bash", "-n", str(CLUSTER / "grade.sbatch")], capture_output=True).stderr == b""
    (described,) = yaml.safe_load_all((CLUSTER / "raycluster.yaml").read_text())
    assert (described["apiVersion"], described["kind"]) == ("ray.io/v1", "RayCluster")
    spec = described["spec"]
    assert spec["authOptions"] == {"mode": "token"} and tuple(spec["rayVersion"].split(".")) >= ("2", "52")
    templates = [spec["headGroupSpec"], *spec["workerGroupSpecs"]]
    for container in [one for group in templates for one in group["template"]["spec"]["containers"]]:
        assert container["resources"]["requests"] == container["resources"]["limits"]
        assert not container.get("securityContext", {}).get("privileged")
