"""Who wants letters, each letter, and the few numbers of a finding that a letter tells."""

from __future__ import annotations

import uuid

from django.db import models

from fieber.desk.checkups.models import Finding
from fieber.desk.people.models import Person
from fieber.desk.sealed import SealedText


class Rhythm(models.TextChoices):
    """How often somebody wants to read."""

    NEVER = "never"
    WEEKLY = "weekly"
    DAILY = "daily"


class Subscription(models.Model):
    """What somebody wants to get. Nothing is sent before `confirmed_at`: the yes by a link in a mail."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="subscription")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.NEVER)
    zone = models.CharField(max_length=64, blank=True)  # "": that of the desk
    asked_at = models.DateTimeField(null=True)  # the link for the yes is good for this question only
    confirmed_at = models.DateTimeField(null=True)
    reminds = models.BooleanField(default=False)  # a mail some weeks after an upload: time to look again

    def __str__(self) -> str:
        return f"letters to person {self.person_id}"

    @property
    def is_open(self) -> bool:
        """Asked for, and without the yes by mail yet."""
        return self.rhythm != Rhythm.NEVER and self.confirmed_at is None


class Letter(models.Model):
    """One mail to one person; its job in the queue has the same number.

    At most once: before it is handed to the mail server, it is `SENDING`, for all to see. Whoever finds it so later
    does not know whether it went out, and leaves it. Only what the server certainly did not take is tried again.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        CONFIRM = "confirm"
        DIGEST = "digest"
        REMINDER = "reminder"

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        QUIET = "quiet"  # there was nothing to say, or nobody wants it any more
        UNCLEAR = "unclear"  # somebody was killed, or the line broke, at the mail server's door

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day = models.DateField()  # the morning it is for, where the person lives
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One digest a morning, whoever plans it."""

        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "day"], condition=~models.Q(kind="confirm"), name="letter_once"
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Numbers(models.Model):
    """What a letter and the weather tell of a finding: JSON, as `sandbox.finding` gives it."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE, related_name="numbers")
    told = SealedText()

    def __str__(self) -> str:
        return f"numbers of finding {self.finding_id}"
