"""Check-ups: ordered, done in the background, kept, forgotten."""

from __future__ import annotations

import re
import shutil
import time
import uuid
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.accounts.services import account_of, fetch
from fieber.desk.agreements.services import is_kept_from_owner
from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.jobs.models import Job
from fieber.desk.links.models import UploadLink
from fieber.desk.people.models import Invitation, Person, Role
from fieber.desk.people.teams import SEES_TEAM, sees_work_of
from fieber.desk.sandbox import BROKEN, Refused, examine
from fieber.files import sync_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from uuid import UUID

    from django.core.files.uploadedfile import TemporaryUploadedFile
    from django.db.models import QuerySet

LONGEST_NAME, LONGEST_ENDING = 100, 10  # bytes and letters
UNUSUAL = re.compile(r"[^-\w.]")
EXAMINE = "examine"
EXAMINE_ACCOUNT = "examine_account"
HISTORY = "history"  # the folder into which a platform's answers go
findings_kept = Signal()  # with about, the number of the check-up, and found, what the reading process gave
FORGOTTEN_AFTER = 6 * 3600  # seconds; no upload takes longer, so what is older was left by a process that was killed


def folder_of(checkup: UUID) -> Path:
    """Give where the files of a check-up lie until they are read."""
    return Path(settings.UPLOADS) / str(checkup)


def take_in(files: Sequence[TemporaryUploadedFile]) -> UUID:
    """Put files that have come whole into the folder of a check-up that is to be ordered; gives its number.

    Killed before it is ordered, they are files that nobody knows (`sweep` forgets them).
    """
    number = uuid.uuid4()
    folder = folder_of(number)
    folder.mkdir(mode=0o700)
    for file in files:
        target = folder / _harmless(file.name or "")
        while target.exists():
            target = target.with_name(f"_{target.name}")
        Path(file.temporary_file_path()).replace(target)
        target.chmod(0o600)
    sync_folder(folder)
    return number


def _harmless(name: str) -> str:
    """Give a name for a file that every disk takes; its ending, by which readers go, stays."""
    told = Path(name)
    stem = UNUSUAL.sub("_", told.stem).lstrip(".").encode()[:LONGEST_NAME].decode(errors="ignore")
    return f"{stem or 'file'}{UNUSUAL.sub('', told.suffix)[:LONGEST_ENDING]}"


@contextmanager
def taken_in(files: Sequence[TemporaryUploadedFile]) -> Iterator[UUID]:
    """Take files in and order what is to be done with them, in one transaction; if that fails nothing is kept."""
    number = take_in(files)
    try:
        with transaction.atomic():
            yield number
    except BaseException:
        shutil.rmtree(folder_of(number))
        raise


def visible_to(person: Person) -> QuerySet[Checkup]:
    """Give the check-ups that somebody sees.

    Of accounts that they see, of their own uploads, of links that they sent; who works here also those that somebody
    asked them to look at. Owners do not see what a manager keeps back.
    """
    theirs = Q(account__in=Account.objects.visible_to(person)) | Q(started_by=person, account=None)
    if person.role != Role.CREATOR:
        theirs |= Q(uploadlink__manager=person) | Q(inquiry__isnull=False, account__owner__objection=None)
    if person.role in SEES_TEAM:  # what came by a link for a case about an account of the team
        accounts, team = Account.objects.visible_to(person), sees_work_of(person)
        theirs |= Q(uploadlink__manager__in=team, uploadlink__case__account__in=accounts)
        theirs |= Q(uploadlink__manager__in=team, uploadlink__case_again__account__in=accounts)
    return Checkup.objects.filter(theirs).exclude(Q(is_kept_from_owner()) & Q(account__owner=person))


def examine_upload(about: UUID) -> Callable[[], None]:
    """Read what was uploaded, behind walls; give what keeps the finding and forgets the files."""
    checkup = Checkup.objects.filter(pk=about, state=State.WAITING).first()
    folder = folder_of(about)
    if checkup is None or not folder.is_dir():
        shutil.rmtree(folder, ignore_errors=True)  # deleted while its platform was asked
        return lambda: give_up(about)
    found = examine(folder, sorted(path.name for path in folder.iterdir()), checkup.sentence)

    def keep() -> None:
        if isinstance(found, Refused):
            refuse(about, found)
        else:
            keep_findings(about, found)
            _give_to_accounts(about, found)
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))

    return keep


