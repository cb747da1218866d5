"""Links for uploading: once, for seven days, seen by two people only, gone when either says so."""

from __future__ import annotations

import os
import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import FakePayload
from django.urls import reverse
from django.utils import timezone
from tests.desk.people import Team, link_of, person

from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.checkups.services import folder_of, sweep
from fieber.desk.jobs.models import Job
from fieber.desk.jobs.services import do, take
from fieber.desk.links.models import UploadLink
from fieber.desk.people.models import Role

if TYPE_CHECKING:
    from pathlib import Path

LIKES = [8000 + 900 * (i % 5) for i in range(140)]
ROWS = [f"2026-{1 + i // 14:02d}-{1 + 2 * (i % 14):02d}T12:00:00Z,{likes}" for i, likes in enumerate(LIKES)]
TABLE = "\n".join(["posted_at,likes", *ROWS]).encode()


def table(name: str = "lena.csv", content: bytes = TABLE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def upload(client: Client, secret: str, *files: SimpleUploadedFile, sentence: str = "") -> int:
    answer = client.post(reverse("link", args=[secret]), {"files": list(files), "sentence": sentence})
    return int(answer.status_code)


def work() -> None:
    while (job := take(uuid.uuid4())) is not None:
        do(job)


def lying_around() -> list[Path]:
    return list(settings.UPLOADS.rglob("*"))


def test_from_link_to_finding(kept: None) -> None:
    """Uploaded, read, told: both people see the finding, the file is gone."""
    manager = person("mara", Role.MANAGER)
    made, secret = link_of(manager)
    client = Client(headers={"accept-language": "de"}, SERVER_NAME="127.0.0.1")

    assert "Nur Mara und du sehen das Ergebnis." in client.get(reverse("link", args=[secret])).content.decode()
    assert upload(client, secret, table(), sentence="Ich habe immer 50.000 Likes!") == 302
    assert "Dein Export ist da." in client.get(reverse("link", args=[secret])).content.decode()
    work()

    finding = Finding.objects.get()
    assert (finding.name, finding.verdict) == ("lena", "healthy")
    told = client.get(reverse("link", args=[secret])).content.decode()
    assert "Du hast kein Fieber." in told
    assert "„Ich habe immer 50.000 Likes!“" in told
    client.force_login(manager)
    made.refresh_from_db()
    assert "Du hast kein Fieber." in client.get(reverse("checkup", args=[made.checkup_id])).content.decode()
    assert lying_around() == []


def test_it_takes_one_upload(kept: None) -> None:
    """The second upload by the same link changes nothing, and the one that came first is told."""
    _, secret = link_of(person("mara", Role.MANAGER))
    client = Client(SERVER_NAME="127.0.0.1")

    upload(client, secret, table())
    upload(client, secret, table("other.csv"))

    assert Checkup.objects.count() == Job.objects.count() == 1
    assert [path.name for path in lying_around() if path.is_file()] == ["lena.csv"]


def test_several_parts_are_read_together(kept: None) -> None:
    """Two tables, even of one name, are one check-up."""
    _, secret = link_of(person("mara", Role.MANAGER))
    half = TABLE.splitlines()
    first, second = b"\n".join(half[:80]), b"\n".join([half[0], *half[80:]])

    upload(Client(SERVER_NAME="127.0.0.1"), secret, table(content=first), table(content=second))
    work()

    assert Checkup.objects.get().state == State.DONE
    assert "140 posts" in Finding.objects.get().page_en


def test_what_cannot_be_read_is_told_to_both(kept: None) -> None:
    """The reader's sentence stands on the page; the file is gone all the same."""
    _, secret = link_of(person("mara", Role.MANAGER))
    client = Client(headers={"accept-language": "en"}, SERVER_NAME="127.0.0.1")

    upload(client, secret, table("photo.zip", b"PK\x03\x04 cut off"))
    work()

    told = client.get(reverse("link", args=[secret])).content.decode()
    assert "I cannot read that." in told
    assert "is cut off or damaged" in told
    assert lying_around() == []


@pytest.mark.parametrize("days", [-0.01, -100])
def test_an_old_link_takes_nothing(client: Client, days: float) -> None:
    """After seven days the page says that the link is gone, and an upload is not even read."""
    _, secret = link_of(person("mara", Role.MANAGER), days=days)

    assert client.get(reverse("link", args=[secret])).status_code == 410
    assert upload(client, secret, table()) == 410
    assert not Checkup.objects.exists()


def test_a_used_link_shows_its_result_longer(client: Client) -> None:
    """The seven days are for the upload; what came of it stays until it is swept."""
    _, secret = link_of(person("mara", Role.MANAGER), days=-1, is_used=True)

    assert "No fever." in client.get(reverse("link", args=[secret])).content.decode()


def test_files_may_be_called_anything(kept: None) -> None:
    """Names that no disk takes, signs only, twice the same: each file is there, with the ending that readers go by."""
    _, secret = link_of(person("mara", Role.MANAGER))
    called = ["あ" * 120 + ".csv", "🎉.csv", "..csv", "a.csv", "a.csv", "_a.csv", "x." + "y" * 200]
    files = [SimpleUploadedFile(name, b"likes") for name in called]

    assert upload(Client(SERVER_NAME="127.0.0.1"), secret, *files) == 302

    names = sorted(path.name for path in lying_around() if path.is_file())
    assert len(names) == len(called)
    assert [name.endswith(".csv") for name in names].count(True) == len(called) - 1
    assert {"_.csv", "a.csv", "_a.csv", "__a.csv"} <= set(names)


def test_the_body_of_a_stranger_is_not_read(client: Client) -> None:
    """Who has no good link cannot make the desk take in a file: all of it is still there to be read."""
    body = FakePayload(b"x" * 200_000)
    kind = "multipart/form-data; boundary=x"
    environment = {"wsgi.input": body, "CONTENT_LENGTH": "200000", "CONTENT_TYPE": kind, "REQUEST_METHOD": "POST"}

    answer = client.request(PATH_INFO="/link/guessed/", **environment)

    assert answer.status_code == 410
    assert len(body) == len(body.read()) == 200_000


def test_a_full_disk_takes_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an upload would leave too little room, the person is told before anything is read."""
    _, secret = link_of(person("mara", Role.MANAGER))
    monkeypatch.setattr("django.conf.settings.SPARE_DISK", 2**60)

    assert client.get(reverse("link", args=[secret])).status_code == 200
    assert upload(client, secret, table()) == 507
    assert not Checkup.objects.exists()


def test_without_a_token_nothing_is_taken(team: Team) -> None:
    """A form of another site that knows the link is refused."""
    _, secret = link_of(team.manager)

    assert upload(Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1"), secret, table()) == 403
    assert not Checkup.objects.exists()


def test_no_file_and_empty_files_are_told(client: Client) -> None:
    """A sentence beside the field says what is missing."""
    _, secret = link_of(person("mara", Role.MANAGER))

    assert upload(client, secret) == 400
    assert upload(client, secret, table(content=b"")) == 400
    assert upload(client, secret, *[table(f"{i}.csv") for i in range(13)]) == 400
    assert not Checkup.objects.exists()


def test_a_name_leads_nowhere(kept: None) -> None:
    """A file called ../../x lies in its own folder, under a harmless name."""
    _, secret = link_of(person("mara", Role.MANAGER))

    upload(Client(SERVER_NAME="127.0.0.1"), secret, table("../../..\\evil name;rm.csv"))

    files = [path for path in lying_around() if path.is_file()]
    assert [path.parent for path in files] == [folder_of(Checkup.objects.get().pk)]
    assert files[0].stat().st_mode & 0o077 == 0
    assert set(files[0].name) <= set("evilnamerm.csv_") | set("..")


@pytest.mark.parametrize("who", ["person", "manager"])
def test_either_of_the_two_deletes_everything(kept: None, who: str) -> None:
    """One click, and link, check-up, finding and files are gone, also while it is being read."""
    manager = person("mara", Role.MANAGER)
    made, secret = link_of(manager)
    client = Client(SERVER_NAME="127.0.0.1")
    upload(client, secret, table())
    job = take(uuid.uuid4())

    if who == "manager":
        client.force_login(manager)
        client.post(reverse("links_delete", args=[made.pk]))
    else:
        client.post(reverse("link_delete", args=[secret]))
    assert job is not None
    do(job)

    assert not UploadLink.objects.exists()
    assert not Checkup.objects.exists()
    assert not Finding.objects.exists()
    assert lying_around() == []
    assert client.get(reverse("link", args=[secret])).status_code == 410


def test_a_link_cannot_be_found_in_the_database(team: Team) -> None:
    """Only a hash of its secret is kept, and whom it is for cannot be read."""
    answer = team.signed_in("manager").post(reverse("links"), {"label": "Lena from Cologne"})
    secret = answer.content.decode().split("/link/")[1].split("/")[0]

    with connection.cursor() as cursor:
        cursor.execute("select * from links_uploadlink")
        row = repr(cursor.fetchone())
    assert len(secret) >= 43
    assert secret not in row
    assert "Lena" not in row


def test_old_results_and_lost_files_are_swept(kept: None) -> None:
    """After the days that were told, results go; files of uploads that were cut off go after hours; new ones stay."""
    manager = person("mara", Role.MANAGER)
    link_of(manager, is_used=True)
    Checkup.objects.update(made_at=timezone.now() - timedelta(days=settings.KEEP_DAYS, minutes=1))
    link_of(manager, is_used=True)
    link_of(manager, days=-settings.KEEP_DAYS - 0.1)
    _, secret = link_of(manager)
    upload(Client(SERVER_NAME="127.0.0.1"), secret, table())
    lost, young = settings.UPLOADS / "tmpabc.upload.csv", settings.UPLOADS / "tmpdef.upload.csv"
    for path, age in ((lost, 7 * 3600), (young, 60)):
        path.write_bytes(b"half of a file")
        os.utime(path, (time.time() - age, time.time() - age))
    waiting = folder_of(Checkup.objects.get(state=State.WAITING).pk)
    os.utime(waiting, (1, 1))

    sweep()

    assert UploadLink.objects.count() == 2
    assert {path.name for path in lying_around()} == {young.name, waiting.name, "lena.csv"}
    young.unlink()
    work()
