"""Starting check-ups of one's own accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from fieber.desk.checkups.models import Checkup
from fieber.desk.checkups.services import EXAMINE, EXAMINE_ACCOUNT, taken_in
from fieber.desk.jobs.services import put
from fieber.desk.plans.services import take_one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import TemporaryUploadedFile

    from fieber.desk.accounts.models import Account
    from fieber.desk.people.models import Person


def receive(person: Person, files: Sequence[TemporaryUploadedFile], sentence: str) -> Checkup:
    """Take an upload that has come whole, and order its check-up; which account it is, the files say.

    Raises:
        NoneLeftError: this month has none left; then nothing is kept.
    """
    with taken_in(files) as number:
        take_one(person)
        checkup = Checkup.objects.create(pk=number, sentence=sentence, started_by=person)
        put(EXAMINE, number)
    return checkup


def ask_platform(person: Person, account: Account, sentence: str) -> Checkup:
    """Order a check-up of a connected account.

    Raises:
        NoneLeftError: this month has none left.
    """
    with transaction.atomic():
        take_one(person)
        checkup = Checkup.objects.create(account=account, sentence=sentence, started_by=person)
        put(EXAMINE_ACCOUNT, checkup.pk)
    return checkup
