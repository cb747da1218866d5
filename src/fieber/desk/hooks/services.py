"""Who is told what, signed so that a program knows it came from here (standardwebhooks.com)."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from fieber.desk.cases.models import RELATED, Case, Stage
from fieber.desk.cases.reading import is_fresh
from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import visible_to
from fieber.desk.hooks.models import FOR_ALL, Delivery, Event, Hook
from fieber.desk.hooks.posting import NotTakenError, post
from fieber.desk.jobs.services import LATER, put
from fieber.desk.people.teams import LOOKS_AFTER
from fieber.desk.roster.models import Run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from fieber.desk.people.models import Person

TELL, TELL_DUE, DELIVER = "tell_hooks", "tell_due", "deliver"
ATTEMPTS = 8  # the pauses grow from 40 s to six hours: sixteen hours in all
MARK = "whsec_"
HOT = ("fever", "high_fever")
SUBJECTS = ("checkup_id", "case_id", "run_id")
PLACES = {Event.OPENED: "case_id", Event.CLOSED: "case_id", Event.BROUGHT: "run_id"}


def events_for(person: Person) -> Sequence[str]:
    """Give what this person can be told."""
    return Event.values if person.role in LOOKS_AFTER else FOR_ALL


def make_hook(person: Person, address: str, events: Sequence[str]) -> str:
    """Keep an address; give its secret, which is told once."""
    secret = MARK + base64.b64encode(secrets.token_bytes(32)).decode()
    Hook.objects.create(person=person, address=address, secret=secret, events=" ".join(events))
    return secret


def tell(about: UUID) -> Callable[[], None]:
    """Look who wants to be told of a check-up, and may see it; give what orders the deliveries."""
    checkup = Checkup.objects.filter(pk=about, state=State.DONE).first()
    wanted = [] if checkup is None else _wanted({"checkup_id": about}, _events(checkup))

    def keep() -> None:
        for told in wanted:
            delivery, is_new = Delivery.objects.get_or_create(**told)
            if is_new:
                put(DELIVER, delivery.pk, rank=LATER)

    return keep


def tell_of(event: str, about: UUID) -> Callable[[], None]:
    """Look who wants to be told of a case or a file that was brought; give what orders the deliveries.

    Args:
        about: of the case, or of the file.
    """
    return lambda: _order(_wanted({PLACES[event]: about}, [event]))


def tell_due(_about: UUID) -> Callable[[], None]:
    """Look which cases wait for a person since their day came; each address is told once."""
    today = timezone.now().date()
    oldest = today - timedelta(days=settings.KEEP_DAYS - 1)  # what was told before that is forgotten
    open_ones = Case.objects.filter(closed_at=None, due_on__lte=today, due_on__gt=oldest).select_related(*RELATED)
    due = (
        [case for case in open_ones if case.stage == Stage.DUE and not is_fresh(case)] if Hook.objects.exists() else []
    )
    wanted = [told for case in due for told in _wanted({"case_id": case.pk}, [Event.DUE], since=case.due_on)]
    return lambda: _order([told for told in wanted if not Delivery.objects.filter(**told).exists()])


def _order(wanted: Sequence[Mapping[str, Any]]) -> None:
    for told in wanted:
        put(DELIVER, Delivery.objects.create(**told).pk, rank=LATER)


def _wanted(what: Mapping[str, Any], happened: Sequence[str], *, since: date | None = None) -> list[dict[str, Any]]:
    """Give what to tell whom: who wants to be told of it, may see it, and wanted so before it happened."""
    hooks = Hook.objects.filter(person__is_active=True).select_related("person").order_by("made_at")
    asked = [hook for hook in hooks if since is None or hook.made_at.date() <= since]
    seen = [hook for hook in asked if _may_see(hook.person, **what)]
    return [
        {"hook": hook, "event": event, **what} for hook in seen for event in happened if event in hook.events.split()
    ]


def _may_see(
    person: Person, *, checkup_id: UUID | None = None, case_id: UUID | None = None, run_id: UUID | None = None
) -> bool:
    if checkup_id is not None:
        return visible_to(person).filter(pk=checkup_id).exists()
    if case_id is not None:
        return person.role in LOOKS_AFTER and Case.objects.visible_to(person).filter(pk=case_id).exists()
    return Run.objects.filter(pk=run_id, manager=person).exists()


def _events(checkup: Checkup) -> list[str]:
    is_hot = checkup.findings.filter(verdict__in=HOT).exists()
    return [Event.DONE, Event.STANDS_OUT] if is_hot else [Event.DONE]


def deliver(about: UUID) -> Callable[[], None]:
    """Send a delivery; give what keeps that it was sent.

    Raises:
        NotTakenError: the queue tries again later.
    """
    waiting = Delivery.objects.filter(pk=about, sent_at=None)
    delivery = waiting.select_related("hook__person", "checkup", "run", *(f"case__{one}" for one in RELATED)).first()
    if delivery is None or not _may_see(delivery.hook.person, **_about(delivery)):
        return lambda: give_up(about)  # the person may not see it any more
    body = json.dumps(payload(delivery)).encode()
    try:
        status = post(delivery.hook.address, body, signature(delivery.hook.secret, str(delivery.pk), body))
    except NotTakenError as error:
        Delivery.objects.filter(pk=about).update(status=error.status)
        raise
    return lambda: _sent(about, status)


def _about(delivery: Delivery) -> dict[str, UUID]:
    return {name: number for name in SUBJECTS if (number := getattr(delivery, name)) is not None}


def payload(delivery: Delivery) -> dict[str, Any]:
    """Give what is told: numbers by which the API tells more, and verdicts."""
    if delivery.case is not None:
        told = _case(delivery.case)
    elif delivery.run is not None:
        told = _run(delivery.run)
    else:
        told = _checkup(delivery.checkup)
    return {"type": delivery.event, "timestamp": delivery.made_at.isoformat(), "data": told}


def _checkup(checkup: Checkup) -> dict[str, Any]:
    findings = checkup.findings.only("checkup", "number", "verdict", "temperature").order_by("number")
    return {
        "checkup": str(checkup.pk),
        "account": checkup.account_id,
        "is_follow_up": checkup.is_follow_up,
        "findings": [{"verdict": one.verdict, "temperature": one.temperature} for one in findings],
    }


def _case(case: Case) -> dict[str, Any]:
    return {
        "case": str(case.pk),
        "account": case.account_id,
        "stage": str(case.stage),
        "due_on": None if case.due_on is None else case.due_on.isoformat(),
        "outcome": case.outcome or None,
    }


def _run(run: Run) -> dict[str, Any]:
    return {"import": str(run.pk), "what": run.what, "state": run.state, "accounts": run.accounts}


def signature(secret: str, number: str, body: bytes) -> dict[str, str]:
    """Give the three headers by which the program knows that it is from here, and from now."""
    at = str(int(timezone.now().timestamp()))
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = hmac.digest(key, f"{number}.{at}.".encode() + body, "sha256")
    told = f"v1,{base64.b64encode(signed).decode()}"
    return {"webhook-id": number, "webhook-timestamp": at, "webhook-signature": told}


def _sent(about: UUID, status: int) -> None:
    Delivery.objects.filter(pk=about).update(sent_at=timezone.now(), status=status)


def give_up(about: UUID) -> None:
    """Keep that it could not be sent."""
    Delivery.objects.filter(pk=about, sent_at=None).update(failed_at=timezone.now())


def forget_old() -> None:
    """Forget what was sent long ago."""
    Delivery.objects.filter(made_at__lt=timezone.now() - timedelta(days=settings.KEEP_DAYS)).delete()
