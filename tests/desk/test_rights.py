"""Everybody's rights: object, take along, correct, delete; each by one click, logged, and really done."""

from __future__ import annotations

import json
import os
import re
import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.mail import get_connection, send_mail
from django.test import Client
from django.urls import reverse
from tests.desk.everything import ABOUT_NOBODY, Belongings, sealed_of
from tests.desk.people import FOUND, account_of, agreement_of, inquiry_of, link_of, person, question_to, release

from fieber.desk.accounts.models import Account
from fieber.desk.accounts.services import connect
from fieber.desk.checkups import services
from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.checkups.services import EXAMINE, EXAMINE_ACCOUNT, folder_of, keep_findings
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import KINDS, do, put, take
from fieber.desk.letters.models import Rhythm, Subscription
from fieber.desk.letters.planning import _digests
from fieber.desk.people.models import Person, Role
from fieber.desk.rights.cells import Cell, counted, told
from fieber.desk.rights.held import held_of
from fieber.desk.rights.models import Objection, RightsLog
from fieber.desk.rights.services import delete
from fieber.desk.roster.services import JUDGE

if TYPE_CHECKING:
    import pytest
    from tests.desk.people import Team

WORD = "Zaubernussbaum"
ADDRESS = "zaubernuss@example.org"


def click(who: Client, route: str, **told: str) -> int:
    return int(who.post(reverse(route), told).status_code)


def taken_along(who: Client) -> ZipFile:
    answer = who.post(reverse("rights_export"))
    archive = ZipFile(BytesIO(answer.getvalue()))
    release(answer)
    return archive


def uploaded(owner: Person) -> Checkup:
    checkup = Checkup.objects.create(account=account_of(owner), sentence=WORD)
    folder = folder_of(checkup.pk)
    folder.mkdir(exist_ok=True)
    (folder / "export.csv").write_text(WORD)
    put(EXAMINE, checkup.pk)
    return checkup


def logged() -> list[str]:
    return list(RightsLog.objects.order_by("pk").values_list("what", flat=True))


def test_every_table_is_decided_about(desk: None) -> None:
    """Each table leads to a person and is deleted with them, or stands in the list of those about nobody."""
    lena = Belongings(person("lena", Role.CREATOR), WORD)

    known = set(lena.personal) | ABOUT_NOBODY
    assert {model._meta.label_lower for model in apps.get_models()} == known
    assert {row._meta.label_lower for row in held_of(lena.person)} == set(lena.personal)


def test_objecting_stops_the_analysis(team: Team) -> None:
    """What waits is refused with the reason and its files are gone, nothing new is worked out; both are logged once."""
    waiting = uploaded(team.creator)
    page = team.signed_in("creator")

    assert (click(page, "rights_object"), click(page, "rights_object")) == (302, 302)
    waiting.refresh_from_db()
    later = uploaded(team.creator)
    KINDS[EXAMINE].work(later.pk)()
    later.refresh_from_db()

    assert (waiting.state, later.state) == (State.REFUSED, State.REFUSED)
    assert "objection" in later.refused_en
    assert logged() == ["objected"]
    assert "You objected on" in page.get(reverse("rights")).content.decode()


def test_nobody_here_works_with_what_is_objected_to(team: Team) -> None:
    """Neither a manager whom its owner let see it, nor whoever was asked; taken back, they do again."""
    checkup = inquiry_of(team.creator).checkup
    other = agreement_of(team.creator, team.manager)
    own, manager = team.signed_in("creator"), team.signed_in("manager")
    seen = Checkup.objects.create(account=other.account, state=State.DONE)
    asked = [reverse("checkup", args=[one.pk]) for one in (checkup, seen)]
    answer = reverse("inquiry_answer", args=[checkup.pk])

    def codes() -> list[int]:
        return [manager.get(path).status_code for path in asked] + [str(checkup.pk) in waiting(manager)]

    before = codes()
    click(own, "rights_object")
    during, code = codes(), manager.post(answer, {"answer": "Yes"}).status_code
    click(own, "rights_take_back")

    assert (before, during, code, codes()) == ([200, 200, True], [404, 404, False], 404, [200, 200, True])


def waiting(who: Client) -> str:
    return who.get(reverse("inquiries")).content.decode()


def test_the_files_go_with_the_objection(kept: None) -> None:
    """As soon as the objection is kept, nothing of an upload that waits is on the disk."""
    lena = person("lena", Role.CREATOR)
    waiting = uploaded(lena)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(lena)

    click(client, "rights_object")

    assert not folder_of(waiting.pk).exists()


