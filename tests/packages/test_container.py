"""The container without a container: its files are well-formed, complete, pinned, and name no secret."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML
from tests.packages.places import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PIN = re.compile(r"^(\S+==\S+(?: ; .*?)?) \\\n((?:    --hash=.*\n)+)", re.MULTILINE)
SYSTEMD = ROOT / "packaging" / "systemd"
UNITS = sorted(path.name for path in SYSTEMD.iterdir() if path.is_file())
no_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing")


def compose() -> dict[str, Any]:
    """Give what compose.yaml says, with what it says once for several services put in each."""
    told: dict[str, Any] = YAML(typ="safe").load(ROOT / "compose.yaml")
    return told


def is_accepted(program: str, *words: str) -> None:
    """Fail with what a program complains of."""
    command = [os.path.join(os.path.dirname(sys.executable), program), *words]  # noqa: PTH118, PTH120 - a venv's python is a link
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def pins(path: Path) -> dict[str, set[str]]:
    """Give each pinned version, with its hashes."""
    found = PIN.findall(path.read_text(encoding="utf-8"))
    return {name.partition(" ;")[0]: set(re.findall(r"sha256:\w+", hashes)) for name, hashes in found}


def test_hadolint_finds_nothing() -> None:
    """The Dockerfile keeps to the rules of those who write many."""
    is_accepted("hadolint", "--failure-threshold", "style", "Dockerfile")


def test_compose_keeps_to_its_specification() -> None:
    """Every key of compose.yaml is one that the specification knows."""
    is_accepted("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "compose.yaml")


@pytest.mark.parametrize("name", ["requirements.txt", "build.txt"])
def test_the_image_has_what_the_tests_ran_with(name: str) -> None:
    """Versions and hashes of what the image installs are those of constraints.txt; `make constraints` writes both."""
    path = ROOT / "packaging" / "container" / name
    everything, image = pins(ROOT / "constraints.txt"), pins(path)

    assert image.keys() == set(re.findall(r"^\S+==[^\s;]+", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert all(hashes and hashes <= everything[pin] for pin, hashes in image.items())


def test_only_what_is_copied_is_let_in() -> None:
    """No secret and no data lies where an image is built: .dockerignore lets in what COPY takes, and nothing else."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    copied = [
        word for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    ]

    assert lines[1] == "*"
    assert let_in == {"packaging/container" if word.startswith("packaging") else word for word in copied}
    assert all((ROOT / word).exists() for word in copied)


def test_nobody_is_root_and_every_base_has_a_version() -> None:
    """The image runs as a number of its own; what it stands on is named by version, as is the database."""
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    images = [*bases, compose()["services"]["database"]["image"]]

    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1] == "10001"
    assert all(re.fullmatch(r"\w+:\d[\w.]*-\S+", image) for image in images)


def test_server_and_worker_share_what_they_must() -> None:
    """Both have the folder with the uploads, the secret and the database; nothing but the server can be reached."""
    services = compose()["services"]
    server, worker, database = (services[name] for name in ("server", "worker", "database"))

    for shared in ("volumes", "secrets", "environment", "env_file", "image", "depends_on"):
        assert server[shared] == worker[shared], shared
    assert [one.split(":")[0] for one in server["ports"]] == ["127.0.0.1"]
    assert not {"ports"} & (worker.keys() | database.keys())
    assert compose()["networks"][database["networks"][0]]["internal"]
    files = [value for name, value in server["environment"].items() if name.endswith("_FILE")]
    assert {path.rpartition("/")[2] for path in files} == set(server["secrets"])
    assert not re.search(r"password@|:[^/\s@]+@", json.dumps(services))


@no_systemd
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """Every unit is well-formed, and walled in so far that systemd itself calls it OK."""
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("*.service"):  # the program is not installed here
        path.write_text(path.read_text(encoding="utf-8").replace("/opt/fieber/bin/fieber", "/bin/true"))
    alone = os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    units = [str(tmp_path / name) for name in UNITS]

    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], env=alone, check=False, capture_output=True, text=True
    )
    services = [unit for unit in units if unit.endswith(".service")]
    exposed = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", *services],
        env=alone,
        check=False,
        capture_output=True,
        text=True,
    )

    assert (verified.returncode, str(tmp_path) in verified.stderr) == (0, False), verified.stderr
    assert exposed.returncode == 0, exposed.stdout


def test_each_timer_has_its_service() -> None:
    """What a timer starts is there."""
    timers = {name.removesuffix(".timer") for name in UNITS if name.endswith(".timer")}

    assert timers == {"fieber-backup", "fieber-watch"}
    assert {f"{name}.service" for name in timers} <= set(UNITS)