def examine_account(about: UUID) -> Callable[[], None]:
    """Ask the platform of a connected account, then read what it said as if it had been uploaded."""
    checkup = Checkup.objects.filter(pk=about, state=State.WAITING).select_related("account__connection").first()
    connection = None if checkup is None else getattr(checkup.account, "connection", None)
    if connection is None:
        return lambda: give_up(about)
    folder = folder_of(about)
    shutil.rmtree(folder, ignore_errors=True)  # of an attempt that was killed
    folder.mkdir(mode=0o700)
    refused = fetch(connection, folder / HISTORY)
    if refused is not None and Checkup.objects.filter(pk=about).exists():
        return lambda: _refuse_and_forget(about, refused)
    return examine_upload(about)


def keep_findings(about: UUID, found: Sequence[dict[str, Any]]) -> None:
    """Keep what was found; nothing where the check-up was deleted in the meantime."""
    if not Checkup.objects.filter(pk=about, state=State.WAITING).update(state=State.DONE):
        return
    Finding.objects.bulk_create(
        Finding(
            checkup_id=about,
            number=number,
            name=one["account"],
            verdict=one["verdict"],
            temperature=one["temperature"],
            **_told(one),
            page_de=one["pages"]["de"],
            page_en=one["pages"]["en"],
        )
        for number, one in enumerate(found)
    )
    findings_kept.send(Checkup, about=about, found=found)


def _told(one: dict[str, Any]) -> dict[str, Any]:
    change = one.get("change") or (None, None, None)
    return {
        "is_clear": one.get("is_clear", True),
        **dict(zip(("change", "change_low", "change_high"), change, strict=True)),
        **{f"spoken_{lang}": said for lang, said in one.get("spoken", {}).items()},
    }


def _give_to_accounts(about: UUID, found: Sequence[dict[str, Any]]) -> None:
    """Put what a creator uploaded to their accounts; each account but the first gets a check-up of its own.

    Those count for nobody: the person started one.
    """
    checkup = Checkup.objects.filter(pk=about, account=None, started_by__role=Role.CREATOR).first()
    if checkup is None or checkup.started_by is None:
        return
    for number, one in enumerate(found):
        account = account_of(checkup.started_by, one["platform"] or "", one["account"])
        if number == 0:
            Checkup.objects.filter(pk=about).update(account=account)
        else:
            own = Checkup.objects.create(account=account, sentence=checkup.sentence, state=State.DONE)
            Finding.objects.filter(checkup=about, number=number).update(checkup=own, number=0)


def refuse(about: UUID, why: Refused) -> None:
    """Keep why there is no finding."""
    waiting = Checkup.objects.filter(pk=about, state=State.WAITING)
    waiting.update(state=State.REFUSED, refused_de=why.de, refused_en=why.en)


def give_up(about: UUID) -> None:
    """Tell the person that it does not work, and forget the files."""
    _refuse_and_forget(about, BROKEN)


def _refuse_and_forget(about: UUID, why: Refused) -> None:
    refuse(about, why)
    transaction.on_commit(lambda: shutil.rmtree(folder_of(about), ignore_errors=True))


def sweep() -> None:
    """Forget what nobody needs: old results and links, files of uploads that were cut off, old jobs and invitations."""
    now = timezone.now()
    long_ago = now - timedelta(days=settings.KEEP_DAYS)
    free = Q(cases=None) | Q(cases__closed_at__lt=long_ago)  # a case keeps its check-ups until some time after its end
    free &= Q(followed=None) | Q(followed__closed_at__lt=long_ago)
    Checkup.objects.filter(free, account=None, made_at__lt=long_ago).delete()
    UploadLink.objects.filter(checkup=None, expires_at__lt=long_ago).delete()
    Job.objects.filter(done_at__lt=long_ago).delete()
    Invitation.objects.filter(expires_at__lt=now).delete()
    unconfirmed = Person.objects.filter(role=Role.CREATOR, joined_at__lt=long_ago)
    unconfirmed.exclude(emailaddress__verified=True).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    _forget_files(Path(settings.MAILS), settings.KEEP_DAYS * 24 * 3600.0, set())
    waiting = Job.objects.filter(done_at=None, failed_at=None).values_list("about", flat=True)
    _forget_files(Path(settings.UPLOADS), FORGOTTEN_AFTER, {str(number) for number in waiting})


def _forget_files(folder: Path, seconds: float, kept: set[str]) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):  # somebody else forgot it just now
            if path.name not in kept and time.time() - path.stat().st_mtime > seconds:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
