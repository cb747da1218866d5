"""Mails of cases: released by somebody here, sent by the queue, each at most once (docs/decisions/0035)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.cases.models import Case, Mail
from fieber.desk.cases.services import alone, answered, new_draft, open_for
from fieber.desk.jobs.services import put
from fieber.desk.letters.post import NotTakenError, hand_in
from fieber.desk.words import words_in
from fieber.report.plain import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from fieber.desk.cases.models import Draft
    from fieber.desk.people.models import Person

SEND = "case_mail"
State = Mail.State
NOT_SENT = {State.FAILED, State.QUIET}


def release_answer(case: Case, draft: Draft, by: Person) -> None:
    """Let a version of the answer go out by mail; the same version goes out once, however often it is released.

    Unless it did not go out, or the address is another by now: then it goes out anew, as a new version.
    """
    say = words_in(case.language).word
    subject = say("case.mail.subject")
    with transaction.atomic():
        alone(case)
        before = case.mails.filter(draft=draft).first()
        if before is not None and (before.state in NOT_SENT or before.receiver != case.email):
            draft = new_draft(case, draft.text, by)
        if _released(case, Mail.Kind.ANSWER, by, draft=draft, subject=subject, text=draft.text):
            answered(case, by)


def release_question(case: Case, by: Person) -> None:
    """Let the mail go out that asks the person of a case for their data, with a link to upload them.

    While one is on its way there is no second: its link would end that of the first.
    """
    say = words_in(case.language).word
    subject = say("case.ask.subject")
    with transaction.atomic():
        alone(case)
        if case.mails.filter(kind=Mail.Kind.ASK, state__in=[State.WAITING, State.SENDING]).exists():
            return
        text = question(case, link_of(case))
        _released(case, Mail.Kind.ASK, by, subject=subject, text=text)
        note(by, What.CASE_ASKED, f"case {case.pk}")


def _released(case: Case, kind: str, by: Person, **what: object) -> bool:
    """Put a mail into the queue; False where this one went into it before."""
    try:
        with transaction.atomic():
            mail = Mail.objects.create(case=case, kind=kind, receiver=case.email, released_by=by, **what)
    except IntegrityError:
        return False
    put(SEND, mail.pk)
    return True


def link_of(case: Case) -> str:
    """Give the address of a new link by which the person of a case uploads."""
    return settings.ADDRESS + reverse("link", args=[open_for(case)])


def question(case: Case, address: str) -> str:
    """Write what asks for an export: the first one, or fresh data to see how it went on."""
    say = words_in(case.language).word
    why = say("case.ask.first") if case.checkup is None else say("case.ask.again", day=case.sent_at or case.made_at)
    parts = (
        say("case.mail.hello", name=clean(case.whose)),
        why,
        say("case.ask.link", days=settings.LINK_DAYS),
        address,
        say("case.mail.bye", name=clean(case.manager.name)),
    )
    return "\n\n".join(parts)


def send(about: UUID) -> Callable[[], None]:
    """Send one mail; give what keeps how it ended.

    Raises:
        NotTakenError: the mail server certainly did not take it; the queue tries again.
    """
    mail = Mail.objects.filter(pk=about).select_related("case__account", "released_by").first()
    if mail is not None and mail.state == State.SENDING:
        return _ending(mail, State.UNCLEAR)
    if mail is None or mail.state != State.WAITING:
        return lambda: None
    if not _may_be_sent(mail):
        return _ending(mail, State.QUIET)
    if not Mail.objects.filter(pk=about, state=State.WAITING).update(state=State.SENDING):
        return lambda: None  # kept at once: a job's work is outside of any transaction
    try:
        is_taken = hand_in(_written(mail))
    except NotTakenError:
        Mail.objects.filter(pk=about).update(state=State.WAITING)
        raise
    return _ending(mail, State.SENT if is_taken else State.UNCLEAR)


def give_up(about: UUID) -> None:
    """Tell whoever released it that the mail server never took it."""
    Mail.objects.filter(pk=about, state=State.WAITING).update(state=State.FAILED, ended_at=timezone.now())


def _may_be_sent(mail: Mail) -> bool:
    """Say whether the case is still that of the one who released it: not where the owner ended that, or objects."""
    by = mail.released_by
    return by is not None and by.is_active and Case.objects.visible_to(by).filter(pk=mail.case_id).exists()


def _written(mail: Mail) -> EmailMultiAlternatives:
    """Write a mail as plain text: a letter from one person to another, whose answer goes to that person."""
    headers = {"Message-ID": f"<{mail.pk}@fieber>"}
    sender = mail.released_by.email
    return EmailMultiAlternatives(mail.subject, mail.text, None, [mail.receiver], reply_to=[sender], headers=headers)


def _ending(mail: Mail, state: str) -> Callable[[], None]:
    def keep() -> None:
        ended = {"state": state, "ended_at": timezone.now()}
        if mail.kind == Mail.Kind.ASK:
            ended["text"] = _without_link(str(mail.text))
        Mail.objects.filter(pk=mail.pk).update(**ended)

    return keep


def _without_link(text: str) -> str:
    """Leave the secret out of a text that is kept."""
    mark = settings.ADDRESS + reverse("link", args=["x"]).removesuffix("x/")
    return "\n".join(f"{mark}…" if line.startswith(mark) else line for line in text.split("\n"))
