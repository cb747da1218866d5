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

from fieber.desk.checkups.models import Checkup, State
from fieber.desk.checkups.services import visible_to
from fieber.desk.hooks.models import Delivery, Event, Hook
from fieber.desk.hooks.posting import NotTakenError, post
from fieber.desk.jobs.services import LATER, put

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from fieber.desk.people.models import Person

TELL, DELIVER = "tell_hooks", "deliver"
ATTEMPTS = 8  # the pauses grow from 40 s to six hours: sixteen hours in all
MARK = "whsec_"
HOT = ("fever", "high_fever")


def make_hook(person: Person, address: str, events: Sequence[str]) -> str:
    """Keep an address; give its secret, which is told once."""
    secret = MARK + base64.b64encode(secrets.token_bytes(32)).decode()
    Hook.objects.create(person=person, address=address, secret=secret, events=" ".join(events))
    return secret


def tell(about: UUID) -> Callable[[], None]:
    """Look who wants to be told of a check-up, and may see it; give what orders the deliveries."""
    checkup = Checkup.objects.filter(pk=about, state=State.DONE).first()
    happened = [] if checkup is None else _events(checkup)
    hooks = Hook.objects.filter(person__is_active=True).select_related("person") if happened else ()
    seen = [hook for hook in hooks if visible_to(hook.person).filter(pk=about).exists()]
    wanted = [(hook, event) for hook in seen for event in happened if event in hook.events.split()]

    def keep() -> None:
        for hook, event in wanted:
            delivery, is_new = Delivery.objects.get_or_create(hook=hook, checkup_id=about, event=event)
            if is_new:
                put(DELIVER, delivery.pk, rank=LATER)

    return keep


def _events(checkup: Checkup) -> list[str]:
    is_hot = checkup.findings.filter(verdict__in=HOT).exists()
    return [Event.DONE, Event.STANDS_OUT] if is_hot else [Event.DONE]


def deliver(about: UUID) -> Callable[[], None]:
    """Send a delivery; give what keeps that it was sent.

    Raises:
        NotTakenError: the queue tries again later.
    """
    delivery = Delivery.objects.filter(pk=about, sent_at=None).select_related("hook__person", "checkup").first()
    if delivery is None or not visible_to(delivery.hook.person).filter(pk=delivery.checkup_id).exists():
        return lambda: give_up(about)  # the person may not see it any more
    body = json.dumps(payload(delivery)).encode()
    try:
        status = post(delivery.hook.address, body, signature(delivery.hook.secret, str(delivery.pk), body))
    except NotTakenError as error:
        Delivery.objects.filter(pk=about).update(status=error.status)
        raise
    return lambda: _sent(about, status)


def payload(delivery: Delivery) -> dict[str, Any]:
    """Give what is told: numbers by which the API tells more, and verdicts."""
    checkup = delivery.checkup
    findings = checkup.findings.only("checkup", "number", "verdict", "temperature").order_by("number")
    return {
        "type": delivery.event,
        "timestamp": delivery.made_at.isoformat(),
        "data": {
            "checkup": str(checkup.pk),
            "account": checkup.account_id,
            "is_follow_up": checkup.is_follow_up,
            "findings": [{"verdict": one.verdict, "temperature": one.temperature} for one in findings],
        },
    }


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