def test_an_objection_is_taken_back(team: Team) -> None:
    """One click, and it goes on; the objection of one does not touch another."""
    other = person("luca", Role.CREATOR)
    page = team.signed_in("creator")
    click(page, "rights_object")
    during = [one.owner for one in (account_of(team.creator), account_of(other)) if one in counted()]

    click(page, "rights_take_back")
    click(page, "rights_take_back")

    assert during == [other]
    assert Account.objects.filter(owner=team.creator).count() == counted().filter(owner=team.creator).count()
    assert (Objection.objects.count(), logged()) == (0, ["objected", "took_back"])


def test_letters_stop_with_an_objection(team: Team) -> None:
    """Who ordered the digest and objects gets none; taken back, it comes again."""
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    Subscription.objects.create(
        person=team.creator, rhythm=Rhythm.WEEKLY, zone="UTC", confirmed_at=monday - timedelta(days=8)
    )
    page = team.signed_in("creator")

    before = len(list(_digests(monday)))
    click(page, "rights_object")
    during = len(list(_digests(monday)))
    click(page, "rights_take_back")

    assert (before, during, len(list(_digests(monday)))) == (1, 0, 1)


def test_taking_along_gives_everything(desk: None) -> None:
    """Every table that holds something of the person is in it, pages in both languages too; keys are not."""
    lena = Belongings(person("lena", Role.CREATOR), WORD)
    lena.person.set_password("a whole sentence is good")
    lena.person.save()
    Finding.objects.update(page_de="<p>Du hast kein Fieber.</p>", page_en="<p>No fever.</p>")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(lena.person)

    archive = taken_along(client)
    told_of = json.loads(archive.read("data.json"))

    assert set(told_of) >= {row._meta.label_lower for row in held_of(lena.person)} | {"rights.rightslog"}
    assert told_of["checkups.checkup"][0]["sentence"] == WORD
    assert told_of["people.person"][0]["email"] == "lena@example.org"
    assert "argon2" not in json.dumps(told_of)
    assert told_of["accounts.connection"][0]["token"].startswith("(kept")
    pages = [name for name in archive.namelist() if name.startswith("pages/")]
    assert {name[-8:] for name in pages} == {".de.html", ".en.html"}
    assert any("Du hast kein Fieber." in archive.read(name).decode() for name in pages)
    assert "exported" in logged()
    assert {line["what"] for line in told_of["audit.entry"]} >= {"signed_in", "exported"}


def test_taking_along_gives_nothing_of_others(team: Team) -> None:
    """Neither the client's finding to a manager who may see it, nor another creator's."""
    other = person("luca", Role.CREATOR)
    secret = Checkup.objects.create(account=account_of(other), sentence=WORD)
    keep_findings(secret.pk, [FOUND])

    content = taken_along(team.signed_in("creator")).read("data.json").decode()

    assert WORD not in content
    assert "luca" not in content


def test_correcting(team: Team) -> None:
    """Name and language at once; what is empty is refused."""
    page = team.signed_in("creator")

    assert click(page, "rights_correct", name="", mails="de") == 400
    assert click(page, "rights_correct", name="Lena B.", mails="de") == 200

    team.creator.refresh_from_db()
    assert (team.creator.name, team.creator.language) == ("Lena B.", "de")
    assert logged() == ["corrected"]


