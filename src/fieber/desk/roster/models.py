"""What a manager notes about accounts, the files they brought, and what was found about everybody in them."""

from __future__ import annotations

import uuid

from django.db import models

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import State
from fieber.desk.people.models import Person
from fieber.desk.sealed import SealedText


class Entry(models.Model):
    """What one manager writes beside an account; nobody else sees it."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    manager = models.ForeignKey(Person, on_delete=models.CASCADE)
    keeper = models.CharField(max_length=80, blank=True)  # who calls them
    notes = SealedText(default="")
    called_at = models.DateTimeField(null=True)  # last

    class Meta:
        """One of each manager for an account."""

        constraints = [models.UniqueConstraint(fields=["account", "manager"], name="entry_once")]

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Tag(models.Model):
    """A word by which a manager finds accounts again."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        """Said twice is said once."""

        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="tag_once")]

    def __str__(self) -> str:
        return f"tag {self.pk}"


class View(models.Model):
    """A search that a manager keeps under a name."""

    manager = models.ForeignKey(Person, on_delete=models.CASCADE)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)  # of the address

    class Meta:
        """Kept again, it is replaced."""

        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["manager", "name"], name="view_once")]

    def __str__(self) -> str:
        return f"view {self.pk}"


class Run(models.Model):
    """A file that a manager brought: posts of many accounts, or a list of names."""

    class What(models.TextChoices):
        """What is in it."""

        POSTS = "posts"
        NAMES = "names"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    manager = models.ForeignKey(Person, on_delete=models.CASCADE)
    what = models.CharField(max_length=10, choices=What.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(auto_now_add=True)
    accounts = models.PositiveIntegerField(default=0)
    told_de = SealedText(default="")  # headline and weather; or why there is nothing
    told_en = SealedText(default="")
    as_of = models.DateTimeField(null=True)  # the moment of judgement
    weather = SealedText(default="")  # whom its accounts are compared with on the phone: `sandbox.small_weather`

    def __str__(self) -> str:
        return f"run {self.pk}"


class Row(models.Model):
    """What a run found about one account."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    is_newest = models.BooleanField(default=True)  # of its account
    verdict = models.CharField(max_length=12)
    temperature = models.FloatField(null=True)
    q_value = models.FloatField(null=True)
    stands_out = models.BooleanField(default=False)
    finding = models.CharField(max_length=20)
    change = models.FloatField(null=True)  # percent, with its 90 % interval
    change_low = models.FloatField(null=True)
    change_high = models.FloatField(null=True)
    good_de = SealedText(null=True)  # a reason to call that is a good one
    good_en = SealedText(null=True)

    class Meta:
        """One row an account and run."""

        constraints = [models.UniqueConstraint(fields=["run", "account"], name="row_once")]
        indexes = [models.Index(fields=["account", "is_newest"], name="row_newest")]

    def __str__(self) -> str:
        return f"row {self.pk}"


class Kept(models.Model):
    """The tidy posts of an account in a manager's list: dates, formats and counts, never a text or a picture."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE)
    posts = SealedText()  # as `sandbox.many` wrote them

    def __str__(self) -> str:
        return f"posts of account {self.account_id}"
