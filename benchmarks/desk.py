"""A public desk with many people at once: errors, and how long each page took.

`.venv/bin/python benchmarks/desk.py [SECONDS [PEOPLE]]` starts a desk on a real PostgreSQL, fills it, signs people in,
each from an address of their own (SIGN_IN of them by the form), and lets them read for SECONDS (120), with 2 to 8 s
between pages. All runs on the same machine, the readers too. Beside the time by the clock stands what server, database
and readers worked: other work on the machine delays a page, but hardly adds to that.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.desk.servers import Desk, environment, running
else:  # the desks of the tests; another package in the environment has the name `tests`
    sys.path.append(str(Path(__file__).parents[1] / "tests" / "desk"))
    from servers import environment, running

PAUSE = (2.0, 8.0)  # seconds between two pages
MANAGERS = 0.25  # of all people; the others are creators
SIGN_IN = 20  # people who sign in by the form: a second each, for it is made to be slow
CERTIFICATES = httpx.create_ssl_context()  # read once, not by each reader
PASSWORD = "a whole sentence is good"  # noqa: S105 - of people who do not exist
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
LINK = re.compile(r'href="(/checkups/[0-9a-f-]+/|/me/accounts/\d+/)"')
PAGES = {  # how often each page is opened, beside what the pages themselves lead to
    "creator": {"/me/": 8, "/me/upload/": 1, "/letters/": 1, "/agreements/": 1, "/data/": 1, "/": 1},
    "manager": {"/links/": 6, "/accounts/": 6, "/inquiries/": 2, "/agreements/": 2, "/": 1},
}
FOLLOWED = 0.6  # how often somebody goes on to something that the page shows: a check-up, an account
FILL = """
import sys, django
django.setup()
from datetime import datetime, timedelta, UTC
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client
from fieber.api import each_checkup
from fieber.desk.accounts.models import Account
from fieber.desk.agreements.models import Agreement
from fieber.desk.checkups.models import Checkup, Finding
from fieber.desk.checkups.services import keep_findings
from fieber.desk.people.models import Person, Role
from fieber.desk.sandbox.finding import finding
from fieber.desk.settings import SESSION_COOKIE_NAME
from fieber.simulate.patients import patients

def many(model, rows):
    return model.objects.bulk_create(rows, batch_size=200)

found = [finding(one) for one in each_checkup(patients(["distribution"], seed=1, platform="instagram").posts)]
password, n = make_password(sys.argv[1]), int(sys.argv[2])
roles = [Role.MANAGER if i < n * float(sys.argv[3]) else Role.CREATOR for i in range(n)]
people = many(Person, [
    Person(email=f"p{i}@example.org", name=f"P{i}", role=role, password=password) for i, role in enumerate(roles)
])
many(EmailAddress, [EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in people])
managers, creators = ([one for one in people if one.role == role] for role in (Role.MANAGER, Role.CREATOR))
accounts = many(Account, [Account(name=one.name, platform="instagram", owner=one) for one in creators])
many(Agreement, [Agreement(account=one, manager=managers[i % len(managers)]) for i, one in enumerate(accounts)])
first = Checkup.objects.create(account=accounts[0], started_by=creators[0])
keep_findings(first.pk, found)
checkups = many(Checkup, [
    Checkup(account=account, started_by=account.owner, state="done") for account in accounts for _ in range(6)
])
for i, checkup in enumerate(checkups):  # the moment of a new row is always now
    checkup.made_at = datetime.now(UTC) - timedelta(days=30 * (i % 6))
Checkup.objects.bulk_update(checkups, ["made_at"], batch_size=200)
columns = [field.column for field in Finding._meta.concrete_fields if field.column not in {"id", "checkup_id"}]
names = ", ".join(map(connection.ops.quote_name, columns))
with connection.cursor() as cursor:  # copied as it is kept: packing it again for everybody takes long
    cursor.execute(
        f"INSERT INTO checkups_finding (checkup_id, {names}) SELECT checkup.id, {names}"
        " FROM checkups_finding AS finding JOIN checkups_checkup AS checkup ON checkup.id <> finding.checkup_id"
    )
first.delete()
for person in people:
    browser = Client()
    browser.force_login(person)
    print(SESSION_COOKIE_NAME, browser.cookies[SESSION_COOKIE_NAME].value)
"""


@dataclass
class Told:
    """What was measured: seconds of each page by its kind; what went wrong; seconds of work a page, by whose."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    work: dict[str, float] = field(default_factory=dict)

    def table(self) -> str:
        """Give a line for each kind of page, and one for all."""
        rows = {**dict(sorted(self.seconds.items())), "all": [one for times in self.seconds.values() for one in times]}
        return "\n".join(f"{kind:24} {len(times):6} pages {_percentiles(times)}" for kind, times in rows.items())


