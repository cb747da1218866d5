"""What a program sends with a key of its own: taken once, however often it is sent."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from fieber.desk.api.models import KeyedUpload
from fieber.desk.sealed import hash_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.core.files.uploadedfile import TemporaryUploadedFile

    from fieber.desk.people.models import Person


class OtherContentError(Exception):
    """The same key came with something else."""


def made_once(person: Person, key: str | None, content: str, place: str, make: Callable[[], Any]) -> tuple[Any, bool]:
    """Make something; with a key that came before, give what was made then.

    Args:
        content: a hash of all that was sent. place: the column of `KeyedUpload` for what is made. make: makes it, in
            one transaction with keeping the key.

    Returns:
        What was made, and whether that was just now.

    Raises:
        OtherContentError: see there.
    """
    if not key:
        return make(), True
    try:
        with transaction.atomic():
            mine = KeyedUpload.objects.create(person=person, key_hash=hash_of(key), content_hash=content)
            setattr(mine, place, make())
            mine.save(update_fields=[place])
            return getattr(mine, place), True
    except IntegrityError:  # the database knows best who was first
        first = KeyedUpload.objects.select_related(place).get(person=person, key_hash=hash_of(key))
    if first.content_hash != content:
        raise OtherContentError
    return getattr(first, place), False


def content_of(files: Sequence[TemporaryUploadedFile], *words: str) -> str:
    """Give a hash of words and files, names included."""
    total = hashlib.sha256("".join(hash_of(word) for word in words).encode())
    for file in files:
        total.update(hash_of(file.name or "").encode())
        with Path(file.temporary_file_path()).open("rb") as opened:  # to close the file itself is to delete it
            total.update(hashlib.file_digest(opened, "sha256").digest())
    return total.hexdigest()
