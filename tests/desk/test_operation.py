"""Server and worker apart, as in their containers: the very commands and variables of Dockerfile and compose.yaml.

Only places differ: folders, the port, and the machine that the database is on.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import psycopg
import pytest
from ruamel.yaml import YAML
from tests.desk.servers import HAS_POSTGRES, PATIENCE, free_port, postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_POSTGRES, reason="PostgreSQL is missing: apt-get install postgresql"),
]
ROOT = Path(__file__).parents[2]
SECRETS = {"desk_secret": "what only the desk knows", "database_password": "what only the database knows"}
PROGRAMS = {"python": sys.executable, "fieber": str(Path(sys.executable).with_name("fieber"))}


def in_dockerfile(word: str) -> list[str]:
    """Give the command that stands behind a word of the Dockerfile."""
    found = re.findall(rf"^\s*{word} (\[.*\])$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    command: list[str] = json.loads(found[0])
    return [PROGRAMS.get(command[0], command[0]), *command[1:]]


@dataclass
class Deployment:
    """The services of compose.yaml as processes of this machine; each has a folder of its own, as on two machines."""

    folder: Path
    database: str
    port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start a service, without waiting for it."""
        service = YAML(typ="safe").load(ROOT / "compose.yaml")["services"][name]
        environment = {variable: self.here(value) for variable, value in service["environment"].items()}
        environment |= {"FIEBER_DESK_FOLDER": str(self.folder / name), "FIEBER_DESK_LOG_LEVEL": "INFO"}
        port = ["--port", str(self.port)] if name == "server" else []
        with (self.folder / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                [*in_dockerfile("ENTRYPOINT"), *map(str, service["command"]), *port],
                env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                text=True,
            )

    def here(self, text: str) -> str:
        """Put the places of this machine into what compose.yaml says."""
        return str(text).replace("@database/", f"@{self.database}/").replace("/run/secrets", str(self.folder))

    def health(self, part: str) -> int:
        """Give what a question of health is answered with; 0 where nobody answers."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health/{part}/", timeout=30).status_code
        except httpx.TransportError:
            return 0

    def is_healthy(self) -> bool:
        """Ask as the container does."""
        command = [word.replace(":8000/", f":{self.port}/") for word in in_dockerfile("CMD")]
        return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0

    def stop(self, name: str) -> int:
        """Stop a service as Docker and systemd do; gives its exit code."""
        self.running[name].send_signal(signal.SIGTERM)
        return self.running[name].wait(PATIENCE)

    def log(self, name: str) -> str:
        """Give what a service wrote."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8")


def becomes(is_so: Callable[[], bool]) -> bool:
    """Wait until something is so; give whether it ever was."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.2)
    return False


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Both started at the same moment on an empty database."""
    folder = tmp_path_factory.mktemp("deployed")
    for name, secret in SECRETS.items():
        (folder / name).write_text(secret, encoding="utf-8")
    with postgres() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE ROLE fieber LOGIN")
            connection.execute("CREATE DATABASE fieber OWNER fieber")
        deployment = Deployment(folder, httpx.URL(address).netloc.decode().rpartition("@")[2])
        for name in ("server", "worker"):
            deployment.start(name)
        try:
            yield deployment
        finally:
            for process in deployment.running.values():
                process.kill()
                process.wait()


def asked(deployment: Deployment, query: str) -> list[tuple[object, ...]]:
    """Ask another database of the same PostgreSQL, or change whom it lets in."""
    with psycopg.connect(f"postgres://desk@{deployment.database}/template1", autocommit=True) as connection:
        cursor = connection.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


def test_both_start_at_once_on_an_empty_database(deployed: Deployment) -> None:
    """Migrations run once, whoever is first; then all is well, and the container's own question says so."""
    assert becomes(lambda: deployed.health("ready") == 200)
    assert becomes(lambda: deployed.health("working") == 200)

    with psycopg.connect(f"postgres://fieber@{deployed.database}/fieber") as connection:
        applied = connection.execute("SELECT count(*), count(DISTINCT (app, name)) FROM django_migrations").fetchall()
    assert applied[0][0] == applied[0][1] > 30
    assert deployed.is_healthy()
    assert [path.name for path in deployed.folder.glob("*/secret")] == []  # it came from a file elsewhere


def test_without_its_database(deployed: Deployment) -> None:
    """The server lives but is not ready; both wait, and go on by themselves when the database is back."""
    asked(deployed, "ALTER DATABASE fieber ALLOW_CONNECTIONS false")
    asked(deployed, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'fieber'")
    away = [deployed.health(part) for part in ("live", "ready", "working")]
    is_healthy = deployed.is_healthy()
    waited = becomes(lambda: "the worker waits" in deployed.log("worker"))
    asked(deployed, "ALTER DATABASE fieber ALLOW_CONNECTIONS true")

    assert (away, is_healthy, waited) == ([200, 503, 503], False, True)
    assert becomes(lambda: deployed.health("ready") == deployed.health("working") == 200)
    assert all(process.poll() is None for process in deployed.running.values())


def test_each_without_the_other(deployed: Deployment) -> None:
    """Without a worker pages are shown, and the question for one says no; without a server the worker goes on."""
    assert deployed.stop("worker") == 0
    with psycopg.connect(f"postgres://fieber@{deployed.database}/fieber") as connection:
        connection.execute("DELETE FROM desk_cache")  # as after half a minute
    alone = [deployed.health(part) for part in ("ready", "working")]
    deployed.start("worker")
    came_back = becomes(lambda: deployed.health("working") == 200)
    stopped = deployed.stop("server")

    assert (alone, came_back, stopped) == ([200, 503], True, 0)
    assert deployed.health("live") == 0
    assert deployed.running["worker"].poll() is None
    assert deployed.stop("worker") == 0


def test_what_they_wrote(deployed: Deployment) -> None:
    """Beside the words of the start, objects; no secret, and of jobs and pages kinds and times."""
    lines = [line for name in ("server", "worker") for line in deployed.log(name).splitlines() if line[:1] == "{"]
    told = [json.loads(line) for line in lines]

    assert any(one.get("route") == "health_ready" for one in told)
    assert any(one.get("kind") == "sweep" and one["milliseconds"] >= 0 for one in told)
    assert not any(secret in line for secret in SECRETS.values() for line in lines)
    assert "Traceback" not in deployed.log("server") + deployed.log("worker")