def test_another_address_holds_once_it_is_confirmed(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link goes to the new one; until it is opened the old one holds, afterwards only the new one is there."""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    page = team.signed_in("creator")

    assert click(page, "rights_address", email="nothing") == 400
    assert click(page, "rights_address", email="Neu@example.org") == 200
    team.creator.refresh_from_db()
    before = team.creator.email
    (letter,) = mail.outbox
    link = re.search(r"/confirm/\S+", letter.body)
    assert link is not None
    page.post(link[0])

    team.creator.refresh_from_db()
    assert (letter.to, before, team.creator.email) == (["neu@example.org"], "lena@example.org", "neu@example.org")
    assert [one.email for one in team.creator.emailaddress_set.all()] == ["neu@example.org"]


def traces(words: list[bytes]) -> list[str]:
    """Give the files of the desk in which any of these bytes stands."""
    files = [path for path in Path(settings.FOLDER).rglob("*") if path.is_file() and path.stat().st_size]
    return [path.name for path in files if any(word in path.read_bytes().lower() for word in words)]


def test_deleting_leaves_no_byte(kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of the desk holds anything of the person: database, its log, uploads, mails; others keep theirs."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    mails = get_connection(backend, file_path=str(Path(settings.FOLDER) / "mails"))
    for address in (ADDRESS, "luca@example.org"):
        send_mail("Hello", f"{WORD if address == ADDRESS else 'Luca'}", None, [address], connection=mails)
    other = Belongings(person("luca", Role.CREATOR), "Luca")
    them = person("zaubernuss", Role.CREATOR, "a whole sentence is good")
    Person.objects.filter(pk=them.pk).update(name=WORD)
    lena = Belongings(them, WORD)
    uploaded(them)
    question_to(them, person("mara", Role.MANAGER))
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(them)
    sealed = sealed_of(lena.personal)
    cookie = client.cookies["session"].value.encode()
    words = [WORD.lower().encode(), ADDRESS.encode(), cookie, *(token[20:60].lower() for token in sealed)]
    assert len(traces(words)) >= 3  # database, upload, mail: the search finds what is there

    assert click(client, "rights_delete") == 200

    assert traces(words) == []
    assert not Person.objects.filter(pk=them.pk).exists()
    assert all(type(row)._default_manager.filter(pk=row.pk).exists() for row in other.rows.values())
    assert traces([b"luca@example.org"]) != []
    assert RightsLog.objects.get(what="deleted").person is None


def test_deleting_while_it_is_read_leaves_nothing(kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who deletes everything while a platform is asked: what is written after that goes too, and at once."""
    lena = person("lena", Role.CREATOR)
    account = account_of(lena)
    connect(account, "bluesky:lena.example")
    checkup = Checkup.objects.create(account=account, started_by=lena)
    put(EXAMINE_ACCOUNT, checkup.pk)

    def delete_meanwhile(_connection: object, folder: Path) -> None:
        delete(lena)
        folder.mkdir(parents=True)
        (folder / "posts.parquet").write_text(WORD)

    monkeypatch.setattr(services, "fetch", delete_meanwhile)
    job = take(uuid.uuid4())
    assert job is not None
    do(job)

    assert not folder_of(checkup.pk).exists()
    assert not Account.objects.exists()


def test_what_waits_keeps_its_files(kept: None) -> None:
    """Tidying up leaves the files of whatever is still to be read, also of a manager's list, however long it waits."""
    waiting, gone = uuid.uuid4(), uuid.uuid4()
    for number in (waiting, gone):
        folder_of(number).mkdir()
        os.utime(folder_of(number), (0, 0))
    put(JUDGE, waiting)

    services.sweep()

    assert (folder_of(waiting).exists(), folder_of(gone).exists()) == (True, False)


def test_deleting_takes_jobs_sessions_and_links_along(kept: None) -> None:
    """Of a manager also the links, with what was uploaded by them; elsewhere they are signed out at once."""
    mara = person("mara", Role.MANAGER)
    link, _ = link_of(mara, is_used=True)
    uploaded(mara)
    here, elsewhere = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
    here.force_login(mara)
    elsewhere.force_login(mara)

    click(here, "rights_delete")

    assert elsewhere.get(reverse("rights")).status_code == 302
    assert (Job.objects.count(), Checkup.objects.filter(pk=link.checkup_id).count()) == (0, 0)


def test_a_new_password_ends_all_other_sessions(team: Team) -> None:
    """Whoever was signed in elsewhere is not any more."""
    elsewhere = team.signed_in("creator")
    assert elsewhere.get(reverse("rights")).status_code == 200

    team.creator.set_password("another whole sentence")
    team.creator.save()

    assert elsewhere.get(reverse("rights")).status_code == 302


def test_how_long_backups_live_is_told(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the setting; where the operator said nothing, that is said."""
    page = team.signed_in("creator")
    without = page.get(reverse("rights")).content.decode()
    monkeypatch.setattr(settings, "BACKUP_DAYS", 30)

    assert "has not said here" in without
    assert "for at most 30 more days" in page.get(reverse("rights")).content.decode()


def cell(first: int, n: int, cases: int) -> Cell:
    return Cell(frozenset(range(first, first + n)), cases)


def test_small_cells_are_not_told() -> None:
    """Fewer than 20 accounts or 10 cases: not told; exactly as many: told."""
    assert told({"a": cell(0, 20, 10)}) == {"a"}
    assert told({"a": cell(0, 19, 100)}) == set()
    assert told({"a": cell(0, 200, 9)}) == set()


def test_what_is_left_out_cannot_be_worked_out_from_the_total() -> None:
    """With one small cell the smallest large one goes too; two that are large together stay alone."""
    assert told({"a": cell(0, 50, 50), "b": cell(50, 30, 30), "c": cell(80, 3, 3)}) == {"a"}
    assert told({"a": cell(0, 50, 50), "c": cell(50, 15, 15), "d": cell(65, 15, 15)}) == {"a"}
    assert told({"a": cell(0, 50, 50), "c": cell(50, 3, 3)}) == set()


def test_simulated_accounts_and_objections_do_not_count(team: Team) -> None:
    """Neither the demo's accounts nor those whose owner objects; entries of a list without an owner do."""
    Account.objects.create(name="simulated", is_simulated=True)
    listed = Account.objects.create(name="listed", manager=team.manager)
    own = account_of(team.creator)
    before = set(counted())
    Objection.objects.create(person=team.creator)

    assert (before, set(counted())) == ({listed, own}, {listed})
