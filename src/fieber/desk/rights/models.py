"""Who objects, and what was done on whose wish."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person


class Objection(models.Model):
    """Somebody objects to the use of their data; while this row is there, nothing is worked out with it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="objection")
    since = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"objection {self.pk}"


class RightsLog(models.Model):
    """That a right was used and when, never a word of the person; it outlives them, without them."""

    class What(models.TextChoices):
        """What was done."""

        OBJECTED = "objected"
        TOOK_BACK = "took_back"
        EXPORTED = "exported"
        CORRECTED = "corrected"
        DELETED = "deleted"

    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)
    what = models.CharField(max_length=10, choices=What.choices)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.what} {self.pk}"
