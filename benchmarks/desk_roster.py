"""How quickly a manager's list answers: `python benchmarks/desk_roster.py [ACCOUNTS] [REQUESTS]`, in an empty folder.

Prints median and 95th percentile, in milliseconds, and the work of a core (which other work on the machine hardly
changes), of the list, of a search in it, and of the page of the day. One process, SQLite, without the network.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from pathlib import Path

import django
import numpy as np
from django.core.management import call_command
from django.test import Client

SEED = 20261123
VERDICTS = ("healthy", "healthy", "healthy", "elevated", "fever")


def main() -> None:
    """Fill a desk, ask it, print."""
    accounts, requests = (int(told) for told in (sys.argv[1:] + ["5000", "40"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        client = prepared(Path(folder), accounts)
        for path in ("/roster/", "/roster/?page=7", "/roster/?words=account_49&tag=music", "/roster/today/"):
            client.get(path)
            begun = time.process_time()
            took = [once(client, path) for _ in range(requests)]
            work = 1000 * (time.process_time() - begun) / requests
            print(f"{path:40} {np.median(took):7.0f} {np.percentile(took, 95):7.0f} ms, {work:.0f} ms of work")


def once(client: Client, path: str) -> float:
    """Give how long one answer takes, in milliseconds."""
    start = time.perf_counter()
    answer = client.get(path)
    assert answer.status_code == 200  # noqa: S101 - a wrong page is no measurement
    return 1000 * (time.perf_counter() - start)


def prepared(folder: Path, n: int) -> Client:
    """Give the browser of a manager with so many accounts, each with a row, a note and a tag."""
    (folder / "uploads").mkdir()
    os.environ |= {"FIEBER_DESK_FOLDER": str(folder), "FIEBER_DESK_SECRET": "of a benchmark"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "fieber.desk.settings"
    django.setup()
    for command in (["migrate"], ["createcachetable"], ["collectstatic", "--no-input", "-i", "*.html", "-i", "*.typ"]):
        call_command(*command, verbosity=0)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(filled(n))
    client.get("/roster/")  # loads the views
    gc.collect()
    gc.freeze()  # as `desk/wsgi.py` does
    return client


def filled(n: int) -> object:
    """Give a manager with such a list."""
    from fieber.desk.accounts.models import Account  # noqa: PLC0415 - Django is set up first
    from fieber.desk.people.models import Person  # noqa: PLC0415 - likewise
    from fieber.desk.roster.models import Entry, Row, Run, Tag  # noqa: PLC0415 - likewise

    chance = np.random.default_rng(SEED)
    manager = Person.objects.create_user("mara@example.org", None, name="Mara", role="manager")
    run = Run.objects.create(manager=manager, what="posts", state="done", accounts=n)
    listed = [Account(name=f"account_{i}", platform="instagram", manager=manager) for i in range(n)]
    entries = [Entry(account=one, manager=manager, keeper="Kim") for one in Account.objects.bulk_create(listed)]
    Tag.objects.bulk_create(Tag(entry=one, name="music") for one in Entry.objects.bulk_create(entries))
    changes = chance.normal(0, 20, n)
    Row.objects.bulk_create(
        Row(
            run=run,
            account=account,
            verdict=str(chance.choice(VERDICTS)),
            temperature=float(chance.uniform(36, 40)),
            q_value=float(chance.uniform(0, 1)),
            stands_out=i < n // 100,
            finding="yours",
            change=float(change),
            change_low=float(change - 10),
            change_high=float(change + 10),
        )
        for i, (account, change) in enumerate(zip(listed, changes, strict=True))
    )
    return manager


if __name__ == "__main__":
    main()
