"""Asking, agreeing and ending; and what follows for who sees a check-up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.agreements.models import Agreement, Question
from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.jobs.services import put
from fieber.desk.people.models import Person
from fieber.desk.words import words_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet

ASK = "ask"
changed_hands = Signal()  # with accounts (numbers), giver and taker: who looked after them, and who does now


def ask(manager: Person, email: str, language: str) -> None:
    """Ask whoever has this address; whether somebody here has it is not told, and asked twice is asked once."""
    with transaction.atomic():
        question, is_new = Question.objects.get_or_create(
            manager=manager, email=email.strip().lower(), defaults={"language": language}
        )
        if is_new:
            put(ASK, question.pk)


def ask_for_other(owner: Person, giver: Person, taker: Person) -> bool:
    """Ask an owner whether another manager may see what this one sees, instead of them; give whether that is new.

    Nothing changes before the yes: what the owner agreed to, they agreed to with a person.
    """
    with transaction.atomic():
        question, is_new = Question.objects.get_or_create(
            manager=taker, email=owner.email, defaults={"language": owner.language, "instead_of": giver}
        )
        if is_new:
            put(ASK, question.pk)
    return is_new


def send_question(about: UUID) -> Callable[[], None]:
    """Send the mail of a question; give what keeps that it was sent."""
    question = Question.objects.filter(pk=about, sent_at=None).select_related("manager", "instead_of").first()
    if question is None:  # called back in the meantime
        return lambda: None
    asked = Person.objects.filter(email=question.email, is_active=True).first()
    say = words_in(asked.language if asked else question.language).word
    text = (
        say("agreements.mail.hello", name=question.manager.name)
        if question.instead_of is None
        else say("agreements.mail.instead", name=question.manager.name, giver=question.instead_of.name),
        say("agreements.mail.where", address=settings.ADDRESS + reverse("agreements")),
        say("agreements.mail.until", name=question.manager.name),
        say("agreements.mail.wrong", days=settings.KEEP_DAYS),
    )
    subject = say("agreements.mail.subject", name=question.manager.name)
    send_mail(subject, "\n\n".join(text), None, [question.email])
    return lambda: _sent(about)


def _sent(about: UUID) -> None:
    Question.objects.filter(pk=about).update(sent_at=timezone.now())


def give_up_question(about: UUID) -> None:
    """Take back a question whose mail could not be sent: the manager sees that it is gone from the list."""
    Question.objects.filter(pk=about, sent_at=None).delete()


def questions_for(person: Person) -> QuerySet[Question]:
    """Give the open questions to this person: those that went to their address."""
    asked = Question.objects.filter(email=person.email).exclude(manager=person)
    return asked.select_related("manager", "instead_of")


def asked_for(question: Question, owner: Person) -> QuerySet[Account]:
    """Give the owner's accounts that a question is about: those that the manager may not see yet.

    Where somebody hands over, only those that they see.
    """
    wanted = without_agreement(owner, question.manager)
    if question.instead_of is None:
        return wanted
    return wanted.filter(pk__in=running().filter(manager=question.instead_of).values("account"))


def agree(question: Question, account: Account) -> None:
    """Let the manager see this account, instead of whoever hands it over.

    The question is answered when no account is left to be asked for.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                Agreement.objects.create(account=account, manager=question.manager)
        except IntegrityError:  # clicked twice
            return
        note(account.owner, What.AGREED, f"account {account.pk} person {question.manager_id}")
        if question.instead_of is not None:
            _change_hands(account, question.instead_of, question.manager)
        if not asked_for(question, account.owner).exists():
            question.delete()


def _change_hands(account: Account, giver: Person, taker: Person) -> None:
    theirs = running().filter(manager=giver, account=account).first()
    if theirs is not None:
        end(account.owner, theirs.pk)
        changed_hands.send(Agreement, accounts=[account.pk], giver=giver, taker=taker)


def without_agreement(owner: Person, manager: Person) -> QuerySet[Account]:
    """Give the owner's accounts that this manager may not see."""
    seen = running().filter(manager=manager).values("account")
    return Account.objects.filter(owner=owner).exclude(pk__in=seen).order_by("name", "pk")


def running() -> QuerySet[Agreement]:
    """Give the agreements that run."""
    return Agreement.objects.filter(ended_at=None).select_related("account", "account__owner", "manager")


def end(person: Person, number: UUID) -> bool:
    """End an agreement, by the owner or by the manager; give whether there was one."""
    theirs = Q(account__owner=person) | Q(manager=person)
    with transaction.atomic():
        is_ended = bool(running().filter(theirs, pk=number).update(ended_at=timezone.now()))
        if is_ended:
            note(person, What.ENDED, f"agreement {number}")
    return is_ended


def tell_client(manager: Person, number: UUID, *, tells: bool) -> bool:
    """Set whether the owner sees the check-ups that the manager starts; give whether there was such an agreement."""
    return bool(running().filter(pk=number, manager=manager).update(client_sees_too=tells))


def is_kept_from_owner() -> Exists:
    """Give which check-ups the owner of the account does not see: those of a manager who does not show them.

    A condition for a query of check-ups. Once an agreement has ended, nothing of it is kept back any more.
    """
    silent = Agreement.objects.filter(ended_at=None, client_sees_too=False)
    return Exists(silent.filter(account=OuterRef("account"), manager=OuterRef("started_by")))


def forget_old() -> None:
    """Forget questions that nobody answered."""
    Question.objects.filter(asked_at__lt=timezone.now() - timedelta(days=settings.KEEP_DAYS)).delete()
