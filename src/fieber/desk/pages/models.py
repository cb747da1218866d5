"""Versions of the legal pages, who agreed to which, and how often pages were opened."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person


class Kind(models.TextChoices):
    """The pages that every desk has."""

    IMPRINT = "imprint"
    PRIVACY = "privacy"
    TERMS = "terms"


class PageVersion(models.Model):
    """One version of a page, in both languages (Markdown); none is ever changed."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField()
    text_de = models.TextField()
    text_en = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL)  # null: the draft that fieber ships
    asks_again = models.BooleanField(default=True)  # those who agreed to an earlier one; not for a slip

    class Meta:
        """Numbers are given once."""

        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="page_version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Consent(models.Model):
    """Somebody agreed to a version of a page, or said to be old enough (kind "age", number of years)."""

    AGE = "age"
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=[*Kind.choices, (AGE, "age")])
    number = models.PositiveIntegerField()
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Agreed twice is agreed once."""

        constraints = [models.UniqueConstraint(fields=["person", "kind", "number"], name="consent_once")]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class PageCount(models.Model):
    """How often a page was opened on a day: no address, no cookie, nobody."""

    day = models.DateField()
    page = models.CharField(max_length=60)  # the name of its route, never an address
    views = models.PositiveIntegerField(default=0)

    class Meta:
        """One number for a day and a page."""

        constraints = [models.UniqueConstraint(fields=["day", "page"], name="page_count_once")]

    def __str__(self) -> str:
        return f"{self.page} {self.day}"
