"""Accounts on a platform: somebody's own, or entries in a manager's list."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person, Role
from fieber.desk.sealed import SealedText


class Accounts(models.QuerySet["Account"]):
    """Questions about accounts."""

    def visible_to(self, person: Person) -> Accounts:
        """Keep those that this person may see.

        One's own; who works here also what its owner lets them see, entries of their list that belong to nobody, and
        simulated ones.
        """
        own = models.Q(owner=person)
        if person.role == Role.CREATOR:
            return self.filter(own)
        agreed = Account.objects.filter(agreements__manager=person, agreements__ended_at=None).values("pk")
        listed = models.Q(manager=person, owner=None) | models.Q(is_simulated=True)
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
