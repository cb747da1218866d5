"""The queue: a table on the same database, so that a job and what it is about are kept or lost together."""

from __future__ import annotations

import math

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """Something to be done in the background.

    Whoever does it holds it until `held_until` and says so again while they work; who was killed says nothing more, and
    the job goes to the next one. It ends in `done_at` or `failed_at`.
    """

    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    rank = models.PositiveSmallIntegerField(default=0)  # the lowest first: 0 where a person is waiting
    due = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)  # the kind of the last error; its words may be personal

    class Meta:
        """One open job of a kind about one thing: put twice, done once."""

        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=models.Q(done_at=None, failed_at=None),
                name="job_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["rank", "due"], condition=models.Q(done_at=None, failed_at=None), name="job_open")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def state(self) -> str:
        """How far it is: waiting, running, done, failed."""
        if self.done_at or self.failed_at:
            return "done" if self.done_at else "failed"
        return "running" if self.held_until is not None and self.held_until > timezone.now() else "waiting"

    @property
    def hours(self) -> int | None:
        """The same in hours, from two on."""
        return None if self.minutes is None or self.minutes < 120 else round(self.minutes / 60)

    @property
    def minutes(self) -> int | None:
        """Minutes until it is begun, or begun again; None where it waits for nothing but a worker, or has ended."""
        wait = (self.due - timezone.now()).total_seconds()
        return math.ceil(wait / 60) if self.state == "waiting" and wait > 0 else None
