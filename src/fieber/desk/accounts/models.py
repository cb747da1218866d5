"""Accounts on a platform: somebody's own, or entries in a manager's list."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person, Role


class Accounts(models.QuerySet["Account"]):
    """Questions about accounts."""

    def visible_to(self, person: Person) -> Accounts:
        """Keep those that this person may see: their own; who works here also their list, and simulated ones."""
        own = models.Q(owner=person)
        if person.role == Role.CREATOR:
            return self.filter(own)
        return self.filter(own | models.Q(manager=person, owner=None) | models.Q(is_simulated=True))


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
