"""A manager's question whether they may see somebody's account, and the owner's yes."""

from __future__ import annotations

import uuid

from django.db import models

from fieber.desk.accounts.models import Account
from fieber.desk.people.models import Person


class Question(models.Model):
    """A manager asks whoever has this mail address; kept until it is answered, at most `settings.KEEP_DAYS`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    manager = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="questions")
    instead_of = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")  # who hands over
    email = models.EmailField()
    language = models.CharField(max_length=2)  # of the mail, where nobody is registered with this address
    asked_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Asked twice, one question."""

        constraints = [models.UniqueConstraint(fields=["manager", "email"], name="question_once")]

    def __str__(self) -> str:
        return f"question {self.pk}"


class Agreement(models.Model):
    """The owner of an account lets a manager see it, from `given_at` until `ended_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="agreements")
    manager = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="agreements")
    given_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    client_sees_too = models.BooleanField(default=True)  # the owner sees the check-ups that the manager started

    class Meta:
        """At most one that runs for an account and a manager."""

        constraints = [
            models.UniqueConstraint(
                fields=["account", "manager"], condition=models.Q(ended_at=None), name="agreement_runs_once"
            )
        ]

    def __str__(self) -> str:
        return f"agreement {self.pk}"
