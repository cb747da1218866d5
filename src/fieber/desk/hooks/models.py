"""Where somebody wants to be told, and what was sent there."""

from __future__ import annotations

import uuid

from django.db import models

from fieber.desk.cases.models import Case
from fieber.desk.checkups.models import Checkup
from fieber.desk.people.models import Person
from fieber.desk.roster.models import Run
from fieber.desk.sealed import SealedText


class Event(models.TextChoices):
    """What there is to tell."""

    DONE = "checkup.done"
    STANDS_OUT = "account.stands_out"
    OPENED = "case.opened"
    DUE = "case.due"
    CLOSED = "case.closed"
    BROUGHT = "roster.done"


FOR_ALL = (Event.DONE, Event.STANDS_OUT)  # the others are for those who look after accounts


class Hook(models.Model):
    """An address of a program; only it and the desk know the secret."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="hooks")
    address = SealedText()
    secret = SealedText()
    events = models.CharField(max_length=100)  # names with a blank between them
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"hook {self.pk}"


class Delivery(models.Model):
    """One event for one address; ids and verdicts, never a word of a person.

    It is about a check-up, a case or a file that was brought.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    hook = models.ForeignKey(Hook, on_delete=models.CASCADE, related_name="deliveries")
    checkup = models.ForeignKey(Checkup, null=True, on_delete=models.CASCADE)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE)
    run = models.ForeignKey(Run, null=True, on_delete=models.CASCADE)
    event = models.CharField(max_length=20, choices=Event.choices)
    made_at = models.DateTimeField(auto_now_add=True)
    status = models.PositiveSmallIntegerField(null=True)  # what the program last said; null where it said nothing
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        """Told once."""

        constraints = [models.UniqueConstraint(fields=["hook", "checkup", "event"], name="delivery_once")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    @property
    def state(self) -> str:
        """How far it is: waiting, done, failed."""
        return "done" if self.sent_at else "failed" if self.failed_at else "waiting"
