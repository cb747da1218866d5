"""The secret address of somebody's calendar."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person


class Calendar(models.Model):
    """One address for each person; a new one takes the place of the old one."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="calendar")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"calendar {self.pk}"
