"""Copies of a PostgreSQL database, by its own programs: whole, as of one moment, while others go on writing."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from fieber.desk.environment import variable
from fieber.errors import UsageError

ALSO_IN = "/usr/lib/postgresql"  # where Debian keeps them, by version, out of PATH


def is_used() -> bool:
    """Say whether the desk's database is a PostgreSQL."""
    return bool(os.environ.get("DATABASE_URL"))


def dump(target: Path) -> None:
    """Write the database into a file.

    Raises:
        UsageError: `pg_dump` is missing, or it fails.
    """
    _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}", os.environ["DATABASE_URL"])


def load(source: Path) -> None:
    """Put such a copy into an empty database: all of it, or nothing.

    Raises:
        UsageError: `pg_restore` is missing, or it fails, as where the database is not empty.
    """
    url = os.environ["DATABASE_URL"]
    _run("pg_restore", "--no-owner", "--no-acl", "--single-transaction", f"--dbname={url}", str(source))


def _run(program: str, *words: str) -> None:
    newest_first = sorted(Path(ALSO_IN).glob("*/bin"), key=lambda path: -int(path.parent.name))
    found = shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), *map(str, newest_first)]))
    if found is None:
        raise UsageError(
            f"{program} is missing; install the programs of PostgreSQL (apt-get install postgresql-client)",
            de=f"{program} fehlt; installiere die Programme von PostgreSQL (apt-get install postgresql-client)",
        )
    password = variable("DATABASE_PASSWORD")
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run([found, *words], env=environment, capture_output=True, check=False)  # noqa: S603 - named above
    if done.returncode != 0:  # what it says may hold what is in a row
        raise UsageError(
            f"{program} failed; is the database of DATABASE_URL there, and, to restore into it, empty?",
            de=f"{program} ging schief; gibt es die Datenbank aus DATABASE_URL, und ist sie zum Zurückholen leer?",
        )
