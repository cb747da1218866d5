"""Dumps a desk's database as it is today, on SQLite and PostgreSQL: `python scripts/desk_dump.py 2026-11-23`.

Such a pair is kept from the first working day, from the end of each part, and from every release;
`tests/desk/test_migrations.py` brings each of them up to date.
"""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import tests

ROOT = Path(__file__).parent.parent
# another package brings a top-level `tests` too: ours goes first
tests.__path__ = [str(ROOT / "tests"), *tests.__path__]

from tests.desk.servers import environment, postgres, tool  # noqa: E402 - see above

DUMPS = ROOT / "tests" / "desk" / "dumps"
FILL = f"""
import sys, uuid, django, tests
tests.__path__ = [{str(ROOT / "tests")!r}, *tests.__path__]
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import keep_findings
from fieber.desk.jobs.services import put
from fieber.desk.links.models import UploadLink
from fieber.desk.links.services import make_link
from fieber.desk.people.models import Person
from fieber.desk.people.services import invite
ada = Person.objects.create_user("ada@example.org", "a whole sentence is good", name="Ada", role="administrator")
invite("manager", ada)
found = dict(account="lena", verdict="healthy", temperature=36.4, pages=dict(de="Kein Fieber", en="No fever"))
simulated = Account.objects.create(name="simulated_lena", platform="instagram", is_simulated=True)
for account, sentence in ((simulated, ""), (None, "I always have 50,000 likes")):
    checkup = Checkup.objects.create(account=account, sentence=sentence)
    keep_findings(checkup.pk, [found])
make_link(ada, "Lena")
make_link(ada, "Lena")
UploadLink.objects.filter(pk=UploadLink.objects.first().pk).update(checkup=checkup)
put("examine", uuid.uuid4())
from tests.desk.everything import Belongings
Belongings(Person.objects.create_user("lena@example.org", None, name="Lena", role="creator"), "Lena")  # of every table
"""


def fill(folder: Path, database: str = "") -> None:
    """Make the tables, and a little of everything in them."""
    subprocess.run([sys.executable, "-c", FILL], env=environment(folder, database), check=True, cwd=ROOT)


def keep(name: str, lines: list[str]) -> None:
    """Write a dump, packed, without the moment of packing."""
    DUMPS.mkdir(exist_ok=True)
    (DUMPS / f"{name}.sql.gz").write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


def main(day: str) -> None:
    """Write the two dumps of a day."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder))
        with closing(sqlite3.connect(Path(folder) / "desk.sqlite3")) as connection:
            keep(f"{day}.sqlite", list(connection.iterdump()))
        with postgres() as address:
            fill(Path(folder), address)
            dump = [str(tool("pg_dump")), "--inserts", "--no-owner", "--no-privileges", address]
            lines = subprocess.run(dump, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
            keep(f"{day}.postgres", [line for line in lines if not line.startswith("\\")])  # what only psql knows


if __name__ == "__main__":
    main(sys.argv[1])
