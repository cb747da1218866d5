"""Sending letters: at most once each. Half a day without one is better than the same twice."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from fieber.desk.letters.digest import Text, digest, question, reminder
from fieber.desk.letters.models import Letter, Rhythm
from fieber.desk.letters.subscriptions import subscription_of, zone_of
from fieber.desk.rights.models import Objection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from fieber.desk.letters.models import Subscription

State, Kind = Letter.State, Letter.Kind
NOT_TAKEN = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)  # the server said no: it did not take it


class NotTakenError(Exception):
    """The mail server certainly did not take the letter, so it can be tried again."""


def send(about: UUID) -> Callable[[], None]:
    """Send one letter; give what keeps how it ended."""
    letter = Letter.objects.filter(pk=about).select_related("person").first()
    if letter is not None and letter.state == State.SENDING:
        return _ending(letter, State.UNCLEAR)
    if letter is None or letter.state != State.WAITING:
        return lambda: None
    text = _written(letter)
    if text is None:
        return _ending(letter, State.QUIET)
    mine = Letter.objects.filter(pk=about, state=State.WAITING)
    if not mine.update(state=State.SENDING):  # kept at once: a job's work is outside of any transaction
        return lambda: None
    try:
        is_taken = hand_in(_mail(letter, text))
    except NotTakenError:
        Letter.objects.filter(pk=about).update(state=State.WAITING)
        raise
    return _ending(letter, State.SENT if is_taken else State.UNCLEAR)


def forget_old() -> None:
    """Forget letters that ended long ago; the last digest of each person says what they know already."""
    long_ago = timezone.now() - timedelta(days=max(settings.KEEP_DAYS, 2 * settings.FOLLOW_UP_DAYS))
    Letter.objects.filter(day__lt=long_ago.date()).delete()


def _written(letter: Letter) -> Text | None:
    """Give what it says; None where nothing is to be said, it is not wanted any more, or its day is over."""
    wanted = subscription_of(letter.person)
    if not letter.person.is_active:
        return None
    if letter.kind == Kind.CONFIRM:
        return question(wanted) if wanted.is_open else None
    if Objection.objects.filter(person=letter.person).exists():
        return None
    if letter.day != timezone.now().astimezone(zone_of(wanted)).date():
        return None
    if letter.kind == Kind.REMINDER:
        return reminder(wanted) if wanted.reminds else None
    is_wanted = wanted.rhythm != Rhythm.NEVER and wanted.confirmed_at is not None
    return digest(wanted, _last_sent(wanted)) if is_wanted else None


def _last_sent(wanted: Subscription) -> datetime | None:
    sent = Letter.objects.filter(person=wanted.person, kind=Kind.DIGEST, state__in=[State.SENT, State.UNCLEAR])
    return sent.order_by("-ended_at").values_list("ended_at", flat=True).first()


def _mail(letter: Letter, text: Text) -> EmailMultiAlternatives:
    with override(text.lang):
        plain, page = (render_to_string(f"letters/letter.{kind}", {"text": text}) for kind in ("txt", "html"))
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{letter.pk}@fieber>"}  # RFC 3834
    if text.stop is not None:  # RFC 8058: the mail program's own button
        headers |= {"List-Unsubscribe": f"<{text.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(text.subject, plain, None, [letter.person.email], headers=headers)
    mail.attach_alternative(page, "text/html")
    return mail


def hand_in(mail: EmailMultiAlternatives) -> bool:
    """Hand a mail to the server; False where it is not known whether it was taken.

    Raises:
        NotTakenError: it was certainly not: the server was not there, or said no.
    """
    mail.connection = get_connection()
    try:
        mail.connection.open()
    except OSError as error:
        raise NotTakenError from error
    try:
        mail.send()
    except NOT_TAKEN as error:
        raise NotTakenError from error
    except OSError:
        return False
    finally:
        mail.connection.close()
    return True


def _ending(letter: Letter, state: str) -> Callable[[], None]:
    def keep() -> None:
        Letter.objects.filter(pk=letter.pk).update(state=state, ended_at=timezone.now())

    return keep
