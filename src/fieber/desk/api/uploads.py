"""An upload by a program: once, however often it is sent."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from fieber.desk.api.models import KeyedUpload
from fieber.desk.own.services import receive
from fieber.desk.sealed import hash_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import TemporaryUploadedFile

    from fieber.desk.checkups.models import Checkup
    from fieber.desk.people.models import Person


class OtherContentError(Exception):
    """The same key came with something else."""


def receive_once(
    person: Person, files: Sequence[TemporaryUploadedFile], sentence: str, key: str | None
) -> tuple[Checkup, bool]:
    """Take an upload and order its check-up; with a key that came before, give the check-up of then.

    Returns:
        The check-up, and whether it is new. Key and check-up are kept in one transaction.

    Raises:
        NoneLeftError: this month has none left. OtherContentError: see there.
    """
    if not key:
        return receive(person, files, sentence), True
    content = _hash_of(files, sentence)
    try:
        with transaction.atomic():
            mine = KeyedUpload.objects.create(person=person, key_hash=hash_of(key), content_hash=content)
            mine.checkup = receive(person, files, sentence)
            mine.save(update_fields=["checkup"])
            return mine.checkup, True
    except IntegrityError:  # the database knows best who was first
        first = KeyedUpload.objects.select_related("checkup").get(person=person, key_hash=hash_of(key))
    if first.content_hash != content:
        raise OtherContentError
    return first.checkup, False


def _hash_of(files: Sequence[TemporaryUploadedFile], sentence: str) -> str:
    total = hashlib.sha256(sentence.encode())
    for file in files:
        total.update(hash_of(file.name or "").encode())
        with Path(file.temporary_file_path()).open("rb") as opened:  # to close the file itself is to delete it
            total.update(hashlib.file_digest(opened, "sha256").digest())
    return total.hexdigest()
