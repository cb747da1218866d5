"""Making links, taking what is uploaded by them, and forgetting both."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import EXAMINE, folder_of, take_in
from fieber.desk.jobs.services import put
from fieber.desk.links.models import UploadLink
from fieber.desk.sealed import hash_of, new_secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import TemporaryUploadedFile

    from fieber.desk.people.models import Person


def make_link(manager: Person, label: str) -> str:
    """Give the secret of a new link; it is told once, the database knows only its hash."""
    secret, secret_hash = new_secret()
    UploadLink.objects.create(
        manager=manager,
        label=label,
        secret_hash=secret_hash,
        expires_at=timezone.now() + timedelta(days=settings.LINK_DAYS),
    )
    return secret


def open_link(secret: str) -> UploadLink | None:
    """Give the link of this secret: one that still takes an upload, or shows what came of it."""
    good = Q(expires_at__gt=timezone.now()) | ~Q(checkup=None)
    return UploadLink.objects.filter(good, secret_hash=hash_of(secret)).select_related("manager", "checkup").first()


def receive(link: UploadLink, files: Sequence[TemporaryUploadedFile], sentence: str) -> bool:
    """Take an upload: the files have come whole, so they are put in their place, then the check-up is ordered.

    Killed in between, there are files that nobody knows (`sweep` forgets them) or a check-up with all its files.

    Returns:
        False where the link was used by somebody faster; then nothing is kept.
    """
    number = take_in(files)
    with transaction.atomic():
        checkup = Checkup.objects.create(pk=number, sentence=sentence or noted_sentence(link))
        is_first = UploadLink.objects.filter(pk=link.pk, checkup=None).update(checkup=checkup)
        if is_first:
            put(EXAMINE, number)
        else:
            transaction.set_rollback(True)
    if not is_first:
        shutil.rmtree(folder_of(number))
    return bool(is_first)


def noted_sentence(link: UploadLink) -> str:
    """Give what the person said before, where the link belongs to a case."""
    case = getattr(link, "case", None) or getattr(link, "case_again", None)
    return "" if case is None else str(case.sentence)


def forget(link: UploadLink) -> None:
    """Delete a link with all that came by it."""
    number = link.checkup_id
    with transaction.atomic():
        link.delete()
        Checkup.objects.filter(pk=number).delete()
    if number is not None:
        shutil.rmtree(folder_of(number), ignore_errors=True)
