"""The history of an account's check-ups, as a fever curve and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from fieber.desk.checkups.models import Finding, State
from fieber.desk.words import words
from fieber.model.diagnosis import Look
from fieber.model.text import Message
from fieber.report.document import FeverChart
from fieber.report.fever_chart import draw_fever

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from fieber.desk.accounts.models import Account
    from fieber.desk.checkups.models import Checkup
    from fieber.model.text import Value

FEWEST = 2  # a curve needs
MOST = 60  # check-ups on a curve, the newest; the table has them all
SENTENCE = "own.curve"  # in the desk's words
TOLD = ("verdict", "temperature", "change", "change_low", "change_high", "checkup__made_at")  # nothing that is sealed


@dataclass(frozen=True, slots=True)
class History:
    """What was found about an account, the newest first, and the curve where there are enough for one."""

    account: Account
    findings: list[Finding]
    waiting: QuerySet[Checkup]
    curve: SafeString | None


def history_of(account: Account, checkups: QuerySet[Checkup]) -> History:
    """Give the history of an account.

    Args:
        checkups: those that the person sees who asks.
    """
    theirs = checkups.filter(account=account)
    found = Finding.objects.filter(checkup__in=theirs.filter(state=State.DONE)).select_related("checkup")
    findings = list(found.only(*TOLD).order_by("-checkup__made_at", "number"))
    return History(account, findings, theirs.filter(state=State.WAITING).only("made_at"), _curve(findings))


def _curve(findings: list[Finding]) -> SafeString | None:
    looks = tuple(
        Look(finding.checkup.made_at, finding.temperature, finding.verdict) for finding in reversed(findings[:MOST])
    )
    known = [look.temperature for look in looks if look.temperature is not None]
    if len(known) < FEWEST:
        return None
    said = words()
    first, last = looks[0].as_of, looks[-1].as_of
    values: dict[str, Value] = {"n": len(looks), "first": first, "last": last, "highest": said.temperature(max(known))}
    drawn = draw_fever(FeverChart(looks, Message(SENTENCE, values)), said, each=True)
    return mark_safe(drawn)  # noqa: S308 - drawn by the report, which escapes
