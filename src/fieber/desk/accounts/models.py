"""Accounts on a platform: somebody's own, or entries in a manager's list."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person, Role
from fieber.desk.people.teams import LOOKS_AFTER, sees_work_of
from fieber.desk.sealed import SealedText


class Accounts(models.QuerySet["Account"]):
    """Questions about accounts."""

    def visible_to(self, person: Person) -> Accounts:
        """Keep those that this person may see.

        One's own; who works here also entries of the lists that they see (their own; leads and callers those of their
        teams) which belong to nobody, and simulated ones; who looks after accounts what its owner lets them see and
        does not object to.
        """
        own = models.Q(owner=person)
        if person.role == Role.CREATOR:
            return self.filter(own)
        listed = models.Q(manager__in=sees_work_of(person), owner=None) | models.Q(is_simulated=True)
        if person.role not in LOOKS_AFTER:
            return self.filter(own | listed)
        running = Account.objects.filter(agreements__manager=person, agreements__ended_at=None)
        agreed = running.filter(owner__objection=None).values("pk")
        return self.filter(own | models.Q(pk__in=agreed) | listed)


class Account(models.Model):
    """One account; a simulated one belongs to nobody and may be seen by all who work here."""

    name = models.CharField(max_length=200)
    platform = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="owned")  # whose account it is
    manager = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)  # in whose list it stands
    is_simulated = models.BooleanField(default=False)

    objects = Accounts.as_manager()

    def __str__(self) -> str:
        return f"account {self.pk}"


class Connection(models.Model):
    """How an account is read from its platform: by its name alone, or with a token that its owner gave us."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    target = models.CharField(max_length=300)  # as `fieber check` takes it: "bluesky:name"
    token = SealedText(default="")
    expires_at = models.DateTimeField(null=True)  # of the token
    connected_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"connection of account {self.account_id}"
