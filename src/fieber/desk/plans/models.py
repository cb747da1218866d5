"""Plans, and who has which; whoever has none has the one of the settings."""

from __future__ import annotations

from django.db import models

from fieber.desk.people.models import Person


class Plan(models.Model):
    """A limit with a name. There is nothing to pay here, so a plan has no price."""

    name_de = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    checkups_a_month = models.PositiveSmallIntegerField(null=True, blank=True)  # null: as many as they like

    def __str__(self) -> str:
        return self.name_en


class Assignment(models.Model):
    """The plan that an administrator gave to somebody."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="assignment")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    assigned_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"plan {self.plan_id} of person {self.person_id}"
