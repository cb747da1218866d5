"""What this house changed in explainers, and how often each was said."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.people.models import Person


class Edition(models.Model):
    """One version of an explainer as this house tells it; none is ever changed.

    texts: as `editing.texts_of` gives them. shipped: the version of the package's text that it was written beside.
    is_shipped: it is the package's own text; from now on what the package says holds, its later versions too.
    """

    explainer = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    shipped = models.PositiveIntegerField()
    is_shipped = models.BooleanField(default=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)  # null: fieber, or somebody who left

    class Meta:
        """Numbers are given once."""

        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["explainer", "number"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.explainer} {self.number}"


class Said(models.Model):
    """Somebody said an explainer, to the person of an account where that is known."""

    explainer = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Counted by explainer."""

        indexes = [models.Index(fields=["explainer", "person"], name="said_by")]

    def __str__(self) -> str:
        return f"said {self.pk}"