@dataclass
class Reader:
    """Somebody who is signed in, and reads."""

    number: int
    role: str
    client: httpx.AsyncClient
    told: Told
    chance: random.Random

    async def sign_in(self) -> None:
        """Sign in by the form."""
        page = await self.open("/login/", "sign in: form")
        token = TOKEN.search(page)
        form = {
            "csrfmiddlewaretoken": token[1] if token else "",
            "login": f"p{self.number}@example.org",
            "password": PASSWORD,
        }
        await self._timed("sign in", lambda: self.client.post("/login/", data=form), 302)

    async def read(self, end: float) -> None:
        """Open pages, and what they lead to, until the end."""
        pages = PAGES[self.role]
        page = ""
        await asyncio.sleep(self.chance.uniform(0.0, PAUSE[1]))
        while time.monotonic() < end:
            links = LINK.findall(page)
            if links and self.chance.random() < FOLLOWED:
                path = self.chance.choice(links)
            else:
                path = self.chance.choices(list(pages), list(pages.values()))[0]
            page = await self.open(path, re.sub(r"[0-9a-f-]{36}|\d+", "…", path))
            await asyncio.sleep(min(self.chance.uniform(*PAUSE), max(end - time.monotonic(), 0.0)))

    async def open(self, path: str, kind: str) -> str:
        """Open a page; gives its text, "" where it did not come."""
        answer = await self._timed(kind, lambda: self.client.get(path), 200)
        return answer.text if answer is not None else ""

    async def _timed(
        self, kind: str, ask: Callable[[], Awaitable[httpx.Response]], expected: int
    ) -> httpx.Response | None:
        begun = time.perf_counter()
        try:
            answer = await ask()
        except httpx.HTTPError as error:
            self.told.errors[f"{kind}: {type(error).__name__}"] += 1
            return None
        self.told.seconds[kind].append(time.perf_counter() - begun)
        if answer.status_code != expected:
            self.told.errors[f"{kind}: {answer.status_code}"] += 1
        return answer


def measure(folder: Path, *, people: int, seconds: float) -> tuple[Told, Told]:
    """Give what signing in took, and what reading took afterwards."""
    with running("postgres", folder, FIEBER_DESK_PUBLIC="1", FIEBER_DESK_PROXIES="1") as desk:
        arguments = [PASSWORD, str(people), str(MANAGERS)]
        told = environment(desk.folder, desk.database)
        filled = subprocess.run(
            [sys.executable, "-c", FILL, *arguments], env=told, check=True, stdout=subprocess.PIPE, text=True
        )
        return asyncio.run(_all(desk, [line.split() for line in filled.stdout.splitlines()], seconds))


async def _all(desk: Desk, cookies: list[list[str]], seconds: float) -> tuple[Told, Told]:
    """Let everybody read; cookies: name and value of the session of each."""
    signing_in, reading = Told(), Told()
    readers = [_reader(desk, number, len(cookies), signing_in) for number in range(len(cookies))]
    try:
        for one, (name, value) in zip(readers, cookies, strict=True):
            if one.number % max(len(readers) // SIGN_IN, 1):
                one.client.cookies.set(name, value)
            else:
                await one.sign_in()
        for one in readers:
            one.told = reading
        begun, end = _work_of(desk), time.monotonic() + seconds
        await asyncio.gather(*(one.read(end) for one in readers))
        pages = max(sum(map(len, reading.seconds.values())), 1)
        reading.work = {whose: (work - begun[whose]) / pages for whose, work in _work_of(desk).items()}
    finally:
        await asyncio.gather(*(one.client.aclose() for one in readers))
    return signing_in, reading


def _reader(desk: Desk, number: int, people: int, told: Told) -> Reader:
    place = {"x-forwarded-for": f"10.0.{number // 250}.{number % 250}", "accept-language": ("de", "en")[number % 2]}
    client = httpx.AsyncClient(base_url=desk.address, headers=place, timeout=30, verify=CERTIFICATES)
    role = "manager" if number < people * MANAGERS else "creator"
    return Reader(number, role, client, told, random.Random(number))  # noqa: S311 - not a secret


def _work_of(desk: Desk) -> dict[str, float]:
    """Give the seconds that the processes of the desk, those of the database and this one worked so far."""
    group = desk.process.pid if desk.process is not None else 0
    work = {"server": 0.0, "database": 0.0, "readers": time.process_time()}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, fields = path.read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:  # it has just ended
            continue
        told = fields.split()
        whose = "server" if int(told[2]) == group else "database" if name == "postgres" else None
        if whose is not None:
            work[whose] += (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return work


def _percentiles(times: list[float]) -> str:
    ordered = sorted(times) or [float("nan")]
    told = [
        f"p{share} {1000 * ordered[min(len(ordered) * share // 100, len(ordered) - 1)]:.0f}" for share in (50, 95, 99)
    ]
    return f"{' '.join(told)} ms"


def main(seconds: float, people: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        signing_in, reading = measure(Path(folder), people=people, seconds=seconds)
    print(f"{people} people, {PAUSE[0]:.0f} to {PAUSE[1]:.0f} s between pages, {seconds:.0f} s")
    for told in (signing_in, reading):
        print(told.table())
        print(f"errors: {dict(told.errors) or 'none'}")
    told_work = ", ".join(f"{whose} {1000 * work:.1f}" for whose, work in reading.work.items())
    print(f"work in ms a page: {told_work}")


if __name__ == "__main__":
    main(*(int(told) for told in (sys.argv[1:] + ["120", "200"][len(sys.argv) - 1 :])))
