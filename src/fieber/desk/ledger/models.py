"""What fieber foretold in a case and how it came; and what of all cases is published: counts without anybody."""

from __future__ import annotations

from django.db import models

from fieber.desk.cases.models import Case


class Forecast(models.Model):
    """One thing that the first finding of a case foretold, and what is known of it later.

    drop: that the level really fell; cause: the heaviest one; milestone: that it is reached until then; followers: so
    many on a day, with an interval; level: the usual post of the time after, against that before (`value`, percent).
    """

    class Sort(models.TextChoices):
        """What was foretold."""

        DROP = "drop"
        CAUSE = "cause"
        MILESTONE = "milestone"
        FOLLOWERS = "followers"
        LEVEL = "level"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="forecasts")
    sort = models.CharField(max_length=10, choices=Sort.choices)
    name = models.CharField(max_length=40, blank=True)  # of the cause, of the metric, or so many days
    made_on = models.DateField()  # what was known then
    until = models.DateField(null=True)
    probability = models.FloatField(null=True)
    came = models.BooleanField(null=True)
    low = models.FloatField(null=True)
    middle = models.FloatField(null=True)
    high = models.FloatField(null=True)
    value = models.FloatField(null=True)  # that came

    class Meta:
        """Foretold once."""

        constraints = [models.UniqueConstraint(fields=["case", "sort", "name"], name="forecast_once")]

    def __str__(self) -> str:
        return f"forecast {self.pk}"


class Advised(models.Model):
    """The first advice of a case, by its kind."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="advised")
    advice = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"advice of case {self.case_id}"


class Counted(models.Model):
    """A case is in a published count, in this cell and with these numbers; the count itself names nobody.

    name, numbers: empty for what was counted before they were kept; it is not corrected.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="counted")
    part = models.CharField(max_length=10)
    name = models.CharField(max_length=20, blank=True)
    numbers = models.JSONField(default=dict)

    class Meta:
        """Counted once in each part."""

        constraints = [models.UniqueConstraint(fields=["case", "part"], name="counted_once")]

    def __str__(self) -> str:
        return f"count of case {self.case_id}"


class Count(models.Model):
    """One cell of the public page: sums that only grow, by twenty cases of twenty accounts or more at a time."""

    part = models.CharField(max_length=10)
    name = models.CharField(max_length=20)
    numbers = models.JSONField(default=dict)

    class Meta:
        """One row a cell."""

        constraints = [models.UniqueConstraint(fields=["part", "name"], name="count_once")]

    def __str__(self) -> str:
        return f"count {self.pk}"
