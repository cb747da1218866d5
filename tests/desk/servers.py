"""Whole desks in processes of their own, on SQLite or on a real PostgreSQL, to be opened by a browser or killed."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 90.0  # seconds; nine engineers share the machine
ALSO_IN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))  # Debian keeps them out of PATH


def tool(name: str) -> str | None:
    """Give where a program of PostgreSQL lies."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, ALSO_IN)]))


HAS_POSTGRES = all(tool(name) for name in ("initdb", "pg_ctl"))


def environment(folder: Path, database: str) -> dict[str, str]:
    """Give the environment of a desk in this folder, with a secret that a kept dump was made with."""
    kept = {name: value for name, value in os.environ.items() if "DESK" not in name and "DJANGO" not in name}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "fieber.desk.settings",
        "FIEBER_DESK_FOLDER": str(folder),
        "FIEBER_DESK_SECRET": "the secret of a dump",
        "DATABASE_URL": database,
    }


def free_port() -> int:
    """Give a port that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def postgres() -> Iterator[str]:
    """Run an empty PostgreSQL; gives its address. It refuses to run as root, so there it runs as `postgres`."""
    port, data = free_port(), tempfile.mkdtemp(prefix="fieber-postgres-")  # not in a folder that only root may enter
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(data, "postgres", "postgres")

    def run(*command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=data, **user)

    run(str(tool("initdb")), "-D", data, "-U", "desk", "--auth=trust", "--no-sync", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control = (str(tool("pg_ctl")), "-D", data, "-s", "-w")
    run(*control, "-l", f"{data}/log", "-o", options, "start")
    try:
        yield f"postgres://desk@127.0.0.1:{port}/postgres"
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(data)


@dataclass
class Desk:
    """A desk that runs by itself: `fieber desk` with these settings; more: other variables of its environment."""

    folder: Path
    database: str
    is_demo: bool = False
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    invitation: str | None = None
    process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        demo = ["--demo"] if self.is_demo else []
        command = [sys.executable, "-m", "fieber", "desk", "--port", str(self.port), "--lang", "en", *demo]
        self.process = subprocess.Popen(
            command,
            env=environment(self.folder, self.database) | self.more,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "/start/" in line:
                self.invitation = line.split()[-1]
            if line.startswith("Stop"):
                break
        self.wait_for(self._answers)

    def _answers(self) -> bool:
        with socket.create_connection(("127.0.0.1", self.port), 1):
            return True

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so.

        Raises:
            TimeoutError: it never was.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(OSError):
                if is_so():
                    return
            time.sleep(0.1)
        raise TimeoutError

    def kill(self) -> None:
        """Kill server and worker without a word, as a power cut would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._close()

    def stop(self) -> int:
        """Stop it as Ctrl-C does; gives its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE)
        self._close()
        return code

    def _close(self) -> None:
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()


@contextmanager
def running(kind: str, folder: Path, *, is_demo: bool = False, **more: str) -> Iterator[Desk]:
    """Run a desk on "sqlite" or "postgres" in an empty folder; more: variables of its environment."""
    if kind == "postgres":
        with postgres() as address, _started(Desk(folder / "desk", address, is_demo, more)) as desk:
            yield desk
    else:
        with _started(Desk(folder / "desk", "", is_demo, more)) as desk:
            yield desk


@contextmanager
def _started(desk: Desk) -> Iterator[Desk]:
    desk.start()
    try:
        yield desk
    finally:
        if desk.process is not None and desk.process.poll() is None:
            desk.kill()
