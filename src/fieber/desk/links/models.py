"""One-time links by which somebody without an account here uploads an export."""

from __future__ import annotations

import uuid

from django.db import models

from fieber.desk.checkups.models import Checkup
from fieber.desk.people.models import Person
from fieber.desk.sealed import SealedText


class UploadLink(models.Model):
    """A link that takes one upload; afterwards it shows the person the result, as long as that is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    manager = models.ForeignKey(Person, on_delete=models.CASCADE)
    label = SealedText()  # whom it is for, in the manager's words
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    checkup = models.OneToOneField(Checkup, null=True, on_delete=models.CASCADE)

    def __str__(self) -> str:
        return f"link {self.pk}"
