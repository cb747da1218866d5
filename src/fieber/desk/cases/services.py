"""Beginning a case, what comes to it, the versions of its answer, and its end."""

from __future__ import annotations

import json
import math
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.dispatch import Signal
from django.utils import timezone

from fieber.desk.accounts.models import Account
from fieber.desk.api.models import Contract
from fieber.desk.audit.models import What
from fieber.desk.audit.services import note
from fieber.desk.cases.models import Case, Draft, Mail, Wording
from fieber.desk.cases.reading import Way, is_fresh, order, way_of
from fieber.desk.checkups.models import Checkup, Finding, State
from fieber.desk.explained.services import said
from fieber.desk.links.models import UploadLink
from fieber.desk.links.services import make_link
from fieber.desk.people.models import Person
from fieber.desk.sealed import hash_of, new_secret
from fieber.desk.words import day_of, words_in
from fieber.explainers import fitting
from fieber.report.plain import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

FOLLOW = "follow_cases"
A_MOMENT = timedelta(seconds=30)
SOONEST = 7  # days until fieber looks again: before that there is nothing new
OTHER = "other"
taken = Signal()  # with case, which has a new finding, and followers, that it saw
begun = Signal()  # with case
closed = Signal()  # with case
data_gone = Signal()  # with case, and is_first: what its first check-up rests on is deleted, else the one that followed


def begin(
    manager: Person,
    *,
    whose: str,
    sentence: str = "",
    account: Account | None = None,
    checkup: Checkup | None = None,
    email: str = "",
    language: str = "en",
) -> Case:
    """Begin a case: with a check-up that is there, else with one that is ordered, else with an export to be asked for.

    Args:
        account, checkup: that the manager may see. whose: in the manager's words. language: of answers and mails.
    """
    link = getattr(checkup, "uploadlink", None)
    with transaction.atomic():
        known = Case.objects.filter(manager=manager, checkup=checkup).first() if checkup is not None else None
        if known is not None:  # clicked twice, or begun before: a link has one case
            return known
        told = {"whose": whose, "sentence": sentence, "email": email, "language": language}
        case = Case(manager=manager, account=account, link=link, checkup=checkup, **told)
        if checkup is None and way_of(account) == Way.EXPORT:
            case.link = _closed_link(manager, whose)
        elif checkup is None:
            case.checkup = order(case)
        case.save()
        note(manager, What.CASE_BEGUN, f"case {case.pk}")
        begun.send(Case, case=case)
        if checkup is not None:
            take(case, checkup)
    return case


