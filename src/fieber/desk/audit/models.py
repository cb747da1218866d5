"""Lines of the audit log; the database itself refuses to change them (`guards`)."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class What(models.TextChoices):
    """What was done."""

    SIGNED_IN = "signed_in"
    KEY_MADE = "key_made"
    KEY_USED = "key_used"  # for the first time
    KEY_REVOKED = "key_revoked"
    CHECKUP_SEEN = "checkup_seen"  # by somebody whose account it is not
    AGREED = "agreed"
    ENDED = "ended"
    PLAN_ASSIGNED = "plan_assigned"
    EXPORTED = "exported"
    DELETED = "deleted"
    ROLE_CHANGED = "role_changed"
    TEAM_CHANGED = "team_changed"  # somebody came into a team, or left it
    HANDED_OVER = "handed_over"
    EXPLAINER_EDITED = "explainer_edited"
    CASE_BEGUN = "case_begun"
    CASE_ANSWERED = "case_answered"
    CASE_ASKED = "case_asked"  # somebody was asked for data
    CASE_CLOSED = "case_closed"
    CASE_DELETED = "case_deleted"
    LIST_TAKEN = "list_taken"  # a list as a file
    PAGE_TAKEN = "page_taken"  # a page for a client


class Entry(models.Model):
    """One line. People and things are numbers, without a key: a line outlives them and says nothing of them then.

    hash: SHA-256 of the line before and of this one, so that a line which is changed, left out or put in between by
    whoever has the database shows.
    """

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    at = models.DateTimeField(default=timezone.now)
    person = models.PositiveBigIntegerField(null=True)  # null: nobody who signed in
    what = models.CharField(max_length=20, choices=What.choices)
    about = models.CharField(max_length=60, blank=True)  # "checkup 3f…": a kind and a number
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"line {self.number} of the audit log"
