"""What somebody has of what a platform asks for."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person
from fieber.desk.sealed import SealedText


class Tick(models.Model):
    """One point of the list of one platform: whether it is met, and what shows it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    platform = models.CharField(max_length=20)
    point = models.CharField(max_length=20)
    is_met = models.BooleanField(default=False)
    evidence = SealedText(default="")  # links and notes of the person
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        """One answer a point."""

        constraints = [models.UniqueConstraint(fields=["person", "platform", "point"], name="tick_once")]

    def __str__(self) -> str:
        return f"tick {self.pk}"
