"""The audit log: what is noted, that nobody changes it, and that it shows where somebody did."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.desk.people import agreement_of, inquiry_of, own_checkup, person, plan, question_to, release, token_of
from tests.desk.servers import HAS_POSTGRES, environment, postgres

from fieber.desk.agreements.services import agree
from fieber.desk.api.tokens import revoke
from fieber.desk.audit.guards import put_up, take_away
from fieber.desk.audit.models import Entry, What
from fieber.desk.audit.services import first_broken, note
from fieber.desk.people.models import Role
from fieber.desk.plans.services import assign

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desk.people import Team

TRY = """
import json, threading, django
django.setup()
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
call_command("migrate", verbosity=0)
from fieber.desk.audit.models import Entry
from fieber.desk.audit.services import first_broken, note
def many():
    for _ in range(10):
        note(None, "signed_in")
    connection.close()
threads = [threading.Thread(target=many) for _ in range(4)]
[one.start() for one in threads]
[one.join() for one in threads]
print(Entry.objects.count(), first_broken())
refused = []
statements = ["UPDATE audit_entry SET person=7", "DELETE FROM audit_entry", "DELETE FROM audit_entry WHERE number=3"]
line = "INTO audit_entry (number, at, what, about, hash) SELECT number, at, 'deleted', about, hash FROM audit_entry"
if connection.vendor == "postgresql":
    change = "ON CONFLICT (number) DO UPDATE SET what = excluded.what"
    statements += ["TRUNCATE audit_entry", f"INSERT {line} WHERE number=3 {change}"]
else:
    statements.append(f"INSERT OR REPLACE {line} WHERE number=3")
