"""A real standalone cluster of Spark on this machine: a master and two workers, each a process with one core.

`.venv/bin/python tests/engines/cluster.py COMMAND…` starts one, runs the command with it, and stops it.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOME = Path(pyspark.__file__).parent
LAUNCH = HOME / "bin" / "spark-class"
HERE = "127.0.0.1"
PATIENCE = 240  # seconds until a worker has to be there: a busy machine with two cores takes a minute
FRUGAL = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"  # a short life is over before the second compiler pays
DEFAULTS = f"""\
spark.master {{url}}
spark.driver.host {HERE}
spark.driver.bindAddress {HERE}
spark.driver.memory 512m
spark.driver.extraJavaOptions {FRUGAL}
spark.executor.memory 512m
spark.executor.extraJavaOptions {FRUGAL}
spark.ui.enabled false
spark.ui.showConsoleProgress false
"""
LOGGING = """\
rootLogger.level = {level}
rootLogger.appenderRef.stderr.ref = stderr
appender.stderr.type = Console
appender.stderr.name = stderr
appender.stderr.target = SYSTEM_ERR
appender.stderr.layout.type = PatternLayout
appender.stderr.layout.pattern = %p %c{{1}}: %m%n
"""


@dataclass
class Cluster:
    """Processes of Spark, and where they write."""

    folder: Path
    port: int
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the master listens."""
        return f"spark://{HERE}:{self.port}"

    @property
    def configuration(self) -> Path:
        """SPARK_CONF_DIR of a driver."""
        return self.folder / "driver"

    def start(self, name: str, *arguments: str) -> None:
        """Start a master or a worker."""
        environment = os.environ | {
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": HERE,
            "SPARK_CONF_DIR": str(self.folder / "daemons"),
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": f"{FRUGAL} -Dspark.master.rest.enabled=false",
        }
        with (self.folder / f"{name}.log").open("wb") as log:
            self.processes[name] = subprocess.Popen(
                [LAUNCH, *arguments, "--host", HERE, "--webui-port", "0"], env=environment, stdout=log, stderr=log
            )

    def start_worker(self, name: str) -> None:
        """Start a worker with one core and 1 GB, and wait until the master knows it."""
        known = self._registered()
        work = self.folder / name
        size = ("--cores", "1", "--memory", "1g", "--work-dir", str(work))
        self.start(name, "org.apache.spark.deploy.worker.Worker", self.url, *size)
        self._wait(lambda: self._registered() > known)

    def kill_worker(self, name: str) -> None:
        """Kill a worker and what it has started, without a word."""
        worker = self.processes.pop(name)
        for process in (worker.pid, *descendants(worker.pid)):
            os.kill(process, 9)
        worker.wait()

    def stop(self) -> None:
        """Stop all processes."""
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in self.processes.values():
            process.wait(60)

    def _registered(self) -> int:
        return len(re.findall("Registering worker", (self.folder / "master.log").read_text()))

    def _wait(self, is_there: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not is_there():
            assert time.monotonic() < until, "Spark does not start; see its log"
            time.sleep(0.2)


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Start a cluster, and stop it in the end."""
    for name, level in (("daemons", "info"), ("driver", "error")):
        (folder / name).mkdir()
        (folder / name / "log4j2.properties").write_text(LOGGING.format(level=level))
    made = Cluster(folder, _free_port())
    (folder / "driver" / "spark-defaults.conf").write_text(DEFAULTS.format(url=made.url))
    try:
        made.start("master", "org.apache.spark.deploy.master.Master", "--port", str(made.port))
        made._wait(lambda: "New state: ALIVE" in (folder / "master.log").read_text())
        made.start_worker("one")
        made.start_worker("two")
        yield made
    finally:
        made.stop()


def descendants(process: int) -> list[int]:
    """Give the processes that a process has started, and those that these have started."""
    children = Path(f"/proc/{process}/task").glob("*/children")
    direct = [int(child) for file in children for child in file.read_text().split()]
    return [found for child in direct for found in (child, *descendants(child))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port: int = probe.getsockname()[1]
        return port


def main(command: list[str]) -> int:
    """Run a command with a cluster of its own, and give its exit code."""
    with tempfile.TemporaryDirectory() as folder, cluster(Path(folder)) as made:
        here = {"SPARK_CONF_DIR": str(made.configuration), "SPARK_LOCAL_IP": HERE}
        return subprocess.run(command, env=os.environ | here, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
