"""Accounts on a platform, as a manager looks after them."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person


class Accounts(models.QuerySet["Account"]):
    """Questions about accounts."""

    def visible_to(self, person: Person) -> Accounts:
        """Keep those that this person may see: their own, and simulated ones."""
        return self.filter(models.Q(manager=person) | models.Q(is_simulated=True))


class Account(models.Model):
    """One account; a simulated one belongs to nobody and may be seen by all who are signed in."""

    name = models.CharField(max_length=200)
    platform = models.CharField(max_length=40, blank=True)
    manager = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)
    is_simulated = models.BooleanField(default=False)

    objects = Accounts.as_manager()

    def __str__(self) -> str:
        return f"account {self.pk}"
