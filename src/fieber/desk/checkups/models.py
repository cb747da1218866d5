"""A check-up that was asked for, and what it found."""

from __future__ import annotations

import uuid

from django.db import models

from fieber.desk.accounts.models import Account
from fieber.desk.people.models import Person
from fieber.desk.sealed import SealedText


class State(models.TextChoices):
    """How far a check-up is."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"  # the input cannot be read; the reason is told


class Checkup(models.Model):
    """One check-up: of an account that is known here, or of what somebody uploaded by a link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    sentence = SealedText(default="")
    refused_de = SealedText(default="")
    refused_en = SealedText(default="")
    made_at = models.DateTimeField(auto_now_add=True)
    started_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)  # null: by a link, or by fieber itself
    is_follow_up = models.BooleanField(default=False)  # that fieber started, to see how it went on

    def __str__(self) -> str:
        return f"check-up {self.pk}"


class Finding(models.Model):
    """What a check-up found about one account, as it was told then, in both languages."""

    checkup = models.ForeignKey(Checkup, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField()
    name = SealedText()
    verdict = models.CharField(max_length=12)
    temperature = models.FloatField(null=True)
    page_de = SealedText()
    page_en = SealedText()
    spoken_de = SealedText(default="")  # the same for the ear
    spoken_en = SealedText(default="")
    change = models.FloatField(null=True)  # percent, of what carries the verdict, with its 90 % interval
    change_low = models.FloatField(null=True)
    change_high = models.FloatField(null=True)
    is_clear = models.BooleanField(default=True)  # else somebody should look at it

    class Meta:
        """A check-up is kept once, whoever does it again."""

        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["checkup", "number"], name="finding_once")]

    def __str__(self) -> str:
        return f"finding {self.number} of check-up {self.checkup_id}"


class Inquiry(models.Model):
    """Somebody whose finding is not clear asks the people of this desk to look at it; with that they may see it."""

    checkup = models.OneToOneField(Checkup, on_delete=models.CASCADE)
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = SealedText(default="")
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"inquiry about check-up {self.checkup_id}"