for statement in statements:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        refused.append("cannot be changed" in str(error))
call_command("migrate", "audit", "zero", verbosity=0)
call_command("migrate", "audit", verbosity=0)
print(json.dumps([refused, len(statements)]))
"""


def noted(since: int = 0) -> list[tuple[int | None, str]]:
    """Give who did what, without sign-ins, which every browser of a test makes."""
    lines = Entry.objects.filter(number__gt=since).exclude(what=What.SIGNED_IN).order_by("number")
    return [(line.person, line.what) for line in lines]


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_the_database_refuses_to_change_it(kind: str, tmp_path: Path) -> None:
    """Four writers at once leave a chain without a gap; no statement changes, deletes or empties it; it goes back."""
    if kind == "postgres" and not HAS_POSTGRES:
        pytest.skip("PostgreSQL is missing: apt-get install postgresql")

    def run(database: str) -> list[str]:
        (tmp_path / "uploads").mkdir()
        command = [sys.executable, "-c", TRY]
        env = environment(tmp_path, database)
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout.splitlines()

    if kind == "postgres":
        with postgres() as address:
            lines = run(address)
    else:
        lines = run("")

    assert lines[0] == "40 None"
    refused, n_statements = json.loads(lines[1])
    assert refused == [True] * n_statements


def test_a_change_shows(desk: None) -> None:
    """Changed, left out, put in between, written anew: the first line that is wrong is named."""
    for number in range(1, 8):
        note(None, What.SIGNED_IN, f"token {number}")
    assert first_broken() is None

    take_away(connection)
    before = Entry.objects.get(number=4)
    changes: list[dict[str, object]] = [{"about": "token 5"}, {"person": 9}, {"hash": "0" * 64}, {}]
    for change in changes:
        if change:
            Entry.objects.filter(number=4).update(**change)
        else:
            Entry.objects.filter(number=4).delete()
        assert first_broken() == 4
        Entry.objects.filter(number=4).delete()
        before.save(force_insert=True)
        assert first_broken() is None
    put_up(connection)


def test_signing_in_is_noted(client: Client) -> None:
    """By whatever way somebody comes in."""
    made = person("ada", Role.ADMINISTRATOR, "a whole sentence is good")
    client.post(reverse("account_login"), {"login": made.email, "password": "wrong"})
    assert not Entry.objects.exists()
    client.post(reverse("account_login"), {"login": made.email, "password": "a whole sentence is good"})

    assert [(line.person, line.what) for line in Entry.objects.all()] == [(made.pk, What.SIGNED_IN)]


def test_keys_are_noted(team: Team) -> None:
    """Made, used for the first time, deleted; the second use is not."""
    token, secret = token_of(team.creator)
    program = Client(headers={"authorization": f"Bearer {secret}"}, SERVER_NAME="127.0.0.1")
    for _ in range(3):
        program.get(reverse("api_me"))
    assert revoke(team.creator, token.pk)
    assert not revoke(team.creator, token.pk)

    me = team.creator.pk
    assert noted() == [(me, What.KEY_MADE), (me, What.KEY_USED), (me, What.KEY_REVOKED)]


def test_who_sees_the_checkup_of_somebody_else_is_noted(team: Team) -> None:
    """A manager on the page and by a token; the owner not, nor whoever is refused."""
    checkup = own_checkup(team.creator)
    agreement = agreement_of(team.creator, team.manager)
    agreement.account = checkup.account
    agreement.save()
    _, secret = token_of(team.manager)
    since = Entry.objects.count()
    path = reverse("checkup", args=[checkup.pk])
    for who in ("creator", "other", "manager"):
        team.signed_in(who).get(path)
    program = Client(headers={"authorization": f"Bearer {secret}"}, SERVER_NAME="127.0.0.1")
    program.get(reverse("api_checkup", args=[checkup.pk]))

    seen = [line for line in noted(since) if line[1] == What.CHECKUP_SEEN]
    assert seen == [(team.manager.pk, What.CHECKUP_SEEN)] * 2
    assert {line.about for line in Entry.objects.filter(what=What.CHECKUP_SEEN)} == {f"checkup {checkup.pk}"}


def test_there_is_no_other_way_to_see_it(team: Team) -> None:
    """Whoever has it read aloud, or gets the page back with an answer that is empty, has seen it too."""
    checkup = inquiry_of(team.creator).checkup
    client, since = team.signed_in("manager"), Entry.objects.count()

    client.get(reverse("checkup_sound", args=[checkup.pk]))
    client.post(reverse("inquiry_answer", args=[checkup.pk]), {"answer": ""})

    assert noted(since) == [(team.manager.pk, What.CHECKUP_SEEN)] * 2


def test_agreements_plans_and_rights_are_noted(team: Team) -> None:
    """Given, ended, a plan assigned, data taken along, deleted: each once, by numbers, without a name."""
    question = question_to(team.creator, team.manager)
    checkup = own_checkup(team.creator)
    agree(question, checkup.account)
    agreement = checkup.account.agreements.get()
    owner = team.signed_in("creator")
    owner.post(reverse("agreements_end", args=[agreement.pk]))
    owner.post(reverse("agreements_end", args=[agreement.pk]))
    assign(team.creator, plan(), team.administrator)
    release(owner.post(reverse("rights_export")))
    me = team.creator.pk
    owner.post(reverse("rights_delete"))

    assert noted() == [
        (me, What.AGREED),
        (me, What.ENDED),
        (team.administrator.pk, What.PLAN_ASSIGNED),
        (me, What.EXPORTED),
        (me, What.DELETED),
    ]
    assert first_broken() is None
    assert "lena" not in json.dumps([line.about for line in Entry.objects.all()])
    page = team.signed_in("administrator").get(reverse("audit")).content.decode()
    assert f"person {me}, deleted" in page
    assert "All are as they were written" in page


def test_the_page_names_the_line_that_was_changed(team: Team) -> None:
    """Whoever looks sees it at once."""
    team.signed_in("administrator")
    take_away(connection)
    Entry.objects.update(about="somebody else")
    put_up(connection)

    assert "Line 1 is not as it was written" in team.signed_in("administrator").get(reverse("audit")).content.decode()
