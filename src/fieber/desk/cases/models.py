"""A case, the versions of its answer, and the mails of it that somebody released."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.links.models import UploadLink
from fieber.desk.people.models import Person
from fieber.desk.people.teams import sees_work_of
from fieber.desk.sealed import SealedText
from fieber.desk.words import day_of

# what `Case.stage` asks for; of many cases it is asked for at once
RELATED = (
    "came_from",
    "account__owner",
    "account__connection",
    "checkup",
    "follow_up",
    "link__checkup",
    "again_link__checkup",
)
DISTRESS = "distress"  # the kind of a sentence that speaks of the person: nothing is drafted or counted


class Outcome(models.TextChoices):
    """Whether the fear was right; the same four as in a finding."""

    RIGHT = "right"
    MARKET = "market"
    UNFOUNDED = "unfounded"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """What a case waits for, what somebody here has to do first."""

    CLOSE = "close"
    ANSWER = "answer"
    DUE = "due"
    REFUSED = "refused"
    EXPORT = "export"
    ASKED = "asked"
    READING = "reading"
    WAITING = "waiting"
    CLOSED = "closed"


class Cases(models.QuerySet["Case"]):
    """Questions about cases."""

    def visible_to(self, person: Person) -> Cases:
        """Keep one's own, a lead's and caller's also those of their teams about an account.

        Only while they may see the account, and its owner does not object. What came by a link alone nobody else sees:
        the page behind it promised that to the person.
        """
        of_team = models.Q(manager__in=sees_work_of(person), account__in=Account.objects.visible_to(person))
        return self.filter(of_team | models.Q(manager=person, account=None), account__owner__objection=None)


class Case(models.Model):
    """One complaint of one person, from the sentence to the day on which somebody says whether the fear was right.

    It belongs to the account, and is deleted with it; without an account to the link by which the person uploads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    manager = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="cases")
    came_from = models.ForeignKey(
        Person, null=True, on_delete=models.SET_NULL, related_name="+"
    )  # who handed it over; null: nobody, or the manager has opened it since
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="cases")
    link = models.OneToOneField(UploadLink, null=True, on_delete=models.CASCADE, related_name="case")
    whose = SealedText()  # in the manager's words
    email = SealedText(default="")  # to which mails go; "": nobody said
    language = models.CharField(max_length=2, choices=[("de", "Deutsch"), ("en", "English")])  # of answers and mails
    sentence = SealedText(default="")
    kind = models.CharField(max_length=20, default="other")  # of the complaint, as the finding says
    checkup = models.ForeignKey(Checkup, null=True, on_delete=models.CASCADE, related_name="cases")
    explainers = models.CharField(max_length=400, blank=True)  # said in the answer; names with a blank between them
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)  # when fieber looks again
    again_link = models.OneToOneField(
        UploadLink, null=True, on_delete=models.SET_NULL, related_name="case_again"
    )  # by which fresh data come
    follow_up = models.ForeignKey(Checkup, null=True, on_delete=models.SET_NULL, related_name="followed")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    cause = models.CharField(max_length=40, blank=True)  # what it was, where somebody knows
    was_tried = models.BooleanField(null=True)  # the advice; null: nobody knows
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = Cases.as_manager()

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def stage(self) -> Stage:
        """What it waits for."""
        if self.closed_at is not None:
            return Stage.CLOSED
        if not self.has_finding:
            return self._of(self.checkup or (self.link and self.link.checkup), Stage.ANSWER, Stage.EXPORT)
        if self.sent_at is None:
            return Stage.ANSWER
        coming = self.follow_up or (self.again_link and self.again_link.checkup)
        return self._of(coming, Stage.CLOSE, Stage.ASKED if self.is_asked else self._later)

    @staticmethod
    def _of(checkup: Checkup | None, done: Stage, none: Stage) -> Stage:
        if checkup is None:
            return none
        return {State.WAITING: Stage.READING, State.REFUSED: Stage.REFUSED}.get(State(checkup.state), done)

    @property
    def has_finding(self) -> bool:
        """The first check-up is done."""
        return self.checkup is not None and self.checkup.state == State.DONE

    @property
    def is_asked(self) -> bool:
        """Somebody was asked for fresh data, and the link is still good."""
        return self.again_link is not None and self.again_link.expires_at > timezone.now()

    @property
    def _later(self) -> Stage:
        return Stage.DUE if self.due_on is not None and self.due_on <= day_of(timezone.now()) else Stage.WAITING

    @property
    def is_about_person(self) -> bool:
        """The sentence speaks of the person's own distress: a human answers, and nothing is counted."""
        return self.kind == DISTRESS


class Draft(models.Model):
    """One version of the answer; a new one never takes the place of an old one."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    text = SealedText()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")  # null: fieber

    class Meta:
        """The newest first."""

        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft {self.number} of case {self.case_id}"


class Mail(models.Model):
    """One mail of a case that somebody released; its job in the queue has the same number.

    At most once, as with letters: before it is handed to the mail server it is `SENDING`, for all to see.
    """

    class Kind(models.TextChoices):
        """What it is."""

        ANSWER = "answer"
        ASK = "ask"  # for an export, or for fresh data

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"  # the mail server never took it
        QUIET = "quiet"  # nobody may be written to any more
        UNCLEAR = "unclear"  # the line broke at the mail server's door

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE)  # of an answer
    receiver = SealedText()
    subject = SealedText()
    text = SealedText()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One version is sent once."""

        ordering = ("-released_at",)
        constraints = [models.UniqueConstraint(fields=["case", "draft"], name="mail_once")]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class Wording(models.Model):
    """A finding as a draft of an answer, in both languages; "" where no machine should answer."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE)
    text_de = SealedText()
    text_en = SealedText()
    advice = models.CharField(max_length=60, blank=True)  # key of the first one

    def __str__(self) -> str:
        return f"wording of finding {self.finding_id}"
