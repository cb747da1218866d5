"""Check-ups: ordered, done in the background, kept, forgotten."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.jobs.models import Job
from fieber.desk.links.models import UploadLink
from fieber.desk.people.models import Invitation
from fieber.desk.sandbox import BROKEN, Refused, examine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

EXAMINE = "examine"
findings_kept = Signal()  # with about, the number of the check-up, and found, what the reading process gave
FORGOTTEN_AFTER = 6 * 3600  # seconds; no upload takes longer, so what is older was left by a process that was killed


def folder_of(checkup: UUID) -> Path:
    """Give where the files of a check-up lie until they are read."""
    return Path(settings.UPLOADS) / str(checkup)


def examine_upload(about: UUID) -> Callable[[], None]:
    """Read what was uploaded, behind walls; give what keeps the finding and forgets the files."""
    checkup = Checkup.objects.filter(pk=about, state=State.WAITING).first()
    folder = folder_of(about)
    if checkup is None or not folder.is_dir():
        return lambda: give_up(about)
    found = examine(folder, sorted(path.name for path in folder.iterdir()), checkup.sentence)

    def keep() -> None:
        if isinstance(found, Refused):
            refuse(about, found)
        else:
            keep_findings(about, found)
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))

    return keep


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
            page_de=one["pages"]["de"],
            page_en=one["pages"]["en"],
        )
        for number, one in enumerate(found)
    )
    findings_kept.send(Checkup, about=about, found=found)


def refuse(about: UUID, why: Refused) -> None:
    """Keep why there is no finding."""
    waiting = Checkup.objects.filter(pk=about, state=State.WAITING)
    waiting.update(state=State.REFUSED, refused_de=why.de, refused_en=why.en)


def give_up(about: UUID) -> None:
    """Tell the person that it does not work, and forget the files."""
    refuse(about, BROKEN)
    transaction.on_commit(lambda: shutil.rmtree(folder_of(about), ignore_errors=True))


def sweep() -> None:
    """Forget what nobody needs: old results and links, files of uploads that were cut off, old jobs and invitations."""
    now = timezone.now()
    long_ago = now - timedelta(days=settings.KEEP_DAYS)
    Checkup.objects.filter(account=None, made_at__lt=long_ago).delete()
    UploadLink.objects.filter(checkup=None, expires_at__lt=long_ago).delete()
    Job.objects.filter(done_at__lt=long_ago).delete()
    Invitation.objects.filter(expires_at__lt=now).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    waiting = {str(pk) for pk in Checkup.objects.filter(state=State.WAITING).values_list("pk", flat=True)}
    for path in Path(settings.UPLOADS).iterdir():
        if path.name not in waiting and time.time() - path.stat().st_mtime > FORGOTTEN_AFTER:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