def begin_once(manager: Person, **told: Any) -> Case:
    """Begin a case as `begin` does; where the same words came a moment ago, a button was pressed twice: that case."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=manager.pk)  # SQLite has one writer anyway
        recent = Case.objects.filter(manager=manager, account=told["account"], made_at__gt=timezone.now() - A_MOMENT)
        recent = recent if told.get("checkup") is None else recent.none()  # of a check-up there is one case anyway
        same = (one for one in recent if (one.whose, one.sentence) == (told["whose"], told["sentence"]))
        return next(same, None) or begin(manager, **told)


def _closed_link(manager: Person, label: str) -> UploadLink:
    """Make a link whose secret nobody knows yet: `open_for` tells one."""
    return UploadLink.objects.get(secret_hash=hash_of(make_link(manager, label[:80])))


def open_for(case: Case) -> str:
    """Give the secret of a link by which the person of a case uploads; an earlier one stops working."""
    name, place = ("again_link", "follow_up") if case.has_finding else ("link", "checkup")
    known: UploadLink | None = getattr(case, name)
    if known is None or known.checkup_id is not None:  # used, for a file that could not be read: a new one
        known = _closed_link(case.manager, case.whose)
        setattr(case, name, known)
    if getattr(case, place) is not None and getattr(case, place).state == State.REFUSED:
        setattr(case, place, None)
    case.save(update_fields=[name, place])
    secret, known.secret_hash = new_secret()
    known.expires_at = timezone.now() + timedelta(days=settings.LINK_DAYS)
    known.save(update_fields=["secret_hash", "expires_at"])
    return secret


def take_findings(about: UUID, found: Sequence[Mapping[str, Any]]) -> None:
    """Keep findings as drafts, and give a check-up to the case that waits for it."""
    findings = {finding.number: finding for finding in Finding.objects.filter(checkup=about).only("number")}
    Wording.objects.bulk_create(
        Wording(
            finding=findings[number],
            text_de=one["draft"]["de"],
            text_en=one["draft"]["en"],
            advice=next(iter(one["advice"]), ""),
        )
        for number, one in enumerate(found)
        if number in findings and "draft" in one
    )
    waits = Q(checkup=about) | Q(follow_up=about) | Q(link__checkup=about) | Q(again_link__checkup=about)
    for case in Case.objects.filter(waits, closed_at=None):
        take(case, Checkup.objects.get(pk=about), followers=found[0].get("followers") or () if found else ())


def take(case: Case, checkup: Checkup, *, followers: Sequence[tuple[str, float]] = ()) -> None:
    """Give a check-up that is done to its case, as the first or the one that follows; fieber drafts an answer.

    Args:
        followers: that it saw: day (ISO 8601) and number, the oldest first.
    """
    if case.checkup_id in {None, checkup.pk}:
        case.checkup = checkup
        case.kind = kind_of(checkup)
        case.sentence = case.sentence or checkup.sentence
    else:
        case.follow_up = checkup
    case.save(update_fields=["checkup", "kind", "sentence", "follow_up"])
    fields: dict[str, Any] = {"is_follow_up": True} if case.follow_up_id == checkup.pk else {}
    name = checkup.findings.values_list("name", flat=True)
    if case.account is not None and checkup.account_id is None and list(name) == [case.account.name]:
        fields["account"] = case.account  # it is theirs: kept and deleted with the account
    if fields:
        Checkup.objects.filter(pk=checkup.pk).update(**fields)
    taken.send(Case, case=case, followers=followers)
    text = "" if case.is_about_person else wording_of(checkup, case.language)
    if text and case.manager is not None:  # who left in the meantime answers nobody
        say = words_in(case.language).word
        hello = say("case.mail.hello", name=clean(case.whose))
        add_draft(case, f"{hello}\n\n{text}\n\n{say('case.mail.bye', name=clean(case.manager.name))}", None)


def wording_of(checkup: Checkup, lang: str) -> str:
    """Give the finding of a check-up as a draft; "" where there is none."""
    found = first_wording(checkup)
    return "" if found is None else str(getattr(found, f"text_{lang}"))


def first_wording(checkup: Checkup | None) -> Wording | None:
    """Give how the first finding of a check-up is worded; None for one from before there were cases."""
    return Wording.objects.filter(finding__checkup=checkup).order_by("finding__number").first()


def contract_of(checkup: Checkup | None, lang: str) -> dict[str, Any] | None:
    """Give the first finding of a check-up as the contract's object; None where there is none."""
    found = Contract.objects.filter(finding__checkup=checkup).order_by("finding__number").first()
    return None if found is None else json.loads(getattr(found, f"json_{lang}"))


def kind_of(checkup: Checkup) -> str:
    """Give the kind of the complaint that a check-up answers."""
    contract = contract_of(checkup, "en")
    claims = [] if contract is None else contract["claims"]
    return next((claim["kind"] for claim in claims), OTHER)


def explainers_for(case: Case) -> tuple[str, ...]:
    """Give the names of the explainers that fit the finding of a case."""
    contract = contract_of(case.checkup, case.language)
    return () if contract is None else fitting(contract)


def add_draft(case: Case, text: str, by: Person | None) -> Draft:
    """Keep a new version of the answer; give it, or the newest where that says the same."""
    with transaction.atomic():
        alone(case)
        newest = case.drafts.first()
        return newest if newest is not None and newest.text == text else new_draft(case, text, by)


def new_draft(case: Case, text: str, by: Person | None) -> Draft:
    """Keep a new version of the answer, whatever it says; within `alone`."""
    number = 1 + (case.drafts.aggregate(most=Max("number"))["most"] or 0)
    return Draft.objects.create(case=case, number=number, text=text, made_by=by)


