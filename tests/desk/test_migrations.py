"""A database of any earlier day is brought up to date, with everything that was in it."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from contextlib import closing, nullcontext
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from tests.desk.people import PASSWORD
from tests.desk.servers import HAS_POSTGRES, environment, postgres

DUMPS = sorted(Path(__file__).with_name("dumps").glob("*.sql.gz"))  # made by scripts/desk_dump.py
LOOK = f"""
import json, django
django.setup()
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
call_command("migrate", verbosity=0)
from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup, Finding
from fieber.desk.jobs.models import Job
from fieber.desk.links.models import UploadLink
from fieber.desk.people.models import Invitation, Person
ada = authenticate(None, email="ada@example.org", password={PASSWORD!r})
print(json.dumps({{
    "counts": [model.objects.count() for model in (Person, Invitation, Account, Checkup, Finding, UploadLink, Job)],
    "filled": sum(model._default_manager.exists() for model in apps.get_models()),
    "ada": ada is not None and ada.role,
    "said": sorted(one.sentence for one in Checkup.objects.all()),
    "pages": [one.page_en for one in Finding.objects.all()],
    "label": UploadLink.objects.first().label,
}}))
"""


def test_models_and_migrations_agree(desk: None) -> None:
    """No change of a table is without its migration."""
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_there_are_dumps_of_both_databases() -> None:
    """From the first working day on."""
    assert {path.name for path in DUMPS} >= {"2026-11-23.sqlite.sql.gz", "2026-11-23.postgres.sql.gz"}


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.name.removesuffix(".sql.gz"))
def test_an_earlier_database_is_brought_up_to_date(dump: Path, tmp_path: Path) -> None:
    """After the migrations everybody can sign in, and what was said and found can be read."""
    is_postgres = ".postgres." in dump.name
    if is_postgres and not HAS_POSTGRES:
        pytest.skip("PostgreSQL is missing: apt-get install postgresql")
    sql = gzip.decompress(dump.read_bytes()).decode()

    with postgres() if is_postgres else nullcontext("") as address:
        if is_postgres:
            with psycopg.connect(address) as connection:
                connection.execute(sql.encode())
        else:
            with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as connection:
                connection.executescript(sql)
        told = subprocess.run(
            [sys.executable, "-c", LOOK], env=environment(tmp_path, address), check=True, stdout=subprocess.PIPE
        )

    found = json.loads(told.stdout)
    assert all(count >= least for count, least in zip(found["counts"], [1, 1, 1, 2, 2, 2, 1], strict=True))
    assert found["filled"] >= (8 if dump.name.startswith("2026-11-23.") else 30)  # later ones have a row of every table
    assert found["ada"] == "administrator"
    assert {"", "I always have 50,000 likes"} <= set(found["said"])
    assert found["pages"].count("No fever") == 2
    assert found["label"] == "Lena"
