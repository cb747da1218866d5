"""Tokens of people, what came with a key, and findings as programs read them."""

from __future__ import annotations

from django.db import models

from fieber.desk.checkups.models import Checkup, Finding
from fieber.desk.people.models import Person
from fieber.desk.sealed import SealedText


class Token(models.Model):
    """What a program shows instead of a password; it may do what its person may, within its scopes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    label = SealedText()  # what it is for, in the person's words
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=200)  # names with a blank between them
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)  # last, to the minute

    def __str__(self) -> str:
        return f"token {self.pk}"


class KeyedUpload(models.Model):
    """An upload or a case with an `Idempotency-Key`: who sends the same again gets what was made then."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    key_hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    checkup = models.OneToOneField(Checkup, null=True, on_delete=models.CASCADE)
    run = models.OneToOneField("roster.Run", null=True, on_delete=models.CASCADE)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.CASCADE)  # two keys may lead to one

    class Meta:
        """Of two at once, one is first."""

        constraints = [models.UniqueConstraint(fields=["person", "key_hash"], name="upload_once")]

    def __str__(self) -> str:
        return f"keyed upload {self.pk}"


class Contract(models.Model):
    """A finding as JSON (docs/guide/outputs.md), in each language, as it was told then."""

    finding = models.OneToOneField(Finding, on_delete=models.CASCADE)
    json_de = SealedText()
    json_en = SealedText()

    def __str__(self) -> str:
        return f"contract of finding {self.finding_id}"