def say_explainer(case: Case, name: str, short: str, by: Person) -> None:
    """Put the short text of an explainer before the greeting at the end of the answer; and note that it is said."""
    newest = case.drafts.first()
    *before, end = newest.text.split("\n\n") if newest is not None else [""]
    add_draft(case, "\n\n".join([*before, short, end]), by)
    if name not in case.explainers.split():
        case.explainers = f"{case.explainers} {name}".strip()
        case.save(update_fields=["explainers"])
        said(by, name, case.account)


def answered(case: Case, by: Person) -> None:
    """Note that the answer is on its way or was copied; from then on it is known when to look again."""
    with transaction.atomic():
        if case.sent_at is None:
            now = timezone.now()
            case.sent_at, case.due_on = now, day_of(now + timedelta(days=days_until(case)))
            case.save(update_fields=["sent_at", "due_on"])
        note(by, What.CASE_ANSWERED, f"case {case.pk}")


def days_until(case: Case) -> int:
    """Give in how many days to look again: after the posts that the finding asks for, at the latest in thirty days."""
    contract = contract_of(case.checkup, "en")
    told = (contract or {}).get("advice") or [{}]
    posts, most = told[0].get("posts_needed"), settings.FOLLOW_UP_DAYS
    rates = [vital for vital in (contract or {}).get("vitals", ()) if vital["metric"] == "posting_rate"]
    a_week = rates[0]["normal"]["median"] if rates and rates[0]["normal"] else 0.0
    if not posts or a_week <= 0:
        return most
    return min(max(math.ceil(7 * posts / a_week), SOONEST), most)


def look_again(case: Case) -> bool:
    """Order the check-up that follows, where the numbers come by themselves; give whether that is so.

    Where the first one could not be read, that is tried again.
    """
    with transaction.atomic():
        alone(case)
        case.refresh_from_db()
        is_coming = any(one is not None and one.state == State.WAITING for one in (case.checkup, case.follow_up))
        if case.closed_at is not None or is_coming or not is_fresh(case):
            return False
        if case.has_finding:
            case.follow_up = order(case, is_follow_up=True)
        else:
            case.checkup = order(case)
        case.save(update_fields=["checkup", "follow_up"])
    return True


def plan(_about: UUID) -> Callable[[], None]:
    """Look which cases are due; give what orders the check-ups of those whose numbers come by themselves."""
    due = Case.objects.filter(closed_at=None, follow_up=None, due_on__lte=day_of(timezone.now()))
    asked = due.filter(account__owner__objection=None).exclude(account=None).select_related("account", "manager")
    ready = [case for case in asked if case.manager is not None and _may_see(case)]

    def keep() -> None:
        for case in ready:
            look_again(case)

    return keep


def _may_see(case: Case) -> bool:
    return Account.objects.visible_to(case.manager).filter(pk=case.account_id).exists()


def close(case: Case, by: Person, *, outcome: str, cause: str = "", was_tried: bool | None = None) -> None:
    """Say whether the fear was right, who says so and when; said again, it is corrected."""
    case.outcome, case.cause, case.was_tried = outcome, cause, was_tried
    case.closed_at, case.closed_by = timezone.now(), by
    with transaction.atomic():
        case.save(update_fields=["outcome", "cause", "was_tried", "closed_at", "closed_by"])
        closed.send(Case, case=case)
        note(by, What.CASE_CLOSED, f"case {case.pk}")


def forget(case: Case, by: Person) -> None:
    """Delete a case with its drafts and mails; check-ups of an account stay with the account."""
    with transaction.atomic():
        note(by, What.CASE_DELETED, f"case {case.pk}")
        case.delete()


def alone(case: Case) -> None:
    """Wait for whoever changes the same case, in a transaction (SQLite has one writer anyway)."""
    Case.objects.select_for_update().filter(pk=case.pk).first()


def mails_of(case: Case) -> list[Mail]:
    """Give the mails of a case, the newest first."""
    return list(case.mails.select_related("draft", "released_by"))


def number_of(told: str) -> UUID | None:
    """Give the number that a form names, where it is one."""
    try:
        return uuid.UUID(told)
    except ValueError:
        return None
