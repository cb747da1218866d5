"""What each right does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q

from fieber.desk.agreements.models import Question
from fieber.desk.audit.models import What as Noted
from fieber.desk.audit.services import note
from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import folder_of, refuse
from fieber.desk.jobs.models import Job
from fieber.desk.links.models import UploadLink
from fieber.desk.links.services import forget
from fieber.desk.rights.held import export, held_of, numbers_of
from fieber.desk.rights.models import Objection, RightsLog
from fieber.desk.sandbox import Refused

if TYPE_CHECKING:
    import tempfile
    import uuid
    from collections.abc import Callable

    from django.http import HttpRequest

    from fieber.desk.people.models import Person

    Keep = Callable[[], None]

What = RightsLog.What
STOPPED = Refused(
    de="Der Auswertung dieses Accounts wurde widersprochen. Auf der Seite „Deine Daten“ lässt sich das zurücknehmen.",
    en="There is an objection to working with this account. It can be taken back on the page “Your data”.",
)


def object_to_use(person: Person) -> None:
    """Stop: what waits is not done any more, nothing new is begun, and the roster leaves these accounts out."""
    with transaction.atomic():
        _, is_new = Objection.objects.get_or_create(person=person)
        own = Q(account__owner=person) | Q(account=None, started_by=person)
        for number in list(Checkup.objects.filter(own, state=State.WAITING).values_list("pk", flat=True)):
            _stop(number)
        if is_new:
            _log(person, What.OBJECTED)


def take_back(person: Person) -> None:
    """Go on."""
    with transaction.atomic():
        if Objection.objects.filter(person=person).delete()[0]:
            _log(person, What.TOOK_BACK)


def unless_objected(work: Callable[[uuid.UUID], Keep]) -> Callable[[uuid.UUID], Keep]:
    """Give the work on a check-up, or where the owner of the account objects, what refuses it instead."""

    def stopped_or_done(about: uuid.UUID) -> Keep:
        owner = Q(person__owned__checkup=about) | Q(person__checkup=about, person__checkup__account=None)
        return (lambda: _stop(about)) if Objection.objects.filter(owner).exists() else work(about)

    return stopped_or_done


def _stop(about: uuid.UUID) -> None:
    refuse(about, STOPPED)
    transaction.on_commit(lambda: shutil.rmtree(folder_of(about), ignore_errors=True))


def take_along(person: Person) -> tempfile.SpooledTemporaryFile[bytes]:
    """Give everything as a ZIP."""
    _log(person, What.EXPORTED)
    note(person, Noted.EXPORTED)
    return export(person)


def correct(person: Person, *, name: str, language: str) -> None:
    """Keep another name or language."""
    with transaction.atomic():
        person.name, person.language = name, language
        person.save(update_fields=["name", "language"])
        _log(person, What.CORRECTED)


def correct_address(request: HttpRequest, email: str) -> None:
    """Send a link to a new address; it takes the place of the old one by a click on it."""
    EmailAddress.objects.add_new_email(request, request.user, email)
    _log(request.user, What.CORRECTED)


def delete(person: Person) -> None:
    """Delete a person with everything: rows, files, what waits, where they are signed in, mails that lie here.

    Of the log stays that somebody was deleted, and when.
    """
    email = person.email
    with transaction.atomic():
        for link in UploadLink.objects.filter(manager=person):
            forget(link)
        rows = held_of(person)
        folders = [folder_of(number) for number in numbers_of(rows)]
        Job.objects.filter(about__in=numbers_of(rows)).delete()
        Question.objects.filter(email=email).delete()
        for session in Session.objects.iterator():
            if session.get_decoded().get(SESSION_KEY) == str(person.pk):
                session.delete()
        Checkup.objects.filter(started_by=person, account=None).delete()
        note(person, Noted.DELETED)
        person.delete()
        _log(None, What.DELETED)
        transaction.on_commit(lambda: _forget_files(folders, email))


def _forget_files(folders: list[Path], email: str) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    mails = Path(settings.FOLDER) / "mails"  # only there without a mail server
    for path in mails.iterdir() if mails.is_dir() else ():
        if email.encode() in path.read_bytes().lower():
            path.unlink()
    wipe()


def wipe() -> None:
    """Have SQLite write over what was deleted in its log too; in its file it does so itself (`secure_delete`).

    Where somebody is reading at this moment, the next run does it (`background`). PostgreSQL frees rows by itself.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _log(person: Person | None, what: str) -> None:
    RightsLog.objects.create(person=person, what=what)
